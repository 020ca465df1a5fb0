/** `if … else`. */
import type { ts } from "ts-morph";
import { if_ } from "../../ir/build.ts";
import { decided } from "../expressions/decide.ts";
import { value } from "../expressions/value.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { bodyOf } from "./block.ts";

export function ifStatement(cx: Reading, node: ts.IfStatement): void {
  const test = value(cx, node.expression);
  const known = decided(test);
  const live = known ? node.thenStatement : node.elseStatement;
  if (known !== undefined) {
    // Only what can run is read: the other branch may make no sense for these types.
    if (live !== undefined) cx.out.push(...bodyOf(cx, live));
    return;
  }
  const then = bodyOf(cx, node.thenStatement);
  const otherwise =
    node.elseStatement === undefined ? [] : bodyOf(cx, node.elseStatement);
  emit(cx, if_(cx.origin, test, then, otherwise));
}
