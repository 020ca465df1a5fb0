import { expect, test } from "vitest";
import { marked, sandbox } from "./harness.ts";

test("one function prints bare, several with a line that names each", async () => {
  const box = sandbox({ "a.ts": marked("f", "g") });
  expect(await box.adjoint("explain", "a.ts:f")).toEqual({
    code: 0,
    out: "f: text\n",
    err: "",
  });
  expect((await box.adjoint("explain", "a.ts", "--stage", "read")).out).toBe(
    "// f: read\nf: text\n\n// g: read\ng: text\n",
  );
});

test("--json", async () => {
  const box = sandbox({ "a.ts": marked("f") });
  const { out } = await box.adjoint("explain", "a.ts", "--json");
  expect(JSON.parse(out)).toMatchObject({
    parts: [{ function: "f", stage: "emit", text: "f: text" }],
    diagnostics: [],
  });
});

test("a refused function is explained by its errors", async () => {
  const box = sandbox({ "a.ts": marked("bad") });
  const { code, out, err } = await box.adjoint("explain", "a.ts:bad");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("a.ts(2,17): error AD1004: bad is refused");
});
