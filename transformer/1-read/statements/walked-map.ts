/** What a loop over the entries of a map or a record asks of its body. */
import type { ts } from "ts-morph";
import { sameExpr } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { definedPart, someType, typeKey, type Type } from "../../ir/types.ts";
import { visitBlock } from "../../ir/walk.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";

/**
 * A map is walked as it is, keys that the body adds and takes out included, and of a record the values are listed
 * at the start; our loop walks the keys that there were, and reads each value as it comes to it. So the body may
 * only store to the key of its own iteration, or to another map or record.
 */
export function mustStay(
  cx: Reading,
  node: ts.Node,
  body: ir.Block,
  walked: ir.Expr,
): void {
  const type = definedPart(walked.type);
  const isKnown = kindOf(cx, walked) !== undefined;
  const isOther = (e: ir.Expr): boolean =>
    (isKnown && kindOf(cx, e) === "made" && !sameExpr(e, walked)) ||
    !mayHoldMap(e.type, typeKey(type));
  let changes = false;
  const keys = new Set<ir.Variable>();
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "let" && s.value?.kind === "element") keys.add(s.variable);
      if (s.kind === "store" && s.target.kind === "element") {
        const { array, index } = s.target;
        const isMap = definedPart(array.type).kind === "dictionary";
        const isItsOwn =
          (index.kind === "read" && keys.has(index.variable)) ||
          index.kind === "element";
        changes ||= isMap && !isItsOwn && !isOther(array);
      }
      if (s.kind === "call" && (cx.reader.changes.get(s.callee) ?? true))
        changes ||= s.args.some((arg) => !isOther(arg));
    },
    expr: (e) => {
      if (e.kind === "foreign" && e.structural && e.type.kind === "void")
        changes ||= e.parts.some((p) => typeof p !== "string" && !isOther(p));
    },
  });
  if (changes)
    refuse(cx, node, "AD1003", {
      what:
        type.kind === "dictionary" && type.container === "map"
          ? "a Map that may change while it is walked"
          : "an object that may change while its entries are walked",
    });
}

/** Is the dictionary one that was made here, or a parameter, by a name that stays its own? */
const kindOf = (cx: Reading, e: ir.Expr): "made" | "given" | undefined =>
  e.kind === "read" && cx.func.constants.has(e.variable)
    ? cx.func.dictionaries.get(e.variable)
    : undefined;

/** May a map of this type be reached from a value? */
const mayHoldMap = (type: Type, map: string): boolean =>
  someType(
    type,
    (t) =>
      t.kind === "opaque" || (t.kind === "dictionary" && typeKey(t) === map),
  );
