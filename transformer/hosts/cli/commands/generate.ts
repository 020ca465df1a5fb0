/** `adjoint generate`: one module per source with a marked function, written below `--out`. */
import { rmSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../../ir/program.ts";
import type { Core, GeneratedModule } from "../core.ts";
import { findSources } from "../inputs.ts";
import type { Io } from "../io.ts";
import { howToMark } from "../marked.ts";
import { commonFolder, display } from "../../shared/paths.ts";
import { startProgress } from "../progress.ts";
import { count, isError, reportDiagnostics } from "../report.ts";
import type { Settings } from "../../shared/settings.ts";
import { readProject, settingsFor } from "../../shared/settings.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { generatedMark } from "../../generate/mark.ts";
import { isGenerated, readIfThere, writeWhole } from "../write.ts";

export interface GenerateOptions {
  readonly out: string;
  readonly project?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** What is to be done to one file below `--out`. */
interface Change {
  readonly path: string;
  readonly kind: "create" | "update" | "remove" | "keep";
  readonly module: GeneratedModule;
}

export async function generate(
  core: Core,
  patterns: readonly string[],
  options: GenerateOptions,
  io: Io,
): Promise<number> {
  const out = resolve(io.cwd, options.out);
  const { settings, files } = await inputs(patterns, options, io);
  const sources = files.filter((file) => !isBelow(file, out));
  if (sources.length === 0) {
    throw new UsageError(
      `every given file lies in ${display(out, io.cwd)}, where the generated modules go`,
      "give --out a folder of its own",
    );
  }
  const root = commonFolder(sources);
  const worthwhile = sources.filter(mayBeMarked);
  const progress = startProgress(io, "generating", worthwhile.length);
  const outFile = (file: string) => join(out, relative(root, file));
  const generated = await core.generate({
    settings,
    files: worthwhile,
    outFile,
    onFile: (file) => progress.step(display(file, io.cwd)),
  });
  progress.done();
  const byFile = new Map(generated.map((module) => [module.file, module]));
  const modules = sources.map(
    (file) => byFile.get(file) ?? nothingFrom(file, outFile(file)),
  );

  const diagnostics = modules.flatMap((module) => module.diagnostics);
  const changes = modules.map(planChange).filter((each) => each !== undefined);
  if (changes.length === 0 && diagnostics.length === 0) {
    throw nothingMarked(sources, io);
  }
  refuseForeign(changes, io);
  if (options.check !== true) changes.forEach(carryOut);
  reportDiagnostics(diagnostics, io);

  const drifted = changes.filter((each) => each.kind !== "keep");
  if (options.json === true) {
    io.out(JSON.stringify(toJson(changes, diagnostics, options), null, 2));
    io.out("\n");
  } else if (options.check === true) {
    reportDrift(changes, drifted, io);
  } else {
    reportWritten(changes, out, io);
  }
  const failed = options.check === true && drifted.length > 0;
  return failed || diagnostics.some(isError) ? 1 : 0;
}

async function inputs(
  patterns: readonly string[],
  options: GenerateOptions,
  io: Io,
): Promise<{ settings: Settings; files: readonly string[] }> {
  if (options.project !== undefined) {
    if (patterns.length > 0) {
      throw new UsageError("give files or -p, not both");
    }
    return readProject(options.project, io.cwd);
  }
  if (patterns.length === 0) {
    throw new UsageError(
      "no files were given",
      "name files, folders or globs, or a tsconfig: adjoint generate -p tsconfig.json --out generated",
    );
  }
  const files = await findSources(patterns, io.cwd);
  return { settings: settingsFor(files[0]!), files };
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder + sep) && isGenerated(readIfThere(file) ?? "");
}

/** The tag, the decorator and the intrinsics can't be there without one of these words: most files need no compiler. */
function mayBeMarked(file: string): boolean {
  const text = readIfThere(file);
  if (text === undefined || isGenerated(text)) return false;
  return /differentiable|["']adjoint["']/.test(text);
}

function nothingFrom(file: string, outFile: string): GeneratedModule {
  return { file, outFile, functions: [], diagnostics: [] };
}

/**
 * What was emitted before from a source that now gives nothing is removed: the derivative of yesterday's
 * text beside today's function would be a wrong gradient without a word.
 */
function planChange(module: GeneratedModule): Change | undefined {
  const path = module.outFile;
  const before = readIfThere(path);
  if (module.text === undefined) {
    return before !== undefined && isGenerated(before)
      ? { path, kind: "remove", module }
      : undefined;
  }
  if (before === undefined) return { path, kind: "create", module };
  return { path, kind: before === module.text ? "keep" : "update", module };
}

function refuseForeign(changes: readonly Change[], io: Io): void {
  const foreign = changes.filter(
    ({ path, kind }) =>
      kind === "update" && !isGenerated(readIfThere(path) ?? ""),
  );
  if (foreign.length === 0) return;
  throw new UsageError(
    `${foreign.map(({ path }) => display(path, io.cwd)).join(", ")} was not generated by adjoint and is not overwritten`,
    `generated files start with ${JSON.stringify(generatedMark)}: move the file away, or give another --out`,
    "nothing was written",
  );
}

function carryOut({ path, kind, module }: Change): void {
  if (kind === "remove") rmSync(path);
  else if (kind !== "keep") writeWhole(path, module.text!);
}

function nothingMarked(sources: readonly string[], io: Io): UsageError {
  const where =
    sources.length === 1
      ? display(sources[0]!, io.cwd)
      : `the ${sources.length} source files`;
  return new UsageError(`no marked function in ${where}`, howToMark);
}

function reportWritten(changes: readonly Change[], out: string, io: Io): void {
  const { dim, green } = io.outColors;
  const signs = { create: "+", update: "~", remove: "-", keep: "=" };
  for (const { path, kind, module } of changes) {
    const line = `${signs[kind]} ${display(path, io.cwd)}`;
    const names = dim(module.functions.join(" "));
    io.out(kind === "keep" ? dim(line) : `${green(line)} ${names}`);
    io.out("\n");
  }
  const functions = changes.reduce((n, each) => n + length(each), 0);
  const files = changes.filter((each) => each.kind !== "remove").length;
  if (files === 0) return;
  io.out(
    `${count(functions, "function")} in ${count(files, "module")} below ${display(out, io.cwd)}\n`,
  );
}

function length({ module }: Change): number {
  return module.functions.length;
}

function reportDrift(
  changes: readonly Change[],
  drifted: readonly Change[],
  io: Io,
): void {
  const what = {
    create: "is missing",
    update: "is out of date",
    remove: "has no marked source any more",
    keep: "",
  };
  for (const { path, kind, module } of drifted) {
    io.err(`${io.errColors.red(display(path, io.cwd))} ${what[kind]}\n`);
    if (kind === "update") io.err(firstDifference(path, module.text!));
  }
  if (drifted.length > 0) {
    io.err("run the same command without --check to write them\n");
  } else {
    io.out(`${count(changes.length, "module")} up to date\n`);
  }
}

function firstDifference(path: string, text: string): string {
  const before = (readIfThere(path) ?? "").split("\n");
  const now = text.split("\n");
  const at = now.findIndex((line, i) => line !== before[i]);
  const line = at < 0 ? now.length : at;
  const side = (sign: string, lines: readonly string[]) =>
    lines[line] === undefined ? "" : `  ${sign} ${lines[line]}\n`;
  return `  first difference in line ${line + 1}:\n${side("-", before)}${side("+", now)}`;
}

function toJson(
  changes: readonly Change[],
  diagnostics: readonly Diagnostic[],
  options: GenerateOptions,
): unknown {
  const state = {
    create: options.check === true ? "missing" : "created",
    update: options.check === true ? "out of date" : "updated",
    remove: options.check === true ? "stale" : "removed",
    keep: "up to date",
  };
  return {
    files: changes.map(({ path, kind, module }) => ({
      source: module.file,
      file: path,
      state: state[kind],
      functions: module.functions,
    })),
    diagnostics,
  };
}
