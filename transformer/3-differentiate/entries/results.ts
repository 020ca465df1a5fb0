/** Results of entries: one entry for each parameter, and how that is typed and told. */
import type * as ir from "../../ir/nodes.ts";
import { number, ownText, read } from "../../ir/build.ts";
import { isReference, opaque, tupleOf, undefinedType } from "../../ir/types.ts";
import type { Selection } from "./selection.ts";

export const undefinedExpr: ir.Expr = {
  kind: "const",
  type: undefinedType,
  value: undefined,
};

/** A type annotation without the author's optionality. */
export const bare = (p: ir.Param): string => p.annotation;

export function entryOf(
  func: ir.Func,
  i: number,
  selection: Selection,
  shadows: ReadonlyMap<number, ir.Variable>,
  adjoints: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Expr {
  const p = func.params[i]!;
  if (!selection.inputs.includes(i)) return undefinedExpr;
  if (isReference(p.variable.type)) return read(shadows.get(i)!);
  const d = adjoints.get(p.variable);
  const e = d ? read(d) : number(0);
  return mayBeOmitted(func, p) ? omitted(p, e) : e;
}

/** An omitted optional argument has no derivative. */
export const omitted = (p: ir.Param, e: ir.Expr): ir.Expr => ({
  kind: "conditional",
  type: e.type,
  test: {
    kind: "logic",
    type: { kind: "boolean" },
    op: "===",
    args: [read(p.variable), undefinedExpr],
  },
  yes: undefinedExpr,
  no: e,
});

/** One entry per parameter; of one parameter its bare entry; of a rest parameter one per argument. */
export function tupleExpr(
  params: readonly ir.Param[],
  entries: readonly ir.Expr[],
): ir.Expr {
  if (params.at(-1)?.rest) return listExpr(params, entries);
  if (entries.length === 1) return entries[0]!;
  return {
    kind: "arrayLiteral",
    type: tupleOf(entries.map((e) => e.type)),
    elements: entries,
  };
}

/** Is there no derivative where the argument is left out? A default stands for it, and has one. */
export function mayBeOmitted(func: ir.Func, p: ir.Param): boolean {
  if (!p.optional) return false;
  const hasDefault = func.body.some((s) => {
    if (s.kind !== "let" || s.value?.kind !== "conditional") return false;
    const { test, no } = s.value;
    const isTest = test.kind === "logic" && test.op === "===";
    const reads = (e: ir.Expr | undefined): boolean =>
      e?.kind === "read" && e.variable === p.variable;
    return isTest && reads(test.args[0]) && reads(no);
  });
  return !hasDefault;
}

export const isKeyword = (name: string): boolean =>
  ["do", "delete", "default", "debugger"].includes(name);

/** As a tuple, whatever their number. */
export function listExpr(
  params: readonly ir.Param[],
  entries: readonly ir.Expr[],
): ir.Expr {
  if (!params.at(-1)?.rest) {
    const type = tupleOf(entries.map((e) => e.type));
    return { kind: "arrayLiteral", type, elements: entries };
  }
  const parts = entries.flatMap((e, i) => {
    const spread = i === entries.length - 1 ? "..." : "";
    return [`${i === 0 ? "" : ", "}${spread}`, e];
  });
  return ownText(["[", ...parts, "]"], opaque("unknown"));
}

export const labelOf = (p: ir.Param, prefix = "d"): string => {
  const label = `${prefix}${p.variable.name}`;
  // `do`, `delete`: no label of a tuple may be a keyword.
  return isKeyword(label) ? `${label}_` : label;
};

export function entryText(
  func: ir.Func,
  selection: Selection,
  i: number,
): string {
  const p = func.params[i]!;
  if (!selection.inputs.includes(i)) return "undefined";
  if (p.rest) return bare(p);
  const base = p.variable.type.kind === "number" ? "number" : p.annotation;
  return mayBeOmitted(func, p) && !base.includes("undefined")
    ? `${base} | undefined`
    : base;
}

export function gradientText(func: ir.Func, selection: Selection): string {
  const one = (_: ir.Param, i: number): string => entryText(func, selection, i);
  const { params } = func;
  if (params.length === 1 && !params[0]!.rest) return one(params[0]!, 0);
  return `[${params.map((p, i) => (p.rest ? `...${labelOf(p)}: ${one(p, i)}` : `${labelOf(p)}: ${one(p, i)}`)).join(", ")}]`;
}

export function describe(
  name: string,
  params: readonly ir.Param[],
  selection: Selection,
): string {
  const entries = params.map((p, i) =>
    selection.inputs.includes(i) ? `∂${name}/∂${p.variable.name}` : "undefined",
  );
  return params.length === 1
    ? `\`${entries[0] ?? ""}\``
    : `\`[${entries.join(", ")}]\``;
}
