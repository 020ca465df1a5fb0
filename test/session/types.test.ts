/** Type errors in hosts without a type checker: what `tspc` would say of the modules that pass. */
import {
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openBuild } from "../../transformer/hosts/shared/build.ts";
import { headline } from "../../transformer/diagnostics/report.ts";

const files = {
  "src/loss.ts":
    "/** @differentiable */\nexport function loss(x: number): number {\n  return x * x;\n}\n",
  "src/main.ts": `import { lossGrad } from "./loss.js";
import App from "./App.vue";
import picture from "./picture.svg?url";
import { missing } from "./missing.js";
export const right: number = lossGrad(3);
export const wrong: string = lossGrad(3);
export const all = [App, picture, missing];
`,
  "test/main.ts": "export const wrong: string = 3;\n",
};

const expected = [
  "src/main.ts(4,25): error TS2307: Cannot find module './missing.js' or its corresponding type declarations.",
  "src/main.ts(6,14): error TS2322: Type 'number' is not assignable to type 'string'.",
];

function opened(config: object | undefined, typescript?: string) {
  const folder = mkdtempSync(join(tmpdir(), "adjoint-types-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const each of ["src", "test", "node_modules"])
    mkdirSync(join(folder, each));
  if (typescript)
    symlinkSync(
      resolve("node_modules", typescript),
      join(folder, "node_modules/typescript"),
    );
  const write = (path: string, text: string): void =>
    writeFileSync(join(folder, path), text);
  for (const [path, text] of Object.entries(files)) write(path, text);
  if (config) write("tsconfig.json", JSON.stringify(config));
  const { types } = openBuild();
  const see = (path: string, text: string): void => {
    write(path, text);
    types.see(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files))
    types.see(join(folder, path), text);
  const errors = (): string[] =>
    types
      .errors()
      .map((each) => headline(each, each.file.slice(folder.length + 1)));
  return { see, errors };
}

const config = {
  compilerOptions: {
    strict: true,
    module: "esnext",
    moduleResolution: "bundler",
  },
  include: ["src"],
};

test.each([undefined, "typescript", "typescript-5.9", "typescript-7"])(
  "by TypeScript of the project: %s",
  (typescript) => {
    const { see, errors } = opened(config, typescript);
    expect(errors()).toEqual(expected);
    // A module that was mended is read again, and so are those that depend on it.
    see(
      "src/main.ts",
      files["src/main.ts"].replace("wrong: string", "wrong: number"),
    );
    expect(errors()).toEqual(expected.slice(0, 1));
    see("src/loss.ts", files["src/loss.ts"].replace("x * x", "x +"));
    expect(errors()[0]).toMatch(
      /^src\/loss\.ts\(3,13\): error TS1109: Expression expected/,
    );
  },
);

test("without a tsconfig nothing is an error", () => {
  expect(opened(undefined).errors()).toEqual([]);
});
