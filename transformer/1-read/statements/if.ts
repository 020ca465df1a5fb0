/** `if … else`. */
import type { ts } from "ts-morph";
import { if_ } from "../../ir/build.ts";
import { value } from "../expressions/value.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { bodyOf } from "./block.ts";

export function ifStatement(cx: Reading, node: ts.IfStatement): void {
  const test = value(cx, node.expression);
  const then = bodyOf(cx, node.thenStatement);
  const otherwise =
    node.elseStatement === undefined ? [] : bodyOf(cx, node.elseStatement);
  emit(cx, if_(cx.origin, test, then, otherwise));
}
