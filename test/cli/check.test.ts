import { expect, test } from "vitest";
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

test("a function that was refused fails the check of its file", async () => {
  const box = sandbox({ "a.ts": marked("f", "bad") });
  const { code, out, err } = await box.adjoint("check", "a.ts");
  expect({ code, out }).toEqual({ code: 1, out: "f\n" });
  expect(err).toContain("error AD1004");
});
