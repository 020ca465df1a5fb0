/** The subset of expressions that a partial may be written in. */
import { ts } from "ts-morph";
import { isRuleName, mathConstants } from "../../src/rules/index.ts";
import type { CompareOp } from "../../transformer/3-differentiate/rules.generated.ts";
import { fail } from "./fail.ts";
import type { Template } from "./template.ts";

const operators: Record<string, string> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
  "**": "pow",
};
const comparisons = new Set(["<", "<=", ">", ">=", "===", "!=="]);

export function readTemplate(node: ts.Expression, params: string[]): Template {
  const read = (child: ts.Expression): Template => readTemplate(child, params);
  if (ts.isParenthesizedExpression(node)) return read(node.expression);
  if (ts.isNumericLiteral(node)) {
    return { kind: "number", value: Number(node.text) };
  }
  if (ts.isIdentifier(node)) {
    if (params.includes(node.text)) return { kind: "param", name: node.text };
    return fail(node, `partials may use ${params.join(", ")}, not this name`);
  }
  if (ts.isPropertyAccessExpression(node)) return mathConstant(node);
  if (ts.isPrefixUnaryExpression(node)) return negation(node, read);
  if (ts.isBinaryExpression(node)) {
    const op = node.operatorToken.getText();
    const args = [read(node.left), read(node.right)];
    const rule = operators[op];
    if (rule) return { kind: "apply", rule, args };
    if (comparisons.has(op)) {
      return { kind: "compare", op: op as CompareOp, args };
    }
    return fail(node, `operator ${op} is outside the subset`);
  }
  if (ts.isConditionalExpression(node)) {
    const test = read(node.condition);
    if (test.kind !== "compare") fail(node.condition, "expected a comparison");
    return {
      kind: "if",
      test,
      yes: read(node.whenTrue),
      no: read(node.whenFalse),
    };
  }
  if (ts.isCallExpression(node)) {
    const rule = calledRule(node.expression);
    return { kind: "apply", rule, args: node.arguments.map(read) };
  }
  return fail(node, `${ts.SyntaxKind[node.kind]} is outside the subset`);
}

function negation(
  node: ts.PrefixUnaryExpression,
  read: (child: ts.Expression) => Template,
): Template {
  if (node.operator !== ts.SyntaxKind.MinusToken) {
    return fail(node, "this operator is outside the subset");
  }
  const operand = read(node.operand);
  return operand.kind === "number" && operand.text === undefined
    ? { kind: "number", value: -operand.value }
    : { kind: "apply", rule: "neg", args: [operand] };
}

function mathConstant(node: ts.PropertyAccessExpression): Template {
  const name = mathConstants.find(
    (known) => `Math.${known}` === node.getText(),
  );
  if (!name) return fail(node, "expected a constant of Math");
  return { kind: "number", value: Math[name], text: `Math.${name}` };
}

function calledRule(callee: ts.Expression): string {
  const text = callee.getText();
  const name = text === "guard" ? text : text.replace(/^Math\./, "");
  if (isRuleName(name) && (name === "guard" || name !== text)) return name;
  return fail(callee, "calls only operations of the table");
}
