/** Fixtures with their forward derivatives: compiled, forward mode added, emitted and evaluated. */
import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import * as adjoint from "../../src/index.ts";
import type { ReadProject } from "../../transformer/1-read/project.ts";
import { openProject } from "../../transformer/1-read/project.ts";
import { selected } from "../../transformer/3-differentiate/entries/selection.ts";
import { forwardMode } from "../../transformer/3-differentiate/forward/context.ts";
import {
  forwardKeys,
  hvpEntry,
  jvpEntry,
} from "../../transformer/3-differentiate/forward/entries.ts";
import { emit } from "../../transformer/5-emit/emit.ts";
import { compile, type CompileOptions } from "../../transformer/compile.ts";
import type { Derived } from "../../transformer/ir/program.ts";
import { reachable } from "../../transformer/ir/reachable.ts";
import { verify } from "../../transformer/ir/verify.ts";
import { bundle } from "../../transformer/trace/bundle.ts";
import { evaluate, loadPackages } from "../../transformer/trace/evaluate.ts";
import { openSources } from "../../transformer/trace/sources.ts";
import type { Samples } from "../../fixtures/sample.ts";

const root = resolvePath(import.meta.dirname, "../..");
const project: ReadProject = openProject();

export type AnyFunction = (...args: unknown[]) => unknown;

export interface ForwardFixture {
  readonly name: string;
  readonly sample: Samples[string];
  /** The indices of the differentiated parameters. */
  readonly inputs: readonly number[];
  readonly isNumber: boolean;
  readonly isVoid: boolean;
  /** Where the rest parameter stands. */
  readonly restAt: number | undefined;
  readonly single: boolean;
  readonly primal: AnyFunction;
  readonly grad: AnyFunction | undefined;
  readonly vjp: AnyFunction | undefined;
  readonly jvp: AnyFunction | undefined;
  readonly hvp: AnyFunction | undefined;
  /** Why there is no forward derivative. */
  readonly missing: readonly string[];
}

export interface ForwardFile {
  readonly text: string;
  readonly fixtures: readonly ForwardFixture[];
  readonly invalid: readonly string[];
}

/** A frame with tangents is larger than one without: a recursion as deep as the stack allows is cut short. */
const shallow = (args: unknown[][]): unknown[][] =>
  args.map((list) => list.map((x) => (x === 5000 ? 500 : x)));

/** `file` is relative to the repository. */
export async function forwardFile(
  file: string,
  pipeline: CompileOptions["pipeline"] = {},
): Promise<ForwardFile> {
  const path = resolvePath(root, file);
  const samplesPath = path.replace(/\.ts$/, ".samples.ts");
  const source = readFileSync(path, "utf8");
  const { stages } = compile({
    fileName: path,
    text: source,
    project,
    pipeline,
  });
  const { module, taken } = stages.read;
  // Methods are held to the check alone: their derivatives are members.
  const marked = stages.read.marked.filter((m) => !m.name.includes("."));
  const derived = new Map(stages.derived.map((d) => [d.key, d]));
  const forward = forwardMode(module.functions, derived);
  const entries: Derived[] = [];
  const missing = new Map<string, string[]>();
  const note = (name: string, what: string): void => {
    missing.set(name, [...(missing.get(name) ?? []), what]);
  };
  for (const m of marked) {
    const func = module.functions.get(m.key)!;
    const selection = selected(func, m.wrt);
    const attempt = (what: string, make: () => ReturnType<typeof jvpEntry>) => {
      try {
        const made = make();
        if (made.problems.length > 0)
          note(m.name, `${what}: ${made.problems.map((p) => p.code).join()}`);
        else entries.push(made.derived);
      } catch (error) {
        note(m.name, `${what}: ${(error as Error).stack}`);
      }
    };
    if (!derived.has(`${m.key}#Vjp`)) {
      note(m.name, "no reverse derivative");
      continue;
    }
    attempt("jvp", () => jvpEntry(forward, m, func, selection));
    const gradient = derived.get(`${m.key}#ValueAndGrad`);
    if (gradient)
      attempt("hvp", () => hvpEntry(forward, m, func, selection, gradient));
  }
  const isPublic = [...stages.derived].filter((d) => d.isPublic);
  const all = [...isPublic, ...entries];
  all.push(...reachable(all, derived));
  const arity = (key: string): number | undefined =>
    (derived.get(key) ?? module.functions.get(key))?.params.length;
  const invalid = all.flatMap((d) => verify(d, arity));
  const emitted = emit({
    module,
    derived: all,
    registrations: [],
    taken,
    noUncheckedIndexedAccess: false,
    comments: new Map(),
  });
  const nameOf = new Map(emitted.functions.map((f) => [f.key, f.name]));
  const text = `${source}\n${emitted.text}`;
  const sources = openSources(path, {});
  const locals = [
    ...new Set([
      ...marked.map((m) => m.name),
      ...emitted.functions.map((f) => f.name),
    ]),
  ];
  const made = bundle({
    entries: [path, samplesPath],
    sources,
    textOf: (f) => (f === path ? text : readFileSync(f, "utf8")),
    locals,
  });
  const evaluated = evaluate(made, await loadPackages(made, { adjoint }));
  const samples = evaluated.modules[1]!["samples"] as Samples;
  const fixtures = marked.flatMap((m): ForwardFixture[] => {
    const func = module.functions.get(m.key)!;
    const primal = evaluated.named(m.name) as AnyFunction;
    const key =
      m.name in samples
        ? m.name
        : Object.keys(samples).find((k) => evaluated.named(k) === primal);
    if (key === undefined) return [];
    const sample = { ...samples[key]!, args: shallow(samples[key]!.args) };
    const get = (k: string): AnyFunction | undefined => {
      const name = nameOf.get(k);
      return name === undefined
        ? undefined
        : (evaluated.named(name) as AnyFunction | undefined);
    };
    return [
      {
        name: m.name,
        sample,
        inputs: selected(func, m.wrt).inputs,
        isNumber: func.result.kind === "number",
        isVoid: func.result.kind === "void" || func.result.kind === "undefined",
        restAt: func.params.at(-1)?.rest ? func.params.length - 1 : undefined,
        single: func.params.length === 1 && !func.params[0]!.rest,
        primal,
        grad: get(`${m.key}#Grad`),
        vjp: get(`${m.key}#Vjp`),
        jvp: get(forwardKeys(m).jvp),
        hvp: get(forwardKeys(m).hvp),
        missing: missing.get(m.name) ?? [],
      },
    ];
  });
  return { text, fixtures, invalid };
}
