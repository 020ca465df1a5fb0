/** What a function returns, for a result type that is known as text alone. */
import type * as ir from "../ir/nodes.ts";
import { numberType } from "../ir/types.ts";
import { mentionsFields, partsOfResult } from "./fields.ts";
import { expressionText, propertyText, valueText } from "./expressions.ts";
import type { StatementContext } from "./statements.ts";

/** With a cast where the author's types are not those of what derived code makes. */
export function resultValueText(e: ir.Expr, c: StatementContext): string {
  const text = plainText(e, c);
  if (!c.isPublic || c.resultText === "") return text;
  return c.isGeneric || partsOfResult(e).some(mentionsFields)
    ? `(${text}) as unknown as ${c.resultText}`
    : text;
}

function plainText(e: ir.Expr, c: StatementContext): string {
  if (e.kind === "objectLiteral") {
    const fields = e.fields.map((f) =>
      isNumberIn(c.resultText, f.name)
        ? propertyText(f, c, numberType)
        : propertyText(f, c),
    );
    return `{ ${fields.join(", ")} }`;
  }
  const mayBeMissing = /\b(undefined|null|void|any|unknown)\b/.test(
    c.resultText,
  );
  // Any type that does not say so: what is missing by the value's own type is there.
  return mayBeMissing ? expressionText(e, c) : valueText(e, numberType, c);
}

/** `{ value: number; grad: … }` */
const isNumberIn = (resultText: string, name: string): boolean =>
  [
    ...resultText.matchAll(/([\p{ID_Continue}$]+): number(?=[;,\s}])(?! \|)/gu),
  ].some(([, found]) => found === name);
