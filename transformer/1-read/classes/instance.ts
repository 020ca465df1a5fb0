/** `new C(…)` of a class whose text is there: its constructor in place, and a literal of what it assigned. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Field, Shape, Type } from "../../ir/types.ts";
import { newEnv } from "../bindings.ts";
import { bindArgument, packRest } from "../calls/parameters.ts";
import { value } from "../expressions/value.ts";
import { originOf } from "../origins.ts";
import { refuse } from "../problems.ts";
import type { Argument, Reading } from "../reading.ts";
import { apart } from "../reading.ts";
import { hoistVars } from "../statements/hoist.ts";
import { hoistFunctions } from "../statements/block.ts";
import { unwrapped } from "../symbols.ts";
import { fits } from "../types/compatible.ts";
import { argumentsFor } from "./constructors.ts";
import { textOpaque } from "../types/literal.ts";
import { opened } from "../types/partial.ts";
import { classField, tagOf } from "./dispatch.ts";
import type { Making } from "./making.ts";
import {
  NeedsVariable,
  newMaking,
  readField,
  step,
  writeField,
} from "./making.ts";
import { isStatic, memberName, parentOf } from "./members.ts";
import { madeOfClass } from "./tested.ts";

/** Gives nothing for a class that is not to be read (it extends one of the platform). */
export function instance(
  cx: Reading,
  node: ts.ClassLikeDeclaration,
  args: readonly Argument[],
  site: ts.Expression,
): ir.Expr | undefined {
  if (!isReadable(cx, node) || cx.inlining.includes(node)) return undefined;
  const variables = new Set<string>();
  for (;;) {
    const inner: Reading = { ...apart(cx), inlining: [...cx.inlining, node] };
    const making = newMaking(inner, variables);
    try {
      run(inner, making, node, args, site);
      madeOfClass(cx, node);
      cx.out.push(...inner.out);
      return literal(cx, making, node, site);
    } catch (e) {
      if (!(e instanceof NeedsVariable) || e.making !== making) throw e;
      variables.add(e.field);
    }
  }
}

function isReadable(cx: Reading, node: ts.ClassLikeDeclaration): boolean {
  for (
    let c: ts.ClassLikeDeclaration | "unknown" | undefined = node;
    c !== undefined;
    c = parentOf(cx.reader, c)
  )
    if (c === "unknown") return false;
  return true;
}

/** One class's part of the construction; `super(…)` runs the part of the class above. */
function run(
  cx: Reading,
  making: Making,
  node: ts.ClassLikeDeclaration,
  args: readonly Argument[],
  site: ts.Node,
): void {
  const parent = parentOf(cx.reader, node);
  const above = parent === "unknown" ? undefined : parent;
  const ctor = node.members.find(
    (m): m is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(m) && m.body !== undefined,
  );
  const inside: Reading = {
    ...cx,
    env: { ...newEnv(), self: making },
    frame: { returns: [] },
    jumps: [],
  };
  if (ctor === undefined) {
    if (above !== undefined) run(cx, making, above, args, site);
    initialise(inside, making, node, undefined);
    return;
  }
  const own = argumentsFor(inside, ctor, args);
  Object.assign(inside.env, own.env);
  const given = packRest(inside, ctor.parameters, own.args, site);
  ctor.parameters.forEach((p, i) =>
    bindArgument(inside, p, given[i], () => false),
  );
  if (above === undefined) initialise(inside, making, node, ctor);
  hoistVars(inside, ctor.body!);
  hoistFunctions(inside, ctor.body!.statements);
  for (const s of ctor.body!.statements) {
    const call = superCall(s);
    if (call === undefined || above === undefined) {
      step(inside, making, (inner) => inner.reader.lower.statement(inner, s));
      continue;
    }
    const values = call.arguments.map((a): Argument => ({
      kind: "value",
      expr: value(inside, a),
    }));
    run(inside, making, above, values, call);
    initialise(inside, making, node, ctor);
  }
}

function superCall(s: ts.Statement): ts.CallExpression | undefined {
  if (!ts.isExpressionStatement(s) || !ts.isCallExpression(s.expression))
    return undefined;
  return s.expression.expression.kind === ts.SyntaxKind.SuperKeyword
    ? s.expression
    : undefined;
}

/** Parameter properties and the initialisers of fields. */
function initialise(
  cx: Reading,
  making: Making,
  node: ts.ClassLikeDeclaration,
  ctor: ts.ConstructorDeclaration | undefined,
): void {
  for (const p of ctor?.parameters ?? [])
    if (
      ts.isParameterPropertyDeclaration(p, p.parent) &&
      ts.isIdentifier(p.name)
    ) {
      const { name } = p;
      step(cx, making, (inner) =>
        writeField(inner, making, name.text, value(inner, name)),
      );
    }
  for (const m of node.members) {
    if (!ts.isPropertyDeclaration(m) || isStatic(m)) continue;
    const name = memberName(m.name);
    if (name === undefined) {
      refuse(cx, m, "AD1003", { what: "a computed name of a field" });
      continue;
    }
    const { initializer } = m;
    if (initializer === undefined || isFunction(initializer)) continue;
    const declared =
      m.type === undefined
        ? undefined
        : opened(
            cx.reader.types.declared(
              cx.reader.checker.getTypeFromTypeNode(m.type),
            ),
          );
    step({ ...cx, origin: originOf(m) }, making, (inner) =>
      writeField(
        inner,
        making,
        name,
        value(inner, initializer, { name, type: declared }),
      ),
    );
  }
}

const isFunction = (e: ts.Expression): boolean =>
  ts.isArrowFunction(unwrapped(e)) || ts.isFunctionExpression(unwrapped(e));

/** The object: of its class's type where the fields fit it, else of a type of its own. */
function literal(
  cx: Reading,
  making: Making,
  node: ts.ClassLikeDeclaration,
  site: ts.Expression,
): ir.Expr {
  const names = new Set([...fieldNames(cx, node), ...making.fields.keys()]);
  const fields = [...names].map((name) => ({
    name: fieldName(name),
    value: readField(making, name),
  }));
  const tag = tagOf(cx.reader, node);
  if (tag !== undefined) {
    const value = {
      kind: "const",
      type: textOpaque(JSON.stringify(tag)),
      value: tag,
    } as const;
    if (fields.some((f) => f.name === classField))
      refuse(cx, site, "AD1003", { what: `a field named ${classField}` });
    fields.unshift({ name: classField, value });
  }
  return {
    kind: "objectLiteral",
    type: instanceType(cx, node, fields, site, tag),
    fields,
  };
}

/** `#x` has no place in a record: it is `$x` there. */
export const fieldName = (name: string): string =>
  name.startsWith("#") ? `$${name.slice(1)}` : name;

/** In the order in which they are declared, those of the class above first. */
function fieldNames(cx: Reading, node: ts.ClassLikeDeclaration): string[] {
  const parent = parentOf(cx.reader, node);
  const above =
    parent === undefined || parent === "unknown" ? [] : fieldNames(cx, parent);
  const own = node.members.flatMap((m) => {
    if (ts.isConstructorDeclaration(m))
      return m.parameters.flatMap((p) =>
        ts.isParameterPropertyDeclaration(p, m) && ts.isIdentifier(p.name)
          ? [p.name.text]
          : [],
      );
    if (
      !ts.isPropertyDeclaration(m) ||
      isStatic(m) ||
      (m.initializer !== undefined && isFunction(m.initializer))
    )
      return [];
    const name = memberName(m.name);
    return name === undefined ? [] : [name];
  });
  return [...above, ...own];
}

/** From outside: where its prototype has a name, and it has no `#x`, which only a constructor gives. */
const canBeMade = (shape: Shape): boolean =>
  shape.prototype !== undefined &&
  [...shape.fields.values()].every((f) => f.hidden !== "#");

function instanceType(
  cx: Reading,
  node: ts.ClassLikeDeclaration,
  fields: ir.ObjectLiteralExpr["fields"],
  site: ts.Expression,
  tag: string | undefined,
): Type {
  const { types, checker } = cx.reader;
  const declared = types.ofValue(checker.getTypeAtLocation(site));
  if (
    tag === undefined &&
    declared.kind === "object" &&
    canBeMade(declared.shape)
  ) {
    const known = declared.shape.fields;
    const all = fields.length === known.size;
    const fit = fields.every((f) => {
      const d = known.get(f.name);
      return (
        d !== undefined &&
        (fits(f.value.type, d.type) ||
          (d.optional && f.value.type.kind === "undefined"))
      );
    });
    if (all && fit) return declared;
  }
  return types.instance(
    node,
    new Map(
      fields.map((f): [string, Field] => [
        f.name,
        { type: f.value.type, optional: false },
      ]),
    ),
    tag,
  );
}
