/** Bad input: what is wrong, where, and what to do instead; exit code 2. */
import { expect, test } from "vitest";
import { marked, sandbox } from "./harness.ts";

const files = {
  "src/a.ts": marked("loss", "energy"),
  "src/plain.ts": "export const x = 1;\n",
  "src/types.d.ts": "export declare const y: number;\n",
  "notes.md": "# notes\n",
  "empty/tsconfig.json": `{ "files": [], "references": [{ "path": "./app" }] }`,
};

test.each<[what: string, args: string[], message: RegExp]>([
  ["no command", [], /^Usage: adjoint/],
  [
    "an unknown command",
    ["generat"],
    /unknown command 'generat'[^]*Did you mean generate/,
  ],
  [
    "an unknown option",
    ["check", "src/a.ts", "--pionts", "3"],
    /unknown option '--pionts'[^]*Did you mean --points/,
  ],
  [
    "generate without --out",
    ["generate", "src/a.ts"],
    /--out <dir>' not specified/,
  ],
  [
    "generate without files",
    ["generate", "-o", "gen"],
    /no files were given[^]*-p tsconfig.json/,
  ],
  [
    "files and a project",
    ["generate", "src/a.ts", "-p", ".", "-o", "gen"],
    /not both/,
  ],
  [
    "a missing file",
    ["generate", "src/b.ts", "-o", "gen"],
    /src\/b.ts does not exist/,
  ],
  [
    "a pattern that matches nothing",
    ["generate", "lib/*.ts", "-o", "gen"],
    /no TypeScript source file matches "lib\/\*.ts"/,
  ],
  [
    "a declaration file",
    ["generate", "src/types.d.ts", "-o", "gen"],
    /not a TypeScript source file/,
  ],
  [
    "only patterns that take away",
    ["generate", "!src/a.ts", "-o", "gen"],
    /no source files were given/,
  ],
  [
    "no marked function",
    ["generate", "src/plain.ts", "-o", "gen"],
    /no marked function in src\/plain.ts[^]*@differentiable/,
  ],
  [
    "a missing project",
    ["generate", "-p", "nope", "-o", "gen"],
    /nope does not exist/,
  ],
  [
    "a project without files",
    ["generate", "-p", "empty", "-o", "gen"],
    /includes no TypeScript source file[^]*-p empty\/app/,
  ],
  [
    "explain: a missing file",
    ["explain", "nope.ts:f"],
    /nope.ts does not exist/,
  ],
  ["explain: a folder", ["explain", "src"], /src is a folder/],
  [
    "explain: not TypeScript",
    ["explain", "notes.md"],
    /not a TypeScript source file/,
  ],
  [
    "explain: an unknown function",
    ["explain", "src/a.ts:los"],
    /no marked function "los" in src\/a.ts, did you mean loss\?[^]*marked there: loss, energy/,
  ],
  [
    "explain: the name of a derivative",
    ["explain", "src/a.ts:lossGrad"],
    /did you mean loss\?/,
  ],
  [
    "explain: an unknown stage",
    ["explain", "src/a.ts", "--stage", "activty"],
    /no stage "activty", did you mean activity\?[^]*read +the function as IR/,
  ],
  [
    "explain: no marked function",
    ["explain", "src/plain.ts"],
    /no marked function in src\/plain.ts/,
  ],
  [
    "check: no number",
    ["check", "src/a.ts", "--seed", "x"],
    /'--seed <n>' argument 'x' is invalid. Give a whole number from 0 up/,
  ],
  [
    "check: no points",
    ["check", "src/a.ts", "--points", "0"],
    /Give a whole number from 1 up/,
  ],
  [
    "check: half a point",
    ["check", "src/a.ts", "--points", "1.5"],
    /Give a whole number from 1 up/,
  ],
  [
    "check: too many files",
    ["check", "src/a.ts", "src/b.ts"],
    /too many arguments/,
  ],
])("%s", async (_what, args, message) => {
  const { code, out, err } = await sandbox(files).adjoint(...args);
  expect(err).toMatch(message);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

test("a tsconfig that can't be read is a compiler error, in tsc's format", async () => {
  const syntax = sandbox({
    "tsconfig.json": `{\n  "compilerOptions": { "strict": true\n`,
    "a.ts": marked("f"),
  });
  const lost = sandbox({
    "tsconfig.json": `{\n  "extends": "./nope.json"\n}\n`,
    "a.ts": marked("f"),
  });
  for (const args of [
    ["generate", "-p", ".", "-o", "gen"],
    ["explain", "a.ts"],
  ]) {
    const one = await syntax.adjoint(...args);
    expect(one.code).toBe(1);
    expect(one.err).toMatch(
      /^tsconfig.json\(3,1\): error TS1005: '}' expected/,
    );
    const two = await lost.adjoint(...args);
    expect(two.code).toBe(1);
    expect(two.err).toMatch(
      /^tsconfig.json\(\d,\d+\): error TS\d+: .*nope.json/,
    );
  }
});

test("options that only another TypeScript knows are its own business", async () => {
  const box = sandbox({
    "tsconfig.json": `{ "compilerOptions": { "newIn9": true, "target": "es2050" } }`,
    "a.ts": marked("f"),
  });
  const { code, err } = await box.adjoint("generate", "-p", ".", "-o", "gen");
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("help and version are no errors", async () => {
  const box = sandbox();
  for (const args of [
    ["--help"],
    ["generate", "--help"],
    ["explain", "--help"],
    ["check", "-h"],
  ]) {
    const { code, out } = await box.adjoint(...args);
    expect(code).toBe(0);
    expect(out).toContain("Examples:\n  adjoint ");
  }
  const { code, out } = await box.adjoint("--version");
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
