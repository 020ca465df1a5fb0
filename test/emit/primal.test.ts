/** Every function of every fixture, read and printed again, is laid out, typed, and does what the source does. */
import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import * as prettier from "prettier";
import ts from "typescript";
import { describe, expect, it, test } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import { read } from "../../transformer/1-read/read.ts";
import { emit } from "../../transformer/5-emit/emit.ts";
import type { Func, Module } from "../../transformer/ir/nodes.ts";
import { visitBlock } from "../../transformer/ir/walk.ts";
import type { Derived } from "../../transformer/ir/program.ts";
import { typeText } from "../../transformer/ir/types.ts";
import { fixtureFiles, fixturesOf } from "../fixtures/load.ts";
import { outcome } from "../read/support.ts";
import { emission } from "./support.ts";

const root = new URL("../../", import.meta.url).pathname;
const files = [...fixtureFiles("fixtures"), ...fixtureFiles("test/programs")];
const sourceOf = (file: string): string => readFileSync(root + file, "utf8");
const project = openProject();
for (const file of files) project.setFile(root + file, sourceOf(file));

/** Functions of refused ones are left over in a module. */
function reachedFrom(module: Module, keys: readonly string[]): Func[] {
  const found = new Map<string, Func>();
  const visit = (key: string): void => {
    const f = module.functions.get(key);
    if (f === undefined || found.has(key)) return;
    found.set(key, f);
    visitBlock(f.body, {
      stmt: (s) => {
        if (s.kind === "call") visit(s.callee);
      },
    });
  };
  keys.forEach(visit);
  return [...found.values()];
}

interface Printed {
  readonly source: string;
  readonly appended: string;
  /** The name of the copy of a marked function, by the function's own. */
  readonly copies: ReadonlyMap<string, string>;
}

function print(file: string, noUncheckedIndexedAccess: boolean): Printed {
  const source = sourceOf(file);
  const program = project.program();
  const { module, marked, taken } = read(
    program.getSourceFile(root + file)!,
    program,
  );
  const reached = reachedFrom(
    module,
    marked.map((m) => m.key),
  );
  const derived = reached.map((f): Derived => ({
    ...f,
    name: `${f.name.replace(/\W/g, "_")}Copy`,
    exported: marked.some((m) => m.key === f.key),
    isPublic: false,
    doc: [`{@link ${f.name}}, read and printed.`],
    // Printed as typed by what flows in: the author's annotations are those of his own module.
    params: f.params.map((p) => ({
      ...p,
      annotation:
        f.origin.file === root + file
          ? p.annotation
          : typeText(p.variable.type),
    })),
    resultText:
      f.origin.file === root + file ? f.resultText : typeText(f.result),
  }));
  const emitted = emit(
    emission(derived, { module, taken, noUncheckedIndexedAccess }),
  );
  const nameOf = new Map(emitted.functions.map((f) => [f.key, f.name]));
  const copies = new Map(
    marked.flatMap((m) =>
      [m.name, m.base].map((name) => [name, nameOf.get(m.key)!] as const),
    ),
  );
  return { source, appended: emitted.text, copies };
}

function run(
  file: string,
  { source, appended }: Printed,
): Record<string, (...args: unknown[]) => unknown> {
  const stdin = {
    contents: source + appended,
    resolveDir: dirname(root + file),
    sourcefile: file,
    loader: "ts" as const,
  };
  const { outputFiles } = buildSync({
    stdin,
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "silent",
  });
  const module = { exports: {} };
  new Function("module", "exports", outputFiles[0]!.text)(
    module,
    module.exports,
  );
  return module.exports;
}

describe.each(files)("%s", (file) => {
  it("is printed and does the same", async () => {
    const printed = print(file, true);
    expect(
      await prettier.format(printed.appended.slice(1), {
        parser: "typescript",
        filepath: "module.ts",
      }),
    ).toBe(printed.appended.slice(1));
    const exports = run(file, printed);
    for (const fixture of await fixturesOf(file)) {
      const name =
        printed.copies.get(fixture.name) ??
        printed.copies.get(fixture.run.name);
      // Refused by the reader: its own tests' business.
      if (name === undefined) continue;
      const copy = exports[name]!;
      for (const args of fixture.sample.args) {
        const ours = outcome((given) => copy(...given), args);
        expect(ours, fixture.name).toEqual(
          outcome((given) => fixture.run(...given), args),
        );
      }
    }
  });
});

const flags: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  isolatedDeclarations: true,
  declaration: true,
  verbatimModuleSyntax: true,
};

test.each([true, false])(
  "typed under strict flags, noUncheckedIndexedAccess %s",
  (noUncheckedIndexedAccess) => {
    const texts = new Map(
      files.map((file) => [root + file, print(file, noUncheckedIndexedAccess)]),
    );
    const options: ts.CompilerOptions = {
      ...flags,
      noUncheckedIndexedAccess,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    };
    const host = ts.createCompilerHost(options);
    const readFile = host.readFile.bind(host);
    host.readFile = (path) => {
      const printed = texts.get(path);
      return printed === undefined
        ? readFile(path)
        : printed.source + printed.appended;
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    const errors = ts
      .getPreEmitDiagnostics(program)
      .filter(
        (d) =>
          d.file === undefined ||
          (d.start ?? 0) >=
            (texts.get(d.file.fileName)?.source.length ?? Infinity),
      );
    expect(
      ts.formatDiagnostics(errors, {
        getCanonicalFileName: (f) => f,
        getCurrentDirectory: () => root,
        getNewLine: () => "\n",
      }),
    ).toBe("");
  },
);
