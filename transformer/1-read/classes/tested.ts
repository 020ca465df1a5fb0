/**
 * Tests of an object's class. What is made in differentiated code is a record of its fields, which no class has
 * made: a test for a class that is made there too would give another answer than in the user's own code.
 */
import { ts } from "ts-morph";
import { refuse, report } from "../problems.ts";
import type { Type } from "../../ir/types.ts";
import { selfOf } from "../bindings.ts";
import { value } from "../expressions/value.ts";
import type { MadeObject } from "../modules/values.ts";
import type { Reader, Reading } from "../reading.ts";
import { apart } from "../reading.ts";
import { unwrapped } from "../symbols.ts";
import { instanceOf } from "../types/partial.ts";
import { constructorOf, prototypesOf } from "./constructors.ts";
import { classDeclaration, classesFrom } from "./members.ts";

interface Known {
  /** Classes that objects were made of, and those above them: declarations, or prototypes of constructor functions. */
  readonly made: Set<object>;
  /** The classes alone. */
  readonly instances: Set<ts.ClassLikeDeclaration>;
  readonly tests: { readonly of: object; readonly node: ts.Node }[];
}

const known = new WeakMap<Reader, Known>();

function of(reader: Reader): Known {
  let found = known.get(reader);
  if (found === undefined)
    known.set(
      reader,
      (found = { made: new Set(), instances: new Set(), tests: [] }),
    );
  return found;
}

/** What stands for the class that a test asks for. */
function testedClass(cx: Reading, node: ts.Expression): object | undefined {
  const declaration = classDeclaration(cx.reader, node);
  if (declaration !== undefined) return declaration;
  const maker = constructorOf(cx, node);
  return maker && prototypesOf(maker)[0];
}

/** `o instanceof C`, where the type of `o` decides: of what was made here it is known by which class. */
export function knownInstance(
  cx: Reading,
  node: ts.BinaryExpression,
): boolean | undefined {
  if (node.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword)
    return undefined;
  const left = unwrapped(node.left);
  const isThis = left.kind === ts.SyntaxKind.ThisKeyword;
  if (!isThis && !ts.isIdentifier(left)) return undefined;
  const tested = testedClass(cx, node.right);
  if (tested === undefined) return undefined;
  if (!isThis) return isOfType(value(apart(cx), left).type, tested);
  const self = selfOf(cx.env);
  // A function that is called by itself has none.
  if (self === undefined) return false;
  if (self.kind === "value") return isOfType(self.expr.type, tested);
  return self.maker && prototypesOf(self.maker).includes(tested as MadeObject);
}

function isOfType(type: Type, tested: object): boolean | undefined {
  switch (type.kind) {
    case "object":
      return instanceOf(type.shape)?.includes(tested);
    case "union": {
      const [first, ...others] = type.members.map((m) => isOfType(m, tested));
      return others.every((o) => o === first) ? first : undefined;
    }
    case "opaque":
    case "dictionary":
      return undefined;
    default:
      return false;
  }
}

export const instancesMade = (
  reader: Reader,
): ReadonlySet<ts.ClassLikeDeclaration> => of(reader).instances;

/** `o instanceof C`, of an object that does not say of which class it is. */
export function testOfClass(cx: Reading, node: ts.BinaryExpression): void {
  const tested = testedClass(cx, node.right);
  if (tested === undefined) return;
  const { made, tests } = of(cx.reader);
  tests.push({ of: tested, node });
  if (made.has(tested)) refuse(cx, node, "AD1016", { what: node.getText() });
}

export function madeOfClass(cx: Reading, node: ts.ClassLikeDeclaration): void {
  of(cx.reader).instances.add(node);
  madeOfEach(cx, classesFrom(cx.reader, node));
}

export function madeOfEach(cx: Reading, classes: readonly object[]): void {
  const { made, tests } = of(cx.reader);
  for (const c of classes) {
    if (made.has(c)) continue;
    made.add(c);
    for (const test of tests) {
      if (test.of !== c) continue;
      report(cx.reader, test.node, "AD1016", { what: test.node.getText() });
      cx.func.refused = true;
    }
  }
}
