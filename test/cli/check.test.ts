import { expect, test } from "vitest";
import { core } from "../../transformer/hosts/cli/compiler-core.ts";
import { marked, sandbox } from "./harness.ts";

test("exit code 0 when all agree, 1 when something does not", async () => {
  const box = sandbox({ "a.ts": marked("f"), "b.ts": marked("f", "wrong") });
  expect(await box.adjoint("check", "a.ts")).toEqual({
    code: 0,
    out: "f\n",
    err: "",
  });
  expect((await box.adjoint("check", "b.ts")).code).toBe(1);
});

test("seed and points go to the check, as numbers", async () => {
  const box = sandbox({ "a.ts": marked("f") });
  const { out } = await box.adjoint(
    "check",
    "a.ts:f",
    "--seed",
    "7",
    "--points",
    "20",
    "--json",
  );
  expect(JSON.parse(out)).toEqual({
    report: { seed: 7, points: 20 },
    diagnostics: [],
  });
});

test("a mistake in samples, and a module that throws, are told as the user's", async () => {
  const source =
    "/** @differentiable */\nexport const f = (x: number): number => x * x;\n";
  const box = sandbox(
    {
      "a.ts": source,
      "a.samples.ts": "export const samples = { f: [[1]] };\n",
      "b.ts": `throw new Error("not today");\n${source}`,
    },
    { core },
  );
  const shape = await box.adjoint("check", "a.ts");
  expect(shape.code).toBe(2);
  expect(shape.err).toContain(
    "a.samples.ts: samples.f.args must be a list of argument lists",
  );
  const thrown = await box.adjoint("check", "b.ts");
  expect(thrown.code).toBe(2);
  expect(thrown.err).toContain("throw as they are loaded: not today");
  for (const { err } of [shape, thrown])
    expect(err).not.toContain("internal error");
});

test("a function that was refused fails the check of its file", async () => {
  const box = sandbox({ "a.ts": marked("f", "bad") });
  const { code, out, err } = await box.adjoint("check", "a.ts");
  expect({ code, out }).toEqual({ code: 1, out: "f\n" });
  expect(err).toContain("error AD1004");
});
