/** Every program in `fixtures/errors` is refused as its first lines say, and nothing is emitted for it. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { compile } from "../../transformer/compile.ts";
import type { Diagnostic } from "../../transformer/ir/program.ts";
import { pathOf, projectOf, textOf } from "../gradients/all-files.ts";

const files = readdirSync(pathOf("fixtures/errors")).map(
  (name) => `fixtures/errors/${name}`,
);
const project = projectOf(files);

/** Functions that are beside the mistake, and are compiled. */
const unharmed: Readonly<Record<string, readonly string[]>> = {
  "fixtures/errors/two-functions.ts": ["fine"],
};

test.each(files)("%s", (file) => {
  const text = textOf(file);
  const expected = [
    ...text.matchAll(/^\/\/ expect (error|AD\d{4}) at line (\d+)$/gm),
  ].map(([, code, line]) => ({ code: code!, line: Number(line) }));
  expect(expected.length).toBeGreaterThan(0);

  const result = compile({ fileName: pathOf(file), text, project });
  const errors = result.diagnostics.filter((d) => d.severity === "error");
  const said = errors.map(asText);
  for (const { code, line } of expected)
    expect(
      errors.some(
        (d) => d.line === line && (code === "error" || d.code === code),
      ),
      `${code} at line ${line} is not among\n${said.join("\n")}`,
    ).toBe(true);

  // What follows from a mistake may be said on later lines; nothing before the first one, and nothing twice.
  const first = Math.min(...expected.map(({ line }) => line));
  const isStated = (d: Diagnostic): boolean =>
    expected.some(
      ({ code, line }) =>
        line === d.line && (code === "error" || code === d.code),
    );
  const other = errors.filter((d) => d.line <= first && !isStated(d));
  expect(other.map(asText)).toEqual([]);
  const places = errors.map((d) => `${d.code} ${d.start}`);
  expect(new Set(places).size).toBe(places.length);

  const names = unharmed[file] ?? [];
  const emitted = result.functions.map(({ name }) => name);
  const wanted = names.flatMap((name) =>
    ["Grad", "ValueAndGrad", "Vjp", "Adjoint"].map((end) => name + end),
  );
  expect(emitted.sort()).toEqual(wanted.sort());
  if (names.length === 0) expect(result.text).toBe(text);
  expect(result.hooks.length).toBe(names.length);
});

test.each(files)(
  "%s: each error says where, what and what else to do",
  (file) => {
    const text = textOf(file);
    const { diagnostics } = compile({ fileName: pathOf(file), text, project });
    for (const d of diagnostics) {
      expect(d.code).toMatch(/^AD\d{4}$/);
      expect(d.file).toBe(pathOf(file));
      expect(d.line).toBeGreaterThan(0);
      expect(d.column).toBeGreaterThan(0);
      expect(d.message.length).toBeGreaterThan(20);
      expect(d.code, "an internal error is no answer").not.toBe("AD1001");
    }
  },
);

const asText = (d: Diagnostic): string => `${d.line}: ${d.code} ${d.message}`;
