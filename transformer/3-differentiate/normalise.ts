/**
 * Small rewrites of the primal that every later pass profits from: parameters are never assigned to, and a
 * variable that each iteration of a loop sets before it reads is the loop's own.
 */
import { mentionsExpr, mentionsOf } from "../ir/mentions.ts";
import { let_, read, sameExpr, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { expressionsOf, mapBlock, mapExpr, visitBlock } from "../ir/walk.ts";

/** `xs[xs.length] = x` is `xs.push(x)`. */
export const appendsToPushes = (func: ir.Func): ir.Func => ({
  ...func,
  body: mapBlock(
    func.body,
    (e) => e,
    (s) => {
      if (s.kind !== "store" || s.target.kind !== "element") return s;
      const { array, index } = s.target;
      if (array.type.kind !== "array" || index.kind !== "length") return s;
      if (!sameExpr(index.array, array)) return s;
      return { kind: "push", origin: s.origin, array, value: s.value };
    },
  ),
});

/** A parameter that the body assigns to becomes a local variable that starts with its value. */
export function copyAssignedParams(func: ir.Func): ir.Func {
  const assigned = new Set<ir.Variable>();
  visitBlock(func.body, {
    stmt: (s) => {
      if (s.kind === "assign") assigned.add(s.variable);
    },
    expr: (e) => {
      if (e.kind === "foreign") for (const v of e.assigns) assigned.add(v);
    },
  });
  const copies = new Map<ir.Variable, ir.Variable>();
  for (const p of func.params) {
    if (assigned.has(p.variable))
      copies.set(p.variable, variable(p.variable.name, p.variable.type));
  }
  if (copies.size === 0) return func;
  const renamed = (v: ir.Variable): ir.Variable => copies.get(v) ?? v;
  const body = mapBlock(
    func.body,
    (e) =>
      mapExpr(e, (x) => {
        if (x.kind === "read" && copies.has(x.variable))
          return { ...x, variable: renamed(x.variable) };
        if (x.kind === "foreign" && x.assigns.some((v) => copies.has(v)))
          return { ...x, assigns: x.assigns.map(renamed) };
        return x;
      }),
    (s) =>
      s.kind === "assign" && copies.has(s.variable)
        ? { ...s, variable: renamed(s.variable) }
        : s,
  );
  const starts = [...copies].map(([param, copy]) =>
    let_(func.origin, copy, read(param)),
  );
  return { ...func, body: [...starts, ...body] };
}

/**
 * `let z; for (…) { z = f(x); … }` declares `z` in the loop, where nothing outside reads it and the loop's
 * body sets it first: so its value is no business of other iterations.
 */
export function sinkDeclarations(
  block: ir.Block,
  value: ir.Expr | undefined,
): ir.Block {
  let current = block;
  for (const s of block) {
    if (s.kind !== "let" || (s.value && s.value.kind !== "const")) continue;
    if (value && mentionsExpr(value, s.variable)) continue;
    const index = current.indexOf(s);
    const users = current.filter(
      (t) => t !== s && mentionsOf(t).has(s.variable),
    );
    const [loop] = users;
    if (users.length !== 1 || loop?.kind !== "loop") continue;
    if (
      expressionsOf(loop).some((e) => mentionsExpr(e, s.variable)) ||
      [...loop.init, ...loop.update].some((t) => mentionsOf(t).has(s.variable))
    )
      continue;
    const first = loop.body.findIndex((t) => mentionsOf(t).has(s.variable));
    const setter = loop.body[first];
    if (
      setter?.kind !== "assign" ||
      setter.variable !== s.variable ||
      mentionsExpr(setter.value, s.variable)
    )
      continue;
    const body = loop.body.map((t, i) =>
      i === first ? let_(setter.origin, s.variable, setter.value) : t,
    );
    current = current.flatMap((t, i) =>
      i === index ? [] : t === loop ? [{ ...loop, body }] : [t],
    );
  }
  return current.map((s) => {
    switch (s.kind) {
      case "if":
        return {
          ...s,
          then: sinkDeclarations(s.then, value),
          otherwise: sinkDeclarations(s.otherwise, value),
        };
      case "loop":
      case "block":
        return { ...s, body: sinkDeclarations(s.body, value) };
      default:
        return s;
    }
  });
}
