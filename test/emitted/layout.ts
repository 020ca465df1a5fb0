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

    test("no line of the user's moves", () => {
      const lines = new Set<number>();
      let expected = "";
      let from = 0;
      for (const { at, text: hook } of [...hooks].sort((a, b) => a.at - b.at)) {
        expect(hook).not.toContain("\n");
        // Those of a class stand together: its members, and the registrations of its methods behind it.
        if (/^;? \([^.)]+ as /.test(hook)) {
          const line = source.slice(0, at).split("\n").length;
          expect(lines.has(line)).toBe(false);
          lines.add(line);
        }
        expected += source.slice(from, at) + hook;
        from = at;
      }
      expect(text).toBe(expected + source.slice(from) + appended);
    });

    test("one hook registers each function, and only functions and types are appended", () => {
      const registrations = hooks.filter(
        ({ member, accessor }) =>
          member === undefined && accessor === undefined,
      );
      const registers = ({
        name,
        method,
      }: (typeof marked)[number]): boolean => {
        const owner = `${method?.className}${method?.isStatic ? "" : ".prototype"}`;
        const place =
          method === undefined
            ? name
            : method.isHidden
              ? `${owner}["${method.name}"]`
              : `${owner}.${method.name}`;
        return registrations.some((hook) =>
          hook.text.includes(`(${place} as `),
        );
      };
      const { marked } = result.stages.read;
      expect(registrations.length).toBe(marked.filter(registers).length);
      const tops = appended
        .split("\n")
        .filter((line) => /^[^\s/})\]*]/.test(line));
      for (const line of tops)
        expect(line).toMatch(/^(export )?(function|interface|type) /);
    });

    test("it imports nothing of ours", () => {
      expect(appended).not.toMatch(/from ["']adjoint/);
      expect(appended).not.toMatch(/\bimport\b|\brequire\(/);
    });
  },
);

/** Functions that save more values than they should have to: known to exceed the bound, and to be mended. */
const tooLong: Record<string, number> = {
  flattened: 14,
  simulated: 13.5,
  told: 10.5,
  Particle_step: 13.5,
  mergedRows: 12.5,
  yieldToMaturity: 12,
  matrixExponential: 11.5,
  ledger: 11,
  layered: 10.5,
  bicgstab: 11,
  unshiftedFromItself: 10.5,
};

test("an entry is a few times its source", () => {
  let emitted = 0;
  let given = 0;
  const over: string[] = [];
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
        if (ratio >= (tooLong[base] ?? 10))
          over.push(`${file}: ${base}${entry} ${ratio.toFixed(2)}`);
      }
    }
  }
  expect(over).toEqual([]);
  expect(given).toBeGreaterThan(0);
  expect(emitted / given).toBeLessThan(6);
});
