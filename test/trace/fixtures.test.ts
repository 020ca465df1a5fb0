/**
 * The tape and differences agree on every fixture, without the compiler: two witnesses that know nothing of
 * each other.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkGradient, table } from "../../src/check/index.ts";
import { fixtureFiles, fixturesOf } from "../fixtures/load.ts";
import { tracedFile } from "./tape.ts";

const root = new URL("../../", import.meta.url);
const files = ["fixtures", "test/programs"].flatMap(fixtureFiles);

describe("traced fixtures", () => {
  test.each(files)("%s", async (file) => {
    const fixtures = await fixturesOf(file);
    const traced = await tracedFile(
      fileURLToPath(new URL(file, root)),
      fixtures.map(({ name }) => name),
    );
    for (const { name, sample } of fixtures) {
      // The traced module has classes of its own: `test/gradients` makes such samples from those.
      if (sample.args.some((args) => holdsInstance(args))) continue;
      const { f, traced: derivatives } = traced[name]!;
      const report = checkGradient({
        name,
        f,
        generated: derivatives,
        // The harness always lists the entries.
        count: 2,
        points: sample.args.map((args, i) => ({
          args,
          kink: sample.kink?.[i]?.entries,
          expected: sample.expected?.[i],
          cotangent: sample.cotangents?.[i],
        })),
        integers: sample.integers,
        float32: sample.float32,
        nonSmooth: sample.nonSmooth,
        tolerance: sample.tolerance,
      });
      // Where differences mean nothing there is one witness only, and so no verdict.
      const failures = report.failures.filter(
        ({ kind }) => !(kind === "empty" && sample.nonSmooth),
      );
      expect(failures, table([report])).toEqual([]);
    }
  });
});

/** Is an object of a class of the file somewhere in it? */
function holdsInstance(x: unknown): boolean {
  if (typeof x !== "object" || x === null || ArrayBuffer.isView(x))
    return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  const isPlain = Array.isArray(x) || prototype === Object.prototype;
  return !isPlain || Object.values(x).some(holdsInstance);
}
