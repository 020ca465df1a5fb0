/** What is legal and likely wrong in a marked function: found by the analyses, said beside the code. */
import { rules } from "../../src/rules/index.ts";
import { analyseActivity } from "../2-analyze/activity.ts";
import type { Activity } from "../2-analyze/activity.ts";
import { analyseAliases } from "../2-analyze/alias.ts";
import { sameExpr } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Marked } from "../ir/program.ts";
import { isReference } from "../ir/types.ts";
import { expressionsOf, visitBlock, visitExpr } from "../ir/walk.ts";
import type { Selection } from "./entries/selection.ts";
import type { Summaries } from "./summary.ts";
import { isFlat } from "./partials.ts";
import { writtenParams } from "./summary.ts";
import { writesThrough } from "./written-through.ts";

export function warningsOf(
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  functions: ReadonlyMap<string, ir.Func>,
  summaries: Summaries,
): ir.Problem[] {
  const { file, start } = func.origin;
  const head = { file, start, end: start + 1 };
  const relevant = summaries.relevant(func.key);
  const warnings: ir.Problem[] = [];

  const useless = selection.inputs.filter((i) => !relevant.has(i));
  const numbers = selection.inputs.filter(
    (i) => !isReference(func.params[i]!.variable.type),
  );
  if (useless.length > 0 && useless.length === selection.inputs.length) {
    warnings.push({ code: "AD2003", args: { name: marked.name }, ...head });
  } else {
    for (const i of useless) {
      const { variable } = func.params[i]!;
      // A count or an index is what it is; a number that nothing but arithmetic touches should matter.
      if (!numbers.includes(i) || decides(func.body, variable)) continue;
      const args = { name: variable.name, of: marked.name };
      warnings.push({ code: "AD2001", args, ...head });
    }
  }

  const summary = summaries.of(func.key);
  const written = summary ? [...writtenParams(summary)] : [];
  const [first] = written;
  if (
    first !== undefined &&
    func.result.kind !== "void" &&
    func.result.kind !== "undefined" &&
    writesThrough(func, summaries.ofCall)
  )
    warnings.push({
      code: "AD2004",
      args: {
        name: marked.name,
        written: func.params[first]!.self
          ? "this"
          : func.params[first]!.variable.name,
      },
      ...head,
    });

  for (const draw of drawsIn(func, functions)) warnings.push(draw);
  const activity = analyseActivity(
    func,
    analyseAliases(func, [], summaries.ofCall),
    {
      inputs: new Set(selection.inputs),
      result: true,
      outputs: new Set(selection.inputs),
    },
    isFlat,
    summaries.ofCall,
    (call) => summaries.relevant(call.callee),
  );
  warnings.push(...atKinks(func, activity));
  return warnings;
}

/** Equality of numbers that carry derivatives, and derivatives that are infinite at constants. */
function atKinks(func: ir.Func, activity: Activity): ir.Problem[] {
  const found = new Map<string, ir.Problem>();
  const warn = (
    code: string,
    { origin }: ir.Stmt,
    args: Record<string, string>,
  ): void => {
    const { file, start, end } = origin;
    found.set(`${code} ${start} ${args["what"]}`, {
      ...{ code, args, file, start, end },
    });
  };
  visitBlock(func.body, {
    stmt: (s) => {
      for (const e of expressionsOf(s)) {
        visitExpr(e, (x) => {
          if (x.kind === "logic" && isEquality(x, activity))
            warn("AD2005", s, { what: s.origin.text });
          if (x.kind !== "apply") return;
          const value = infinitePartial(x);
          if (value === undefined) return;
          const args = x.args.map((arg) =>
            arg.kind === "const" ? String(arg.value) : "",
          );
          const what = `Math.${x.rule}(${args.join(", ")})`;
          warn("AD2006", s, { what, value });
        });
      }
    },
  });
  return [...found.values()];
}

/** `x === y` of two that vary; `x !== x` asks for NaN. */
const isEquality = (e: ir.LogicExpr, activity: Activity): boolean =>
  ["===", "!==", "==", "!="].includes(e.op) &&
  e.args.every((arg) => arg.type.kind === "number" && activity.varied(arg)) &&
  !sameExpr(e.args[0]!, e.args[1]!);

/** The partial that is no finite number, of an operation on literals alone. */
function infinitePartial(e: ir.ApplyExpr): string | undefined {
  const rule = rules[e.rule as keyof typeof rules];
  if (!rule.singular || !Object.hasOwn(Math, e.rule)) return undefined;
  const args = e.args.map((arg) =>
    arg.kind === "const" && typeof arg.value === "number" ? arg.value : NaN,
  );
  if (args.length !== 1 || Number.isNaN(args[0])) return undefined;
  const partials = rule.partials as (...given: number[]) => readonly number[];
  const [partial] = partials(...args, rule.value(...args));
  return partial === undefined || Number.isFinite(partial)
    ? undefined
    : String(partial);
}

/** Does the variable decide something: a branch, a trip count, an index? */
function decides(
  body: ir.Block,
  v: ir.Variable,
  seen = new Set<ir.Variable>(),
): boolean {
  if (seen.has(v)) return false;
  seen.add(v);
  let found = false;
  const mentions = (e: ir.Expr): boolean => {
    let here = false;
    visitExpr(e, (x) => {
      if (x.kind === "read" && x.variable === v) here = true;
    });
    return here;
  };
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "call" && s.args.some(mentions)) found = true;
      if (
        (s.kind === "let" || s.kind === "assign") &&
        s.value &&
        mentions(s.value)
      )
        found ||= decides(body, s.variable, seen);
    },
    expr: (e) => {
      if (e.kind === "logic" && mentions(e)) found = true;
      if (e.kind === "conditional" && mentions(e.test)) found = true;
      if (e.kind === "element" && mentions(e.index)) found = true;
      if (e.kind === "allocate" && mentions(e.length)) found = true;
    },
  });
  return found;
}

/** Draws of chance and readings of the clock, here or in what is called. */
function drawsIn(
  func: ir.Func,
  functions: ReadonlyMap<string, ir.Func>,
): ir.Problem[] {
  const found = new Map<number, ir.Problem>();
  const seen = new Set<string>();
  const visit = (f: ir.Func): void => {
    if (seen.has(f.key)) return;
    seen.add(f.key);
    visitBlock(f.body, {
      stmt: (s) => {
        const callee = s.kind === "call" ? functions.get(s.callee) : undefined;
        if (callee) visit(callee);
      },
      expr: (e) => {
        if (e.kind === "foreign" && e.problem.code === "AD2002")
          found.set(e.problem.start, e.problem);
      },
    });
  };
  visit(func);
  return [...found.values()];
}
