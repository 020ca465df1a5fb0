/** One project for a whole build: what is compiled again, and what is not. */
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openBuild } from "../../transformer/hosts/shared/build.ts";

let clock = 1_700_000_000;

function folder(files: Readonly<Record<string, string>>) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "adjoint-session-")));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    // Two saves within one tick of a file system's clock are two saves.
    clock += 1;
    utimesSync(join(root, path), clock, clock);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { write, path: (name: string) => join(root, name), root };
}

const main = `import { square } from "./barrel.js";
/** @differentiable */
export function loss(x: number): number {
  return square(x);
}
`;
const square = (body: string): string =>
  `export function square(v: number): number {\n  return ${body};\n}\n`;

test("a text without a mark has nothing for us", () => {
  const { path } = folder({});
  const build = openBuild();
  expect(build.compile(path("a.ts"), "export const a = 1;\n")).toBeUndefined();
  expect(
    build.compile(path("gone.ts"), "const differentiable = 1;"),
  ).toBeUndefined();
});

test("the same texts give the same output, without another compilation", () => {
  const { path } = folder({
    "main.ts": main,
    "barrel.ts": 'export * from "./a.js";\n',
    "a.ts": square("v * v"),
  });
  const build = openBuild();
  const first = build.compile(path("main.ts"), main)!;
  expect(first.diagnostics).toEqual([]);
  expect(first.text).toContain("export function lossGrad");
  expect(first.files).toEqual(["a.ts", "barrel.ts", "main.ts"].map(path));
  expect(build.compile(path("main.ts"), main)!.map).toBe(first.map);
});

test("what a file imports changes, appears, leads elsewhere and goes", () => {
  const { path, write } = folder({
    "main.ts": main,
    "barrel.ts": 'export * from "./a.js";\n',
    "a.ts": square("v * v"),
    "b.ts": square("Math.sin(v)"),
  });
  const build = openBuild();
  const text = () => build.compile(path("main.ts"), main)!.text;
  expect(text()).toContain("2 * x");
  write("a.ts", square("v * v * v"));
  expect(text()).not.toContain("return 2 * x;");
  write("barrel.ts", 'export * from "./b.js";\n');
  expect(text()).toContain("Math.cos");
  write("barrel.ts", 'export * from "./c.js";\n');
  expect(text()).toBe(main);
  write("c.ts", square("Math.exp(v)"));
  expect(text()).toContain("Math.exp");
  rmSync(path("c.ts"));
  expect(text()).toBe(main);
});

test("each file is read under its own tsconfig, and again when that changes", () => {
  const loop = `/** @differentiable */
export function sum(xs: number[]): number {
  let s = 0;
  for (let i = 0; i < xs.length; i++) s += xs[i]! * xs[i]!;
  return s;
}
`;
  const checked = (is: boolean) =>
    JSON.stringify({ compilerOptions: { noUncheckedIndexedAccess: is } });
  const { path, write } = folder({
    "one/tsconfig.json": '{ "extends": "../base.json" }',
    "base.json": checked(true),
    "two/tsconfig.json": checked(false),
    "one/a.ts": loop,
    "two/a.ts": loop,
  });
  const build = openBuild();
  const appended = (file: string) => build.compile(path(file), loop)!.appended;
  expect(appended("one/a.ts")).toContain("xs[i]!");
  expect(appended("two/a.ts")).not.toContain("xs[i]!");
  expect(build.compile(path("one/a.ts"), loop)!.files).toEqual(
    ["one/a.ts", "one/tsconfig.json", "base.json"].map(path),
  );
  write("base.json", checked(false));
  expect(appended("one/a.ts")).not.toContain("xs[i]!");
});

test("a tsconfig that can't be read is a diagnostic", () => {
  const { path } = folder({ "tsconfig.json": '{ "extends": "./gone.json" }' });
  const output = openBuild().compile(path("main.ts"), main)!;
  expect(output.text).toBe(main);
  expect(output.diagnostics.map((d) => d.severity)).toEqual(["error"]);
});
