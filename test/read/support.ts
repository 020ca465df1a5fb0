/** Reads a text, runs it both ways, and compares. */
import { copy } from "../../src/check/copy.ts";
import { ts } from "ts-morph";
import { expect } from "vitest";
import { read } from "../../transformer/1-read/read.ts";
import { openProject } from "../../transformer/1-read/project.ts";
import type { Marked, ReadResult } from "../../transformer/ir/program.ts";
import { dump } from "../../transformer/ir/dump.ts";
import { verify } from "../../transformer/ir/verify.ts";
import type { Scope } from "./interpret.ts";
import { interpret } from "./interpret.ts";

/** One project for all texts of a test file: the library's typings are read once. */
const project = openProject({ host: { readFile: (path) => files.get(path) } });
const files = new Map<string, string>();
let count = 0;

/** Reads a module of its own. */
export function readText(
  text: string,
  others: Record<string, string> = {},
): ReadResult {
  const folder = `/t${count++}`;
  for (const [name, other] of Object.entries(others)) {
    files.set(`${folder}/${name}`, other);
    project.setFile(`${folder}/${name}`, other);
  }
  const path = `${folder}/main.ts`;
  files.set(path, text);
  project.setFile(path, text);
  const program = project.program();
  return read(program.getSourceFile(path)!, program);
}

/** The dump of what a text is read to. */
export function dumped(text: string): string {
  const result = readText(text);
  return [...result.module.functions.values()].map((f) => dump(f)).join("\n");
}

/** The module's text, run without its imports; gives a way to evaluate in its scope. */
export function scopeOf(text: string): Scope {
  const js = plain(text)
    .replace(/^import [^;]*;/gm, "")
    .replace(/^export (default )?(?=\w)/gm, "")
    .replace(/^export \{[^}]*\};?/gm, "");
  const run = new Function(`${js}; return (code) => eval(code);`)() as Scope;
  return (code) => run(plain(code));
}

const known = new Map<string, string>();

/** Without types. */
function plain(text: string): string {
  let js = known.get(text);
  if (js === undefined) {
    const compilerOptions = {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
    };
    js = ts.transpileModule(text, { compilerOptions }).outputText;
    known.set(text, js);
  }
  return js;
}

export function checkVerified(result: ReadResult): void {
  const arity = (key: string): number | undefined =>
    result.module.functions.get(key)?.params.length;
  const problems = [...result.module.functions.values()].flatMap((f) =>
    verify(f, arity),
  );
  expect(problems).toEqual([]);
}

/** Runs the one marked function of a text both ways on each list of arguments; results and arguments must agree. */
export function agree(text: string, ...calls: unknown[][]): ReadResult {
  const result = readText(text);
  expect(result.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  checkVerified(result);
  for (const marked of result.marked)
    for (const args of calls) compare(text, result, marked, args);
  expect(result.marked.length).toBeGreaterThan(0);
  return result;
}

function compare(
  text: string,
  result: ReadResult,
  marked: Marked,
  args: unknown[],
): void {
  const js = outcome(
    (given) =>
      (scopeOf(text)(marked.name) as (...a: unknown[]) => unknown)(...given),
    args,
  );
  const read = outcome(
    (given) =>
      interpret(result.module.functions, marked.key, given, scopeOf(text)),
    args,
  );
  expect(read).toEqual(js);
}

/** What a call gives, what it leaves in its arguments, and what it throws. */
export function outcome(
  run: (args: unknown[]) => unknown,
  args: unknown[],
): { value: unknown; args: unknown[]; thrown: unknown } {
  const given = copy(args);
  try {
    const value = run(given);
    return { value: copy(value), args: given, thrown: undefined };
  } catch (e) {
    return {
      value: undefined,
      args: given,
      thrown: e instanceof Error ? `${e.name}: ${e.message}` : e,
    };
  }
}
