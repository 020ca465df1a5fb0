/**
 * Tests of an object's class. What is made in differentiated code is a record of its fields, which no class has
 * made: a test for a class that is made there too would give another answer than in the user's own code.
 */
import { ts } from "ts-morph";
import { refuse, report } from "../problems.ts";
import type { Reader, Reading } from "../reading.ts";
import { classDeclaration, parentOf } from "./members.ts";

interface Known {
  /** Classes that objects were made of, and those above them. */
  readonly made: Set<ts.Node>;
  readonly tests: { readonly of: ts.Node; readonly node: ts.Node }[];
}

const known = new WeakMap<Reader, Known>();

function of(reader: Reader): Known {
  let found = known.get(reader);
  if (found === undefined)
    known.set(reader, (found = { made: new Set(), tests: [] }));
  return found;
}

/** `o instanceof C`. */
export function testOfClass(cx: Reading, node: ts.BinaryExpression): void {
  const tested = classDeclaration(cx.reader, node.right);
  if (tested === undefined) return;
  const { made, tests } = of(cx.reader);
  tests.push({ of: tested, node });
  if (made.has(tested)) refuse(cx, node, "AD1016", { what: node.getText() });
}

export function madeOfClass(cx: Reading, node: ts.ClassLikeDeclaration): void {
  const { made, tests } = of(cx.reader);
  for (
    let c: ts.ClassLikeDeclaration | "unknown" | undefined = node;
    c !== undefined && c !== "unknown" && !made.has(c);
    c = parentOf(cx.reader, c)
  ) {
    made.add(c);
    for (const test of tests) {
      if (test.of !== c) continue;
      report(cx.reader, test.node, "AD1016", { what: test.node.getText() });
      cx.func.refused = true;
    }
  }
}
