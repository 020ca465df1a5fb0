/** How the output stands: Prettier changes nothing, no line of the user's moves, and derivatives are registered. */
import * as prettier from "prettier";
import { describe, expect, test } from "vitest";
import { outputs } from "./outputs.ts";
import { codeOf, entries } from "./size.ts";

describe.each(outputs().map((output) => [output.file, output] as const))(
  "%s",
  (_, { file, source, result }) => {
    const { text, appended, hooks } = result;

    test("Prettier leaves what is appended as it is", async () => {
      if (appended === "") return;
      expect(appended.startsWith("\n")).toBe(true);
      const own = appended.slice(1);
      expect(await prettier.format(own, { filepath: file })).toBe(own);
    });

    // Derivatives of methods are members: their hooks are not those of functions.
    const isOfClasses = /classes\/|private-names/.test(file);
    test.skipIf(isOfClasses)("no line of the user's moves", () => {
      const before = source.split("\n");
      const after = text.split("\n");
      const hooked = new Map<number, string>();
      for (const { at, text: hook } of hooks) {
        expect(hook).not.toContain("\n");
        const line = source.slice(0, at).split("\n").length - 1;
        const column = at - source.lastIndexOf("\n", at - 1) - 1;
        const own = before[line]!;
        expect(hooked.has(line)).toBe(false);
        hooked.set(line, own.slice(0, column) + hook + own.slice(column));
      }
      before.forEach((line, i) =>
        expect(after[i], `line ${i + 1}`).toBe(hooked.get(i) ?? line),
      );
      expect(text.endsWith(appended)).toBe(true);
    });

    test.skipIf(isOfClasses)(
      "one hook registers each function, and only functions and types are appended",
      () => {
        const derived = result.stages.read.marked.filter(({ name }) =>
          hooks.some((hook) => hook.text.includes(`(${name} as `)),
        );
        expect(hooks.length).toBe(derived.length);
        const tops = appended
          .split("\n")
          .filter((line) => /^[^\s/})\]*]/.test(line));
        for (const line of tops)
          expect(line).toMatch(/^(export )?(function|interface|type) /);
      },
    );

    test("it imports nothing of ours", () => {
      expect(appended).not.toMatch(/from ["']adjoint/);
      expect(appended).not.toMatch(/\bimport\b|\brequire\(/);
    });
  },
);

/** Functions that save more values than they should have to: known to exceed the bound, and to be mended. */
const tooLong = new Set([
  "yieldToMaturity",
  "bicgstab",
  "matrixExponential",
  "mergedRows",
  "Particle_step",
]);

test("an entry is a few times its source", () => {
  let emitted = 0;
  let given = 0;
  for (const { file, result } of outputs()) {
    const { stages, appended } = result;
    for (const { key, base } of stages.read.marked) {
      const { origin } = stages.read.module.functions.get(key)!;
      const length = origin.end - origin.start;
      for (const entry of entries) {
        const code = codeOf(appended, base + entry).length;
        if (code === 0) continue;
        emitted += code;
        given += length;
        // What is short is mostly its signature.
        const ratio = code / Math.max(length, 300);
        const bound = tooLong.has(base) ? 14 : 12;
        expect(ratio, `${file}: ${base}${entry}`).toBeLessThan(bound);
      }
    }
  }
  expect(given).toBeGreaterThan(0);
  expect(emitted / given).toBeLessThan(6);
});
