/** Random programs, read and interpreted, do what they do as JavaScript. */
import { describe, expect, it } from "vitest";
import { randomModule, randomOf } from "./random.ts";
import { agree } from "./support.ts";

const seeds = Number(process.env["READ_SEEDS"] ?? 40);
const first = Number(process.env["READ_FIRST_SEED"] ?? 1);

describe("random programs", () => {
  it.each(Array.from({ length: seeds }, (_, k) => first + k))(
    "seed %i",
    (seed) => {
      const text = randomModule(seed);
      const random = randomOf(seed);
      const n = (): number => random.below(9) - 4;
      const args = (): unknown[] => [
        n(),
        n() / 2,
        [n(), n(), n(), n()],
        { u: n(), v: n() },
      ];
      try {
        agree(text, args(), args(), args());
      } catch (e) {
        expect.fail(`${e instanceof Error ? e.message : String(e)}\n${text}`);
      }
    },
  );
});
