/** What stands after the tag, what is emitted where, and what intrinsic calls ask for. */
import { describe, expect, it } from "vitest";
import { readText } from "./support.ts";

const codes = (text: string, others?: Record<string, string>): string[] =>
  readText(text, others).diagnostics.map((d) => d.code);
const f = (tag: string): string =>
  `/** @differentiable ${tag} */\nexport function f(w: number, b: number[], s: string): number { return w * b[0]!; }`;

describe("options", () => {
  it("default to reverse", () => {
    const [m] = readText(f("")).marked;
    expect(m).toMatchObject({
      name: "f",
      base: "f",
      exported: true,
      derivatives: new Set(["reverse"]),
      narrowed: [],
    });
    expect(m!.wrt).toBeUndefined();
  });
  it.each([
    ["wrt w, b", [0, 1]],
    ["wrt w,b", [0, 1]],
    ["wrt b", [1]],
    ["reverse wrt w , b forward", [0, 1]],
  ])("%s", (tag, wrt) => {
    expect(readText(f(tag)).marked[0]!.wrt).toEqual(wrt);
  });
  it("name what is emitted", () => {
    expect(readText(f("forward hessian as objective")).marked[0]).toMatchObject(
      {
        base: "objective",
        derivatives: new Set(["forward", "hessian"]),
      },
    );
  });
  it("are checked", () => {
    expect(codes(f("wrt x"))).toEqual(["AD1023"]);
    expect(codes(f("wrt s"))).toEqual(["AD1026"]);
    expect(codes(f("revers"))).toEqual(["AD1022"]);
    expect(codes(f("as 2nd"))).toEqual(["AD1024"]);
    expect(readText(f("revers")).diagnostics[0]!.message).toContain(
      "Did you mean 'reverse'?",
    );
  });
  it("end with the tag's line", () => {
    expect(
      codes(
        "/**\n * @differentiable wrt w\n * The loss of a model.\n */\nfunction f(w: number): number { return w; }",
      ),
    ).toEqual([]);
  });
});

describe("marks that mark nothing", () => {
  const f = "function f(x: number): number { return x * x; }";
  const said = (text: string): string[] =>
    readText(text).diagnostics.map(
      (d) => `${d.code} ${d.line}:${d.column} ${d.message}`,
    );
  const stray =
    "'@differentiable' can't stand on a place where no declaration begins.";
  it("are told", () => {
    expect(said(`/** @differentiable */\n\n/** Squares. */\n${f}`)).toEqual([
      `AD1021 1:5 ${stray}`,
    ]);
    expect(
      said(
        `declare const other: (target: unknown, context: unknown) => void;\nclass A {\n  @other\n  /** Squares. @differentiable */\n  f(x: number): number { return x * x; }\n}`,
      ),
    ).toEqual([`AD1021 4:16 ${stray}`]);
    expect(
      said(`const f = /** @differentiable */ (x: number): number => x * x;`),
    ).toEqual([`AD1021 1:15 ${stray}`]);
    expect(said(`${f}\n/** @differentiable */`)).toEqual([
      `AD1021 2:5 ${stray}`,
    ]);
  });
  it("are not what speaks of them", () => {
    expect(
      said(`/** What \`@differentiable\` means. */\n\n/** Squares. */\n${f}`),
    ).toEqual([]);
    expect(said("const text = '/** @differentiable */';")).toEqual([]);
    expect(
      said(
        "const text = `/** @differentiable */ ${1} /** @differentiable */`;",
      ),
    ).toEqual([]);
    expect(
      said("// @differentiable\n/* @differentiable */\nconst y = 1;"),
    ).toEqual([]);
  });
});

describe("declarations", () => {
  it("say where the hook goes", () => {
    const text =
      "/** @differentiable */\nconst f = (x: number): number => x\nconst y = 1;\n/** @differentiable */\nconst g = (x: number): number => x; // g\n/** @differentiable */\nfunction h(x: number): number { return x } let z = 2;";
    const marked = readText(text).marked;
    expect(
      marked.map((m) => [
        text.slice(0, m.hookAt).split("\n").at(-1),
        m.hookNeedsSemicolon,
        m.exported,
      ]),
    ).toEqual([
      ["const f = (x: number): number => x", true, false],
      ["const g = (x: number): number => x;", false, false],
      ["function h(x: number): number { return x }", false, false],
    ]);
  });
  it("are exported under any name", () => {
    const text =
      "/** @differentiable */\nfunction f(x: number): number { return x; }\nexport { f as other };\n/** @differentiable */\nexport default function g(x: number): number { return x; }";
    expect(readText(text).marked.map((m) => m.exported)).toEqual([true, true]);
  });
  it.each([
    [
      "nested",
      "function o() {\n/** @differentiable */\nconst f = (x: number) => x; }",
      "AD1020",
    ],
    ["let", "/** @differentiable */ let f = (x: number) => x;", "AD1021"],
    ["a class", "/** @differentiable */ class A {}", "AD1021"],
    [
      "async",
      "/** @differentiable */ async function f(x: number) { return x; }",
      "AD1011",
    ],
    [
      "no parameters",
      "/** @differentiable */ function f(): number { return 1; }",
      "AD1042",
    ],
    [
      "any",
      "/** @differentiable */ function f(x: any): number { return x; }",
      "AD1043",
    ],
    [
      "a text",
      "/** @differentiable */ function f(x: number) { return `${x}`; }",
      "AD1044",
    ],
    [
      "a taken name",
      "/** @differentiable */ function f(x: number) { return x; }\nconst fGrad = 1;",
      "AD1025",
    ],
    [
      "an imported name",
      "import { fVjp } from './x.ts';\n/** @differentiable */ function f(x: number) { return x; }",
      "AD1025",
    ],
  ])("%s", (_name, text, code) => {
    expect(codes(text)).toEqual([code]);
  });
  it("may be overloads", () => {
    const text =
      "/** @differentiable */\nexport function f(x: number): number;\nexport function f(x: number, y: number): number;\nexport function f(x: number, y = 1): number { return x * y; }";
    const [m, ...others] = readText(text).marked;
    expect([m!.name, m!.hookAt, others]).toEqual(["f", text.length, []]);
  });
  it("may use what will be emitted", () => {
    expect(
      codes(
        "/** @differentiable */ function f(x: number) { return x; }\nfGrad(1);\nfunction k(fVjp: number) { return fVjp; }",
      ),
    ).toEqual([]);
  });
});

describe("intrinsic calls", () => {
  const loss =
    "import { grad as g, hessian, valueAndGrad } from 'adjoint';\n/** @differentiable */\nexport function loss(w: number, x: number[], s: string): number { return w * x[0]!; }\n";
  it("ask for derivatives", () => {
    const { marked, diagnostics } = readText(
      `${loss}g(loss, 0); g(loss, [0, 1]); g(loss, 0); hessian(loss);`,
    );
    expect(diagnostics).toEqual([]);
    expect(marked[0]).toMatchObject({
      derivatives: new Set(["reverse", "hessian"]),
      narrowed: [0, [0, 1]],
    });
  });
  it.each([
    ["g(w => loss(w, [1], ''))", "AD1030"],
    ["g(model.loss)", "AD1031"],
    ["g(plain)", "AD1032"],
    ["g(loss, 2)", "AD1034"],
    ["g(loss, 7)", "AD1034"],
    ["g(loss, [0, 2])", "AD1034"],
  ])("%s", (call, code) => {
    const text = `${loss}class M { loss(x: number) { return x; } }\nconst model = new M();\nconst plain = (x: number) => x;\n${call};`;
    expect(codes(text)).toEqual([code]);
  });
  it("see through wrt", () => {
    const narrow = loss.replace("@differentiable", "@differentiable wrt w");
    expect(codes(`${narrow}g(loss);`)).toEqual(["AD1035"]);
    expect(readText(`${narrow}g(loss);`).diagnostics[0]!.message).toContain(
      "'grad(loss, 0)'",
    );
    expect(codes(`${narrow}g(loss, 0);`)).toEqual([]);
  });
  it("look into other modules", () => {
    const others = {
      "m.ts":
        "/** @differentiable */ export const loss = (x: number) => x;\nexport const plain = (x: number) => x;",
    };
    const head =
      "import { grad, hessian } from 'adjoint';\nimport { loss, plain } from './m.ts';\n";
    expect(codes(`${head}grad(loss);`, others)).toEqual([]);
    expect(codes(`${head}hessian(loss);`, others)).toEqual(["AD1033"]);
    expect(codes(`${head}grad(plain);`, others)).toEqual(["AD1032"]);
  });
});
