/**
 * `adjoint check FILE`: compiles a file, runs the user's functions, their generated derivatives and their
 * traced form, and compares. The one place where the compiler's output and its witnesses meet.
 */
import { readFileSync } from "node:fs";
import * as adjoint from "../../src/index.ts";
import {
  table,
  type GradientReport,
  type Paint,
} from "../../src/check/index.ts";
import type { ts } from "ts-morph";
import type { FindImplementation } from "../1-read/implementations.ts";
import { openProject, type ReadProject } from "../1-read/project.ts";
import {
  compile,
  type CompileOptions,
  type CompileResult,
} from "../compile.ts";
import { assemble } from "../5-emit/assemble.ts";
import type { Diagnostic, ReadResult } from "../ir/program.ts";
import { recorder, type Recorder } from "./branches.ts";
import { bundle, type Bundle } from "./bundle.ts";
import {
  checkOne,
  locateIn,
  sampleFor,
  type Loaded,
} from "./check-function.ts";
import { evaluate, loadPackages } from "./evaluate.ts";
import type { MadeBy } from "./made.ts";
import { samplesFileOf, samplesOf } from "./samples.ts";
import { openSources } from "./sources.ts";
import { traceProgram } from "./trace.ts";

export interface CheckFileOptions {
  /** The marked functions to check; absent: all. */
  readonly functions?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  /** How many points are drawn where there are no samples; 3. */
  readonly points?: number | undefined;
  readonly compilerOptions?: ts.CompilerOptions | undefined;
  /** Absent: the disk. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  /** A project kept over many calls. */
  readonly project?: ReadProject | undefined;
  readonly pipeline?: CompileOptions["pipeline"] | undefined;
  /** A branch that no point reaches is a failure; else it is only reported. */
  readonly allBranches?: boolean | undefined;
  readonly onFunction?: ((name: string) => void) | undefined;
  /** Negative control: makes compiled text wrong on purpose. */
  readonly tamper?: ((compiled: string) => string) | undefined;
}

export interface FileReport {
  readonly file: string;
  /** The marked functions that could be read, in order. */
  readonly marked: readonly string[];
  /** Where the points come from. */
  readonly samples: string | "drawn";
  readonly functions: readonly GradientReport[];
  readonly diagnostics: readonly Diagnostic[];
  /** Nothing was refused; every function that was asked for was checked and passed, and there was one. */
  readonly passed: boolean;
}

/** `path` is absolute. */
export async function checkFile(
  path: string,
  options: CheckFileOptions = {},
): Promise<FileReport> {
  const readFile = options.readFile ?? readFromDisk;
  const world = compileAll(path, options, readFile);
  const { diagnostics } = world.entry;
  const { marked } = world.entry.stages.read;
  const wanted = marked.filter(
    ({ name }) => options.functions?.includes(name) !== false,
  );
  const emitted = new Set(
    world.entry.stages.derived.map((derived) => derived.key),
  );
  const checked = wanted.filter(({ key }) => emitted.has(`${key}#Adjoint`));

  const samplesFile = samplesFileOf(path);
  const hasSamples = readFile(samplesFile) !== undefined;
  const names = [
    ...new Set(checked.map(({ name, method }) => method?.className ?? name)),
  ];
  const functions: GradientReport[] = [];
  if (checked.length > 0) {
    const plain = await load(plainBundle(path, hasSamples, names, world));
    const samples = hasSamples
      ? samplesOf(samplesFile, plain.evaluated.modules[1]!["samples"])
      : {};
    const traced = await loadTracedFile(path, names, world, readFile);
    let probed: Awaited<ReturnType<typeof loadProbed>> | undefined;
    for (const one of checked) {
      options.onFunction?.(one.name);
      const func = world.entry.stages.read.module.functions.get(one.key)!;
      const sample = sampleFor(one.name, samples, plain.evaluated);
      const asked = {
        marked: one,
        func,
        text: textWithHelpers(one.key, world.entry.stages.read, readFile),
        sample,
        plain,
        traced,
        options,
      };
      const report = checkOne(asked);
      const isOff = report.failures.some(({ kind }) => kind === "tape");
      if (isOff) probed ??= await loadProbed(path, hasSamples, names, options);
      functions.push(
        isOff && probed
          ? {
              ...report,
              located: locateIn(
                { ...asked, ...probed },
                report,
                probed.statements,
              ),
            }
          : report,
      );
    }
  }
  return {
    file: path,
    marked: marked.map(({ name }) => name),
    samples: hasSamples ? samplesFile : "drawn",
    functions,
    diagnostics,
    passed:
      !diagnostics.some(({ severity }) => severity === "error") &&
      functions.length > 0 &&
      functions.length === wanted.length &&
      functions.every((report) => report.passed),
  };
}

/** The source of a function, and of all functions that are not marked themselves: it may call them. */
function textWithHelpers(
  key: string,
  { module, marked }: ReadResult,
  readFile: (path: string) => string | undefined,
): string {
  const others = new Set(marked.map((other) => other.key));
  others.delete(key);
  return [...module.functions]
    .filter(([name]) => !others.has(name))
    .map(([, { origin }]) =>
      (readFile(origin.file) ?? "").slice(origin.start, origin.end),
    )
    .join("\n");
}

/** The report as a person reads it. */
export function fileTable(report: FileReport, paint?: Paint): string {
  const { functions, samples } = report;
  if (functions.length === 0) return "";
  const text = table(functions, paint);
  return samples === "drawn"
    ? `${text}(points drawn from the types, seed ${functions[0]!.seed})\n`
    : text;
}

function readFromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

interface World {
  readonly entry: CompileResult;
  /** The text of any source file, with its derivatives. */
  readonly textOf: (file: string) => string;
  readonly resolve: (specifier: string, from: string) => string | undefined;
  readonly compilerOptions: ts.CompilerOptions | undefined;
  /** The code of packages that the compiler has read. */
  readonly implementation: FindImplementation;
}

function compileAll(
  path: string,
  options: CheckFileOptions,
  readFile: (path: string) => string | undefined,
): World {
  const { compilerOptions, pipeline } = options;
  const host = options.readFile && { readFile: options.readFile };
  const project =
    options.project ??
    openProject({
      ...(compilerOptions && { compilerOptions }),
      ...(host && { host }),
    });
  const results = new Map<string, CompileResult>();
  const compiled = (file: string): CompileResult => {
    let result = results.get(file);
    if (!result) {
      const text = readFile(file);
      if (text === undefined) throw new Error(`${file} can't be read`);
      result = compile({
        fileName: file,
        text,
        project,
        ...(compilerOptions && { compilerOptions }),
        ...(pipeline && { pipeline }),
      });
      results.set(file, result);
    }
    return result;
  };
  const textOf = (file: string): string => {
    const text = readFile(file) ?? "";
    // Whatever marks nothing is left as it is, samples among them.
    if (!/\bdifferentiable\b|\badjoint\b/.test(text)) return text;
    const made = withDerivatives(text, compiled(file));
    return options.tamper?.(made) ?? made;
  };
  const { implementation } = project;
  // Packages are loaded as they are; those that are in memory can only be read.
  const { resolve } = openSources(path, {
    ...options,
    ...(options.readFile && { implementation }),
  });
  return {
    entry: compiled(path),
    textOf,
    resolve,
    compilerOptions,
    implementation,
  };
}

/** Without accessors for what starts with `#`: in the bundle it is a property. */
const withDerivatives = (text: string, { stages }: CompileResult): string =>
  assemble(text, {
    ...stages.emitted,
    hooks: stages.emitted.hooks.filter((hook) => hook.accessor === undefined),
  });

const plainBundle = (
  path: string,
  hasSamples: boolean,
  locals: readonly string[],
  { textOf, resolve, compilerOptions }: World,
): Bundle =>
  bundle({
    entries: hasSamples ? [path, samplesFileOf(path)] : [path],
    sources: { resolve },
    textOf,
    compilerOptions,
    locals,
  });

async function load(
  made: Bundle,
  trace?: Parameters<typeof evaluate>[2],
): Promise<Loaded> {
  const packages = await loadPackages(made, { adjoint });
  const evaluated = evaluate(made, packages, trace);
  const exports = new Map(
    made.files.map((file, i) => [file, evaluated.modules[i]!]),
  );
  return { evaluated, exports };
}

async function loadTracedFile(
  fileName: string,
  functions: readonly string[],
  { compilerOptions, implementation }: World,
  readFile: (path: string) => string | undefined,
  statements = false,
): Promise<
  Loaded & {
    readonly recorder: Recorder;
    readonly statements: readonly MadeBy[];
  }
> {
  const program = traceProgram({
    ...{ fileName, functions, compilerOptions, readFile, statements },
    implementation,
  });
  const record = recorder(program.branches);
  const trace = { name: program.runtimeName, recorder: record };
  return {
    ...(await load(program, trace)),
    recorder: record,
    statements: program.statements,
  };
}

/** The program once more, so that its adjoints can be seen one by one. */
async function loadProbed(
  path: string,
  hasSamples: boolean,
  names: readonly string[],
  options: CheckFileOptions,
): Promise<{
  readonly plain: Loaded;
  readonly traced: Loaded & { readonly recorder: Recorder };
  readonly statements: readonly MadeBy[];
}> {
  const readFile = options.readFile ?? readFromDisk;
  const analyses = {
    ...options.pipeline?.analyses,
    ...{ fusion: false, probes: true },
  };
  const pipeline = { ...options.pipeline, analyses };
  const world = compileAll(path, { ...options, pipeline }, readFile);
  const plain = await load(plainBundle(path, hasSamples, names, world));
  const traced = await loadTracedFile(path, names, world, readFile, true);
  return { plain, traced, statements: traced.statements };
}
