/** Runs programs through the compiler, the tape and differences. */
import { copy, leavesOf, type GradientReport } from "../../src/check/index.ts";
import { registeredOn } from "../../src/registered.ts";
import type { CompileResult } from "../../transformer/compile.ts";
import {
  checkOne,
  type Loaded,
} from "../../transformer/trace/check-function.ts";
import type { Sample } from "../../transformer/trace/samples.ts";
import type { Analyses } from "../../transformer/3-differentiate/sweep.ts";
import {
  compileText,
  loadPlain,
  loadTraced,
  typeErrors,
  type Source,
} from "./build.ts";
import { differenceOf, gradientOf } from "./gradients.ts";
import type { Variant } from "./metamorphose.ts";
import { compareForward } from "./forward.ts";
import { samplesOf, textOf, type Program } from "./generate/program.ts";
import type { Verdict } from "./verdict.ts";

export interface RunOptions {
  /** The same programs written otherwise, whose gradients have to be the same. */
  readonly variants?: ((program: Program) => readonly Variant[]) | undefined;
  /** Compiled again without these, gradients have to be the same. */
  readonly without?: readonly (keyof Analyses)[] | undefined;
}

export interface Ran {
  readonly verdicts: readonly Verdict[];
  /** Absent where the compiler threw. */
  readonly result?: CompileResult;
  readonly plain?: Loaded;
  /** Where the function was run: what is left of its points. */
  readonly samples?: Readonly<Record<string, Sample>>;
}

/** A larger value would have differences drown in its rounding. */
const LARGEST = 1e4;

export async function run(
  programs: readonly Program[],
  options: RunOptions = {},
): Promise<Ran> {
  const variants = programs.map((program) => options.variants?.(program) ?? []);
  const texts = programs.map((program, i) =>
    [program, ...variants[i]!.map((v) => v.program)].map(textOf).join("\n"),
  );
  const text = texts.join("\n");
  const names = programs.flatMap(({ name }, i) => [
    name,
    ...variants[i]!.map((v) => v.program.name),
  ]);
  const source = { text, names, samples: programs.map(samplesOf).join("\n") };
  let result: CompileResult;
  try {
    result = compileText(text);
  } catch (error) {
    if (programs.length > 1) return byHalves(programs, options);
    return { verdicts: [{ kind: "crashed", message: messageOf(error) }] };
  }
  const ownerOf = ownership(texts);
  const verdicts: (Verdict | undefined)[] = programs.map(() => undefined);
  for (const { start, message } of typeErrors())
    verdicts[ownerOf(start)] ??= { kind: "ill-typed", message };
  for (const { severity, code, message, start } of result.diagnostics) {
    if (severity !== "error") continue;
    verdicts[ownerOf(start)] ??=
      code === "AD1001"
        ? { kind: "crashed", message }
        : { kind: "refused", code, message };
  }
  let plain: Loaded;
  let traced: Awaited<ReturnType<typeof loadTraced>>;
  try {
    plain = loadPlain(source, result.text);
    traced = await loadTraced(source);
  } catch (error) {
    if (programs.length > 1) return byHalves(programs, options);
    return {
      verdicts: [verdicts[0] ?? { kind: "crashed", message: messageOf(error) }],
      result,
    };
  }
  const all = plain.evaluated.modules[1]!["samples"] as Record<string, Sample>;
  const samples: Record<string, Sample> = {};
  const read = result.stages.read;
  programs.forEach(({ name }, i) => {
    if (verdicts[i]) return;
    const f = plain.evaluated.named(name) as Call;
    const args = all[name]!.args.filter((point) => isTame(f, point));
    if (args.length === 0) {
      verdicts[i] = { kind: "wild" };
      return;
    }
    const sample = { ...all[name]!, args };
    samples[name] = sample;
    const marked = read.marked.find((m) => m.name === name);
    if (!marked) throw new Error(`${name} is not marked`);
    try {
      const func = read.module.functions.get(marked.key)!;
      const options = { pipeline: {} };
      const report = checkOne({
        marked,
        func,
        text: texts[i]!,
        sample,
        plain,
        traced,
        options,
      });
      verdicts[i] = verdictOf(report);
      if (
        verdicts[i].kind !== "agreed" &&
        verdicts[i].kind !== "not comparable"
      )
        return;
      const derivatives = registeredOn(f);
      if (!derivatives) return;
      const problem =
        first(
          args,
          (point) => compareForward(f, derivatives, point, sample)[0],
        ) ??
        interleaved(f, args) ??
        first(variants[i]!, (variant) =>
          compareVariant(f, variant, plain, sample),
        );
      if (problem !== undefined)
        verdicts[i] = {
          kind: "disagreed",
          how: problem.split(":")[0]!,
          message: problem,
        };
    } catch (error) {
      // Sharing that a derivative can't follow is said at entry.
      verdicts[i] = /share storage/.test(messageOf(error))
        ? { kind: "not comparable" }
        : { kind: "crashed", message: messageOf(error) };
    }
  });
  if (options.without)
    compareWithout(
      options.without,
      source,
      programs,
      plain,
      samples,
      verdicts as Verdict[],
    );
  return { verdicts: verdicts as Verdict[], result, plain, samples };
}

function first<T>(
  list: readonly T[],
  problemOf: (item: T) => string | undefined,
): string | undefined {
  for (const item of list) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Pullbacks of two calls, one after the other, give what each gives alone. */
function interleaved(f: unknown, args: Sample["args"]): string | undefined {
  const [a, b] = args;
  const vjp = registeredOn(f)?.vjp as Call | undefined;
  if (!a || !b || !vjp) return undefined;
  const call = (point: readonly unknown[]): Pulled =>
    vjp(...(copy([...point]) as unknown[])) as Pulled;
  const [one, two] = [call(a), call(b)];
  if (typeof one.value !== "number" || typeof two.value !== "number")
    return undefined;
  const alone = copy(one.pullback(1));
  two.pullback(1);
  const problem = differenceOf([alone], [one.pullback(1)], false);
  return problem && `interleaved: ${problem}`;
}
interface Pulled {
  readonly value: unknown;
  pullback(cotangent: unknown): unknown;
}

function compareVariant(
  f: Call,
  { program, how, order }: Variant,
  { evaluated }: Loaded,
  { args, float32 }: Sample,
): string | undefined {
  const other = evaluated.named(program.name);
  return first(args, (point) => {
    const a = gradientOf(f, point);
    const b = gradientOf(other, order ? order.map((i) => point[i]) : point);
    if (!a) return undefined;
    const problem = b ? differenceOf(a, b, float32 === true, order) : "refused";
    return problem && `${how}: ${problem}\n${textOf(program)}`;
  });
}

/** Compiled without some analyses, in place of verdicts that were good until now. */
function compareWithout(
  analyses: readonly (keyof Analyses)[],
  source: Source,
  programs: readonly Program[],
  plain: Loaded,
  samples: Readonly<Record<string, Sample>>,
  verdicts: Verdict[],
): void {
  const off = Object.fromEntries(analyses.map((name) => [name, false]));
  const without = loadPlain(source, compileText(source.text, off).text);
  programs.forEach(({ name }, i) => {
    const sample = samples[name];
    if (!sample || verdicts[i]!.kind !== "agreed") return;
    const problem = first(sample.args, (point) => {
      const a = gradientOf(plain.evaluated.named(name), point);
      if (!a) return undefined;
      const b = gradientOf(without.evaluated.named(name), point);
      return b ? differenceOf(a, b, sample.float32 === true) : "refused";
    });
    if (problem !== undefined)
      verdicts[i] = {
        kind: "disagreed",
        how: `without ${analyses.join()}`,
        message: problem,
      };
  });
}

type Call = (...args: unknown[]) => unknown;

/** What stops the whole file is one program's doing. */
async function byHalves(
  programs: readonly Program[],
  options: RunOptions,
): Promise<Ran> {
  const middle = programs.length >> 1;
  const verdicts: Verdict[] = [];
  for (const half of [programs.slice(0, middle), programs.slice(middle)])
    verdicts.push(...(await run(half, options)).verdicts);
  return { verdicts };
}

/** Which program a place of the text belongs to. */
function ownership(texts: readonly string[]): (start: number) => number {
  const ends: number[] = [];
  for (const text of texts) ends.push((ends.at(-1) ?? 0) + text.length + 1);
  return (start) =>
    Math.max(
      0,
      ends.findIndex((end) => start < end),
    );
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

function isTame(f: Call, args: readonly unknown[]): boolean {
  const own = copy([...args]) as unknown[];
  try {
    const value = f(...own);
    const leaves = leavesOf([value, own]);
    return leaves.every((leaf) => Math.abs(leaf.value) < LARGEST);
  } catch {
    return false;
  }
}

function verdictOf(report: GradientReport): Verdict {
  const failures = report.failures.filter(({ kind }) => kind !== "empty");
  // A derivative that is not finite for the tape either is no bug: a kink, or an edge.
  const wild = new Set(
    failures.flatMap((f) =>
      f.kind === "not finite" && f.engine === "tape" ? [f.entry] : [],
    ),
  );
  const left = failures.filter(
    (f) => !(f.kind === "not finite" && wild.has(f.entry)),
  );
  // Sharing that a derivative can't follow is said at entry, and is no disagreement.
  if (left.length > 0 && left.every((f) => /share storage/.test(f.message)))
    return { kind: "not comparable" };
  const [first] = left;
  if (first) {
    const kinds = [
      ...new Set(
        left.map((f) => (f.kind === "threw" ? `threw ${f.engine}` : f.kind)),
      ),
    ].sort();
    const message = left
      .slice(0, 4)
      .map((f) => `${f.engine ?? ""} ${f.entry ?? ""} ${f.message}`)
      .join("; ");
    return { kind: "disagreed", how: kinds.join(", "), message };
  }
  if (wild.size > 0) return { kind: "wild" };
  return report.passed
    ? { kind: "agreed", entries: report.entries.differences }
    : { kind: "not comparable" };
}
