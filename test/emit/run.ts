/** Runs emitted text, lays it out with Prettier itself, and type-checks it with every TypeScript that we promise. */
import { transformSync } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { expect } from "vitest";

export type Exports = Record<string, (...args: never[]) => unknown>;

/** The exports of a TypeScript text. */
export function run(text: string): Exports {
  const { code } = transformSync(text, {
    loader: "ts",
    format: "cjs",
    target: "es2022",
  });
  const module = { exports: {} as Exports };
  new Function("module", "exports", code)(module, module.exports);
  return module.exports;
}

/** What is appended starts with the blank line that sets it apart from the user's text. */
export async function expectFormatted(text: string): Promise<void> {
  expect(text.startsWith("\n")).toBe(true);
  expect(
    await prettier.format(text.slice(1), {
      parser: "typescript",
      filepath: "module.ts",
    }),
  ).toBe(text.slice(1));
}

const root = join(import.meta.dirname, "../..");
export const compilers = [
  "typescript-5.9",
  "typescript",
  "typescript-7",
] as const;

const strictest = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  isolatedDeclarations: true,
  declaration: true,
  verbatimModuleSyntax: true,
};

/** What `tsc` says of modules (by file name) under the flags: empty when all is well. */
export function typeErrors(
  files: Readonly<Record<string, string>>,
  compiler: (typeof compilers)[number] = "typescript",
  flags: object = strictest,
): string {
  const parent = join(root, "node_modules/.cache");
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, "emit-"));
  try {
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(dir, name), text);
    const options = {
      target: "es2022",
      lib: ["es2022"],
      module: "nodenext",
      types: [],
      noEmit: true,
      ...flags,
    };
    writeFileSync(join(dir, "package.json"), `{"type":"module"}`);
    writeFileSync(
      join(dir, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, include: ["*.ts"] }),
    );
    const tsc = join(root, "node_modules", compiler, "bin/tsc");
    return spawnSync(process.execPath, [tsc, "-p", dir], { encoding: "utf8" })
      .stdout;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
