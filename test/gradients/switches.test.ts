import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { allAnalyses } from "../../transformer/3-differentiate/sweep.ts";

test.each(Object.keys(allAnalyses))("there is a run without %s", (name) => {
  const run = new URL(`without-${name}.test.ts`, import.meta.url);
  expect(existsSync(run)).toBe(true);
});
