/** From a file of the rule table to its entries: `name: rule(value, (x, out) => [partial])`. */
import { readFileSync } from "node:fs";
import { ts } from "ts-morph";
import { isRuleName, rules } from "../../src/rules/index.ts";
import type { RuleEntry, Template } from "./template.ts";
import { readTemplate } from "./expression.ts";
import { fail } from "./fail.ts";

const builders = new Set(["rule", "singular", "zero", "variadic"]);

export function readRules(file: string, shownAs: string): RuleEntry[] {
  const source = ts.createSourceFile(
    shownAs,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  const entries: RuleEntry[] = [];
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isObjectLiteralExpression(initializer)) continue;
      for (const property of initializer.properties) {
        const entry = readEntry(property);
        if (entry) entries.push(entry);
      }
    }
  }
  return entries;
}

function readEntry(
  property: ts.ObjectLiteralElementLike,
): RuleEntry | undefined {
  if (
    !ts.isPropertyAssignment(property) ||
    !ts.isIdentifier(property.name) ||
    ts.isStringLiteral(property.initializer)
  ) {
    return undefined;
  }
  const name = property.name.text;
  const call = builderCall(property.initializer);
  if (!isRuleName(name)) fail(property, `${name} is not in src/rules/index.ts`);
  // Arity and marks are what the run-time table says; only the mathematics comes from the text.
  const { arity, zero, singular, guard } = rules[name];
  const count = arity === "variadic" ? 1 : arity;
  const params = ["x", "y"].slice(0, count);
  const partials = zero
    ? params.map((): Template => ({ kind: "number", value: 0 }))
    : readPartials(call.arguments[1] ?? call, params);
  if (partials.length !== count) {
    fail(
      call,
      `${name} has ${count} arguments but ${partials.length} partials`,
    );
  }
  return { name, arity, zero, singular, guard, params, partials };
}

/** `rule(…)`, or `{ ...rule(…), mark: true }`. */
function builderCall(node: ts.Expression): ts.CallExpression {
  if (ts.isObjectLiteralExpression(node)) {
    const spread = node.properties.find(ts.isSpreadAssignment);
    if (spread) return builderCall(spread.expression);
  }
  if (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    builders.has(node.expression.text)
  ) {
    return node;
  }
  return fail(node, `expected ${[...builders].join("(…), ")}(…)`);
}

function readPartials(node: ts.Expression, params: string[]): Template[] {
  if (!ts.isArrowFunction(node)) {
    return fail(node, "partials must be an arrow function");
  }
  const body = unparenthesise(node.body);
  if (!ts.isArrayLiteralExpression(body)) {
    return fail(node.body, "partials must be an array of expressions");
  }
  const known = [...params, "out"];
  node.parameters.forEach((parameter, i) => {
    const text = parameter.name.getText().replace(/^_/, "");
    if (text !== known[i]) {
      fail(parameter, `parameter ${i + 1} is called ${known[i] ?? "nothing"}`);
    }
  });
  return body.elements.map((element) => readTemplate(element, known));
}

function unparenthesise(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node)
    ? unparenthesise(node.expression)
    : node;
}
