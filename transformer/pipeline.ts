/** Runs every pass, in order: `passes` lists them. */
import { capital } from "./ir/text.ts";
import type { ts } from "ts-morph";
import { adjointEntry } from "./3-differentiate/entries/adjoint.ts";
import { eagerVjpEntry, vjpEntry } from "./3-differentiate/entries/vjp.ts";
import { entryKeys, selected } from "./3-differentiate/entries/selection.ts";
import {
  gradientEntries,
  narrowedEntry,
} from "./3-differentiate/entries/gradient.ts";
import type { Forward } from "./3-differentiate/forward/context.ts";
import { forwardMode } from "./3-differentiate/forward/context.ts";
import { forwardEntries } from "./3-differentiate/forward/emitted.ts";
import type { Deriver } from "./3-differentiate/halves.ts";
import { appendsToPushes } from "./3-differentiate/normalise.ts";
import { Refused } from "./3-differentiate/prepare.ts";
import { Unsupported } from "./3-differentiate/reverse.ts";
import { forwardersOf } from "./3-differentiate/methods.ts";
import type { ForwardHalf } from "./3-differentiate/summary.ts";
import { summaries, writtenParams } from "./3-differentiate/summary.ts";
import { warningsOf } from "./3-differentiate/warnings.ts";
import type { Analyses } from "./3-differentiate/sweep.ts";
import { allAnalyses } from "./3-differentiate/sweep.ts";
import { unmarked } from "./4-simplify/unmarked.ts";
import type { Emitted } from "./5-emit/emit.ts";
import { emit } from "./5-emit/emit.ts";
import { format } from "./5-emit/format.ts";
import { failureOf } from "./diagnostics/failure.ts";
import { diagnosticOf } from "./diagnostics/report.ts";
import type * as ir from "./ir/nodes.ts";
import type {
  Copy,
  Derived,
  Diagnostic,
  Marked,
  ReadResult,
  Registration,
} from "./ir/program.ts";
import { carriesVisibly } from "./ir/types.ts";
import { reachable } from "./ir/reachable.ts";
import type { Observe } from "./ir/stages.ts";
import { assertVerified } from "./ir/verify.ts";
import { visitBlock } from "./ir/walk.ts";

/** `adjoint explain --stage NAME` shows a function after the pass, with what the analyses found. */
export const passes = [
  // 1-read: text → IR
  ["read", "the function as it was read"],
  // 3-differentiate: IR → IR; 2-analyze: IR → facts
  ["appendsToPushes", "`xs[xs.length] = x` is `xs.push(x)`"],
  ["copyAssignedParams", "parameters are never assigned to"],
  ["singleExit", "one way out; jumps are recorded where the reverse needs it"],
  ["sinkDeclarations", "what each iteration sets first is its own"],
  ["sinkIntoBranches", "what one branch alone uses is worked out in it"],
  ["loops", "which variables only hold integers"],
  ["countTrips", "every loop can be run backwards, and how"],
  ["nameIntermediates", "subexpressions that partials read have names"],
  ["alias", "which references may meet, and what is held where"],
  ["effects", "what each statement may change"],
  ["activity", "what is varied, useful, active"],
  ["addShadows", "each reference to active storage has its shadow beside it"],
  ["reverseSweeps", "both sweeps; what is fused, computed again or saved"],
  ["tangentBody", "forward mode, of primals and of what reverse mode made"],
  // 4-simplify: IR → IR
  ["tidy", "every derivative as IR, simplified"],
  // 5-emit: IR → text
  ["emit", "what is emitted (shown if no stage is named)"],
] as const;

export interface PipelineOptions {
  readonly analyses?: Partial<Analyses>;
  /** Verify the IR after every pass. */
  readonly verify?: boolean;
  readonly noUncheckedIndexedAccess?: boolean;
  /** Sees every function after every pass, in the order of `passes`. */
  readonly onStage?: Observe;
}

export interface PipelineResult {
  readonly read: ReadResult;
  readonly derived: readonly Derived[];
  readonly emitted: Emitted;
  readonly diagnostics: readonly Diagnostic[];
  readonly saved: Deriver["saved"];
}

export function runPipeline(
  file: ts.SourceFile,
  program: ts.Program,
  source: ReadResult,
  options: PipelineOptions = {},
): PipelineResult {
  const diagnostics: Diagnostic[] = [...source.diagnostics];
  const made: Made[] = [];
  const saved: Deriver["saved"] = [];
  const functions = new Map(
    [...source.module.functions].map(([key, f]) => [key, appendsToPushes(f)]),
  );
  const { onStage } = options;
  for (const [key, func] of source.module.functions)
    onStage?.({ pass: "read", key, func });
  for (const [key, func] of functions)
    onStage?.({ pass: "appendsToPushes", key, func });

  const forwards = new Map<string, ForwardHalf>();
  const shared: Omit<Deriver, "problems" | "starts"> = {
    functions,
    summaries: summaries((key) => functions.get(key), forwards),
    analyses: { ...allAnalyses, ...options.analyses },
    derived: new Map(),
    halves: new Map(),
    halfProblems: new Map(),
    forwards,
    saved,
    observe: onStage,
  };
  const forward = forwardMode(functions, shared.derived, onStage);
  let from = 0;
  for (const marked of source.marked) {
    const start = from;
    from = marked.hookAt;
    // A mark that says something wrong gives nothing.
    const isMisspelt = source.diagnostics.some(
      (d) =>
        d.code.startsWith("AD102") &&
        d.file === file.fileName &&
        d.start >= start &&
        d.start < marked.hookAt,
    );
    if (isMisspelt) continue;
    const deriver: Deriver = { ...shared, problems: [], starts: new Map() };
    const own = derive(deriver, forward, marked, textOf(program), diagnostics);
    if (own !== undefined) made.push(own);
  }
  const print = (of: readonly Made[]): { all: Derived[]; emitted: Emitted } => {
    const derived = of.flatMap((each) => each.derived);
    const internal = reachable(
      derived,
      new Map([...shared.derived, ...primalCopies(functions)]),
    );
    const all = [...derived, ...internal].map(unmarked);
    for (const d of all) onStage?.({ pass: "tidy", key: d.key, func: d });
    if (options.verify)
      for (const d of all) assertVerified(d, "differentiation");
    const emitted = emit({
      module: source.module,
      derived: all,
      registrations: of.map((each) => each.registration),
      taken: source.taken,
      noUncheckedIndexedAccess: options.noUncheckedIndexedAccess ?? false,
      isTsx: /\.[jt]sx$/.test(file.fileName),
      comments: comments(all),
    });
    const text = withCopies(emitted.text, source.copies);
    return { all, emitted: { ...emitted, text } };
  };
  const { all, emitted } = printSound(made, print, (each, error) => {
    const { marked } = each.registration;
    const { origin } = each.derived[0]!;
    const problem = internalError(marked.name, "emit", error, origin);
    diagnostics.push(diagnosticOf(problem, textOf(program)));
  });
  return {
    ...{ read: source, derived: all, emitted, saved },
    diagnostics: withoutEchoes(diagnostics),
  };
}

/** What follows from a mistake: that the expression around it is no number, or that its result is not known either. */
const echoes = new Set(["AD1004", "AD1009", "AD1010"]);

/** One mistake is said once: where a refused expression stands in another, the inner one is the cause. */
const withoutEchoes = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter(
    (d) =>
      !echoes.has(d.code) ||
      !diagnostics.some(
        (e) =>
          e.severity === "error" &&
          e.file === d.file &&
          d.start <= e.start &&
          e.end <= d.end &&
          (e.end - e.start < d.end - d.start || e.code < d.code),
      ),
  );

/** What was derived for one marked function. */
interface Made {
  readonly derived: readonly Derived[];
  readonly registration: Registration;
}

/** All functions; where that fails, those that can be printed by themselves: the others need not suffer. */
function printSound<T>(
  made: readonly Made[],
  print: (of: readonly Made[]) => T,
  failed: (each: Made, error: unknown) => void,
): T {
  try {
    return print(made);
  } catch (error) {
    if (process.env["ADJOINT_DEBUG"]) throw error;
  }
  const sound = made.filter((each) => {
    try {
      print([each]);
      return true;
    } catch (error) {
      failed(each, error);
      return false;
    }
  });
  return print(sound);
}

const internalError = (
  name: string,
  pass: string,
  error: unknown,
  at: ir.Origin,
): ir.Problem => ({
  ...failureOf(name, pass, error),
  file: at.file,
  start: at.start,
  end: at.end,
});

/** Functions that no name of the module reaches, as they are emitted where the primal itself is called. */
function primalCopies(
  functions: ReadonlyMap<string, ir.Func>,
): Map<string, Derived> {
  const copies = [...functions.values()].filter((f) => f.copied);
  return new Map(
    copies.map(({ key, name, params, resultText, body, origin }) => [
      key,
      {
        ...{ key, name, params, resultText, body, origin },
        exported: false,
        isPublic: false,
        doc: [`A copy of \`${name}\`, which this module can't reach.`],
      },
    ]),
  );
}

/** Tables and functions of other modules that the emitted text names, and what those name in turn. */
function withCopies(text: string, copies: readonly Copy[]): string {
  const used = new Set<Copy>();
  let all = text;
  for (let found = true; found;) {
    found = false;
    for (const copy of copies) {
      if (used.has(copy) || !namesIn(all).has(copy.name)) continue;
      used.add(copy);
      all += `\n${copy.text}`;
      found = true;
    }
  }
  if (used.size === 0) return text;
  return `${text}\n${format([...used].map((c) => c.text).join("\n\n"))}`;
}

const namesIn = (text: string): ReadonlySet<string> =>
  new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);

/** All entries of one marked function, or undefined where a diagnostic says why there are none. */
function derive(
  deriver: Deriver,
  forward: Forward,
  marked: Marked,
  text: (file: string) => string,
  diagnostics: Diagnostic[],
): Made | undefined {
  const func = deriver.functions.get(marked.key)!;
  const halvesBefore = new Set(deriver.halves.keys());
  // What was half made when it stopped must not be taken for made.
  const forget = (): void => {
    for (const key of [...deriver.halves.keys()])
      if (!halvesBefore.has(key)) deriver.halves.delete(key);
  };
  try {
    const derived: Derived[] = [];
    const entries: Record<string, string> = {};
    const narrowed: Record<string, string> = {};
    const selection = selected(func, marked.wrt);
    const keys = entryKeys(marked);
    if (func.result.kind === "number") {
      derived.push(...gradientEntries(deriver, marked, func, selection));
      entries["grad"] = keys.grad;
      entries["valueAndGrad"] = keys.valueAndGrad;
      for (const chosen of marked.narrowed) {
        const list = typeof chosen === "number" ? [chosen] : chosen;
        const own = narrowedEntry(deriver, marked, func, selection, list);
        if (own === undefined || list.join(",") in narrowed) continue;
        narrowed[list.join(",")] = own.key;
        derived.push(own);
      }
    }
    const adjoint = adjointEntry(deriver, marked, func, selection);
    derived.push(adjoint);
    // A pullback runs the sweeps again, which code with effects must not see.
    const impure = deriver.summaries.of(marked.key)?.impure ?? true;
    if (!impure || func.result.kind === "number") {
      derived.push(
        impure
          ? eagerVjpEntry(marked, func, selection)
          : vjpEntry(deriver, marked, func, selection, adjoint),
      );
      entries["vjp"] = keys.vjp;
    }
    entries["adjoint"] = keys.adjoint;
    const gradient = derived.find((d) => d.key === keys.valueAndGrad);
    const along = forwardEntries(forward, marked, func, selection, gradient);
    derived.push(...along.derived);
    Object.assign(entries, along.entries);
    deriver.problems.push(...along.problems);
    for (const half of reachable(derived, deriver.derived))
      deriver.problems.push(...(deriver.halfProblems.get(half.key) ?? []));
    if (deriver.problems.length > 0) {
      diagnostics.push(
        ...unique(deriver.problems).map((p) => diagnosticOf(p, text)),
      );
      return undefined;
    }
    const { functions, summaries: known } = deriver;
    const warnings = warningsOf(marked, func, selection, functions, known);
    diagnostics.push(...warnings.map((w) => diagnosticOf(w, text)));
    const [only] = func.params;
    const single = func.params.length === 1 && !only!.rest;
    const { typeParams } = func;
    if (typeParams !== undefined)
      derived.splice(
        0,
        Infinity,
        ...derived.map((d) => ({ ...d, typeParams })),
      );
    const summary = deriver.summaries.of(marked.key);
    const written = summary ? writtenParams(summary) : new Set<number>();
    const leaving = [
      func.result,
      ...[...written].map((i) => func.params[i]!.variable.type),
    ];
    const { method } = marked;
    const byKey = new Map(derived.map((d) => [d.key, d]));
    const forwarders =
      method &&
      forwardersOf(
        method,
        func,
        selection,
        Object.fromEntries(
          Object.entries(entries).map(([kind, key]) => [kind, byKey.get(key)!]),
        ),
      );
    const isOpaque =
      method !== undefined &&
      selection.inputs.includes(0) &&
      func.params[0]!.self === true &&
      !carriesVisibly(func.params[0]!.variable.type);
    return {
      derived,
      registration: {
        ...{ marked, single, entries, narrowed, leaving },
        ...(forwarders ? { forwarders } : {}),
        ...(isOpaque
          ? { opaque: func.result.kind === "void" ? "kernel" : "value" }
          : {}),
      },
    };
  } catch (error) {
    const why = error instanceof Refused ? error.problems : [];
    if (deriver.problems.length + why.length > 0) {
      // What is refused is the reason, whatever the sweeps made of it.
      const refused = unique([...deriver.problems, ...why]);
      diagnostics.push(...refused.map((p) => diagnosticOf(p, text)));
      forget();
      return undefined;
    }
    if (process.env["ADJOINT_DEBUG"]) throw error;
    const at = error instanceof Unsupported ? error.origin : func.origin;
    const problem: ir.Problem =
      error instanceof Unsupported
        ? {
            code: "AD1002",
            args: { what: capital(error.message) },
            file: at.file,
            start: at.start,
            end: at.end,
          }
        : internalError(marked.name, "differentiate", error, at);
    diagnostics.push(diagnosticOf(problem, text));
    forget();
    return undefined;
  }
}

const textOf =
  (program: ts.Program) =>
  (file: string): string =>
    program.getSourceFile(file)?.text ?? "";

const unique = (problems: readonly ir.Problem[]): ir.Problem[] => [
  ...new Map(problems.map((p) => [`${p.code}${p.file}${p.start}`, p])).values(),
];

/** One comment per derived statement: what it is the adjoint of; not twice in a row. */
function comments(derived: readonly Derived[]): ReadonlyMap<ir.Stmt, string> {
  const found = new Map<ir.Stmt, string>();
  for (const d of derived) {
    let last = "";
    visitBlock(d.body, {
      stmt: (s) => {
        const { role, text } = s.origin;
        const comment = role && text ? `${role} of: ${text}` : "";
        if (comment !== "" && comment !== last) found.set(s, comment);
        last = comment;
      },
    });
  }
  return found;
}
