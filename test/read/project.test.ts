/** Programs from memory, from a host and over several files. */
import { describe, expect, it } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import { read } from "../../transformer/1-read/read.ts";
import type { ReadResult } from "../../transformer/ir/program.ts";

function readFrom(files: Record<string, string>, main: string): ReadResult {
  const project = openProject({
    host: { readFile: (path) => (path === main ? undefined : files[path]) },
  });
  project.setFile(main, files[main]!);
  const program = project.program();
  return read(program.getSourceFile(main)!, program);
}

const fn = (body: string): string =>
  `/** @differentiable */\nexport function f(x: number): number { ${body} }\n`;

describe("projects", () => {
  it("need no file but the one that is set", () => {
    expect(
      readFrom({ "/a/main.ts": fn("return x;") }, "/a/main.ts").marked.length,
    ).toBe(1);
  });

  it("replace a file's text", () => {
    const project = openProject({ host: { readFile: () => undefined } });
    const names = (text: string): string[] => {
      project.setFile("/m.ts", text);
      const program = project.program();
      return read(program.getSourceFile("/m.ts")!, program).marked.map(
        (m) => m.name,
      );
    };
    expect(names(fn("return x;"))).toEqual(["f"]);
    expect(names(fn("return x;").replace(" f(", " g("))).toEqual(["g"]);
    const before = project.program();
    project.setFile("/m.ts", fn("return x;").replace(" f(", " g("));
    expect(project.program()).toBe(before);
  });

  it("follow imports and re-exports", () => {
    const result = readFrom(
      {
        "/p/main.ts": `import { square as sq } from './barrel.ts';\n${fn("return sq(x);")}`,
        "/p/barrel.ts": "export * from './lib.ts';",
        "/p/lib.ts":
          "const TABLE = [1, 2];\nfunction inner(v: number) { let s = v; for (const t of TABLE) s += t; return s; }\nexport function square(v: number) { let s = 0; for (let i = 0; i < 2; i++) s += inner(v); return s; }",
      },
      "/p/main.ts",
    );
    expect(result.diagnostics).toEqual([]);
    const functions = [...result.module.functions.values()].map((f) => [
      f.name,
      f.copied ?? false,
    ]);
    expect(functions).toEqual([
      ["inner", true],
      ["sq", false],
      ["f", false],
    ]);
    expect(result.copies).toEqual([
      {
        name: "TABLE",
        text: "var TABLETable: number[] | undefined;\nfunction TABLE(): number[] {\n  return (TABLETable ??= [1, 2]);\n}",
      },
    ]);
  });

  it("refuse names of other modules that can be changed", () => {
    const result = readFrom(
      {
        "/p/main.ts": `import { g } from './lib.ts';\n${fn("return g(x);")}`,
        "/p/lib.ts":
          "let calls = 0;\nexport function g(v: number) { for (let i = 0; i < 2; i++) calls++; return v * v; }",
      },
      "/p/main.ts",
    );
    expect(result.diagnostics.map((d) => [d.code, d.file])).toEqual([
      ["AD1012", "/p/lib.ts"],
    ]);
    expect(result.marked).toEqual([]);
  });

  it("read JavaScript", () => {
    const result = readFrom(
      {
        "/p/main.ts": `import { norm } from './lib.js';\n${fn("return norm([x, 2]);")}`,
        "/p/lib.js":
          "export function norm(v) { var s = 0; for (var i = 0; i < v.length; i++) s += v[i] * v[i]; return Math.sqrt(s); }",
      },
      "/p/main.ts",
    );
    expect(result.diagnostics).toEqual([]);
    expect(result.module.functions.size).toBe(2);
  });

  it("never throw", () => {
    const broken = readFrom(
      { "/b.ts": `${fn("return x +;")} function (` },
      "/b.ts",
    );
    expect(broken.marked.length).toBeLessThanOrEqual(1);
  });
});
