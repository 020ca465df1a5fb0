/** `docs/support.md`: what it calls supported has the right gradient, and what it refuses names a diagnostic. */
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { constructs } from "../../scripts/docs/constructs.ts";
import { programOf, statusOf } from "../../scripts/docs/support.ts";
import { openProject } from "../../transformer/1-read/project.ts";
import { isCode } from "../../transformer/diagnostics/catalogue.ts";
import { checkFile, fileTable } from "../../transformer/trace/check-file.ts";

const compilerOptions = {
  strict: true,
  target: 99,
  module: 199,
  noUncheckedIndexedAccess: true,
  paths: { adjoint: [resolve("src/index.ts")] },
};
const project = openProject({ compilerOptions });

describe.each(Object.entries(constructs))("%s", (_section, all) => {
  test.each(all)("$name", async (construct) => {
    const { kind, code } = statusOf(construct);
    if (code !== undefined) {
      expect(isCode(code)).toBe(true);
      expect(code, "an internal error is no answer").not.toBe("AD1001");
      return;
    }
    expect(kind).toBe("supported");
    // A result of chance has no differences.
    if (construct.body.includes("Math.random")) return;
    const files: Record<string, string> = {
      "/v/a.ts": programOf(construct, true),
      "/v/a.samples.ts": `export const samples = { f: { args: [[1.3], [0.6]] } };`,
    };
    const report = await checkFile("/v/a.ts", {
      readFile: (path) => files[path],
      ...{ compilerOptions, project },
    });
    expect(report.passed, fileTable(report)).toBe(true);
  });
});
