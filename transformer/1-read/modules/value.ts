/** What an expression stands for that names nothing but what modules made. */
import { ts } from "ts-morph";
import { scopeOf } from "../bindings.ts";
import type { Reading } from "../reading.ts";
import { bindingOf, unwrapped } from "../symbols.ts";
import type { Made } from "./values.ts";
import { unknown } from "./values.ts";

export function moduleValue(cx: Reading, node: ts.Expression): Made {
  return isOfModules(cx, node)
    ? cx.reader.modules.valueOf(node, scopeOf(cx.env))
    : unknown;
}

/** Does nothing in it come from the function that is read? */
function isOfModules(cx: Reading, node: ts.Expression): boolean {
  const e = unwrapped(node);
  if (ts.isIdentifier(e)) return bindingOf(cx, e) === undefined;
  if (ts.isStringLiteralLike(e) || ts.isNumericLiteral(e)) return true;
  if (ts.isPropertyAccessExpression(e)) return isOfModules(cx, e.expression);
  return (
    ts.isElementAccessExpression(e) &&
    isOfModules(cx, e.expression) &&
    isOfModules(cx, e.argumentExpression)
  );
}
