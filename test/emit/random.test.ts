import { expect, test } from "vitest";
import { emit } from "../../transformer/5-emit/emit.ts";
import * as b from "../../transformer/ir/build.ts";
import { typeText } from "../../transformer/ir/types.ts";
import { verify } from "../../transformer/ir/verify.ts";
import { interpret } from "./interpret.ts";
import { Generator, seeded } from "./random.ts";
import { expectFormatted, run, typeErrors } from "./run.ts";
import { at, derived, emission, ret } from "./support.ts";

const inputs = (): unknown[] => [
  1.25,
  -0.5,
  Float64Array.of(0.3, 2),
  [
    [1, 2],
    [0, -3],
  ],
  { "x y": 2, z: 0.75 },
];

test("random expressions: Prettier changes nothing, and the value is the same to the bit", async () => {
  const functions = Array.from({ length: 300 }, (_, seed) => {
    const g = new Generator(seeded(seed));
    return { g, e: g.number(g.params, 1 + (seed % 7)), seed };
  });
  const { text } = emit(
    emission(
      functions.map(({ g, e, seed }) =>
        derived(`f${seed}`, g.params, [ret(e)]),
      ),
      { noUncheckedIndexedAccess: true },
    ),
  );
  await expectFormatted(text);
  const exports = run(text);
  for (const { g, e, seed } of functions) {
    const value = exports[`f${seed}`]!(...(inputs() as never[]));
    expect(
      Object.is(value, interpret(g.params, [ret(e)], inputs())),
      `expression ${seed}`,
    ).toBe(true);
  }
});

test("random functions: verified, formatted, well typed, and they compute what the IR says", async () => {
  const functions = Array.from({ length: 200 }, (_, seed) => {
    const g = new Generator(seeded(1000 + seed));
    return { g, body: g.body(), seed };
  });
  for (const { g, body, seed } of functions) {
    const params = derived("f", g.params, body).params;
    expect(verify({ name: `f${seed}`, params, body })).toEqual([]);
  }
  const texts = [true, false].map((noUncheckedIndexedAccess) => {
    const all = functions.map(({ g, body, seed }) =>
      derived(`f${seed}`, g.params, body),
    );
    return emit(emission(all, { noUncheckedIndexedAccess })).text;
  });
  await expectFormatted(texts[0]!);
  await expectFormatted(texts[1]!);
  const exports = run(texts[0]!);
  for (const { g, body, seed } of functions) {
    const [ours, theirs] = [inputs(), inputs()];
    const value = exports[`f${seed}`]!(...(ours as never[]));
    expect(
      Object.is(value, interpret(g.params, body, theirs)),
      `function ${seed}`,
    ).toBe(true);
    expect(ours.slice(2)).toEqual(theirs.slice(2));
  }
  // Tests that are always true and the like are the generator's, not ours.
  expect(typeErrors({ "strict.ts": texts[0]! }, "typescript")).toBe("");
});

test("comments change no layout", async () => {
  const comments = new Map();
  const functions = Array.from({ length: 60 }, (_, seed) => {
    const g = new Generator(seeded(5000 + seed));
    const body = g.body();
    for (const s of body)
      if (g.chance(0.7))
        comments.set(
          s,
          `adjoint of: ${"sum += e * e".repeat(1 + Math.floor(g.pick([0, 1, 5])))}`,
        );
    return derived(`f${seed}`, g.params, body);
  });
  await expectFormatted(emit(emission(functions, { comments })).text);
});

void b;
void at;
void typeText;
