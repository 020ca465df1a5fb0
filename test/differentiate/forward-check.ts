/** Forward mode against reverse mode and against differences, for one fixture. */
import { copy } from "../../src/check/index.ts";
import {
  directionLike,
  dot,
  moved,
  numbersAt,
  numbersFrom,
  placesOf,
  sizeOf,
} from "./forward-directions.ts";
import type { AnyFunction, ForwardFixture } from "./forward-support.ts";

export interface Outcome {
  readonly failures: string[];
  /** How many comparisons were made. */
  compared: number;
}

const entriesOf = (
  fixture: ForwardFixture,
  args: readonly unknown[],
): number[] =>
  // A rest parameter stands for all arguments from its own on.
  args.flatMap((_, i) => {
    const last = Math.max(...fixture.inputs);
    const isInput =
      fixture.inputs.includes(i) || (i > last && fixture.restAt === last);
    const moves = isInput && args[i] !== undefined;
    return moves && !fixture.sample.integers?.includes(i) ? [i] : [];
  });

const listOf = (fixture: ForwardFixture, gradient: unknown): unknown[] =>
  fixture.single ? [gradient] : (gradient as unknown[]);

interface Jvp {
  value: unknown;
  tangent: unknown;
}

/** The tangent of a number-valued function is its gradient along the direction, and what differences say. */
export function checkTangent(fixture: ForwardFixture): Outcome {
  const outcome: Outcome = { failures: [], compared: 0 };
  const { sample, primal, jvp, grad } = fixture;
  if (!jvp || !grad) return outcome;
  sample.args.forEach((args, point) => {
    const where = `${fixture.name} at point ${point}`;
    const entries = entriesOf(fixture, args);
    if (sample.kink?.[point]) {
      checkKink(fixture, args, point, outcome);
      return;
    }
    for (const seed of [1, 2]) {
      const direction = directionLike(args, entries, numbersFrom(seed));
      const { value, tangent } = jvp(copy(args), direction) as Jvp;
      const expected = primal(...copy(args));
      if (!Object.is(value, expected))
        outcome.failures.push(`${where}: value ${String(value)}`);
      const gradient = listOf(fixture, grad(...copy(args)));
      const g = numbersAt(placesOf(gradient, entries));
      const t = numbersAt(placesOf(direction, entries));
      // A gradient that is no number is for the tests of reverse mode to find.
      const isKnown = g.every(Number.isFinite);
      const scale = isKnown ? Math.max(sizeOf(g, t), 1e-3) : 1;
      const tolerance = sample.float32 ? 1e-5 : 1e-8;
      if (isKnown)
        compare(
          tangent as number,
          dot(g, t),
          tolerance * scale,
          `${where}: reverse`,
        );
      if (sample.float32 || sample.nonSmooth) continue;
      const size = Math.max(scale, Math.abs(expected as number));
      const slope = difference(
        (h) => [primal(...moved(args, direction, entries, h)) as number],
        1e-3,
      )[0]!;
      const loose = Math.max(sample.tolerance ?? 0, 1e-6);
      compare(tangent as number, slope, loose * size, `${where}: differences`);
    }
  });
  return outcome;

  function compare(a: number, b: number, limit: number, what: string): void {
    outcome.compared++;
    if (!(Math.abs(a - b) <= limit))
      outcome.failures.push(`${what}: ${a} for ${b}`);
  }
}

/** Along each number alone, the tangent is the entry that the table of kinks states. */
function checkKink(
  fixture: ForwardFixture,
  args: readonly unknown[],
  point: number,
  outcome: Outcome,
): void {
  const kink = fixture.sample.kink![point]!;
  const stated = kink.forward ?? kink.entries;
  const entries = entriesOf(fixture, args);
  const expected = numbersAt(placesOf(stated, entries));
  expected.forEach((want, k) => {
    const direction = directionLike(args, entries, (j) => (j === k ? 1 : 0));
    const { tangent } = fixture.jvp!(copy(args), direction) as Jvp;
    outcome.compared++;
    if (!same(tangent as number, want))
      outcome.failures.push(
        `${fixture.name} at kink ${point}, number ${k}: ${String(tangent)} for ${want}`,
      );
  });
}

const same = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-12 * Math.abs(b);

/** The pairing of tangent and cotangent is the same in both modes, for results of any type. */
export function checkPairing(fixture: ForwardFixture): Outcome {
  const outcome: Outcome = { failures: [], compared: 0 };
  const { sample, jvp, vjp } = fixture;
  if (!jvp || !vjp) return outcome;
  sample.args.forEach((args, point) => {
    if (sample.kink?.[point]) return;
    const entries = entriesOf(fixture, args);
    const direction = directionLike(args, entries, numbersFrom(1));
    const { tangent } = jvp(copy(args), copy(direction)) as Jvp;
    const { value, pullback } = vjp(...copy(args)) as {
      value: unknown;
      pullback: AnyFunction;
    };
    const all = Array.isArray(value) ? [...value.keys()] : [0];
    const asList = (x: unknown): unknown[] =>
      Array.isArray(value) ? (x as unknown[]) : [x];
    const cotangent = directionLike(asList(value), all, numbersFrom(3));
    // Of a void kernel, what no derivative belongs to is left out on both sides.
    const given = asList(tangent).map((x, i) =>
      x === undefined || (fixture.isVoid && typeof x === "number")
        ? undefined
        : cotangent[i],
    );
    const paired = [...given.keys()].filter((i) => given[i] !== undefined);
    const isVoid = fixture.isVoid;
    const whole = Array.isArray(value) ? given : given[0];
    const gradient = listOf(fixture, pullback(isVoid ? given : copy(whole)));
    const left = dot(
      numbersAt(placesOf(asList(tangent), paired)),
      numbersAt(placesOf(given, paired)),
    );
    const g = numbersAt(placesOf(gradient, entries));
    const t = numbersAt(placesOf(direction, entries));
    if (!g.every(Number.isFinite)) return;
    const scale = Math.max(sizeOf(g, t), Math.abs(left), 1e-3);
    const tolerance = sample.float32 ? 1e-5 : 1e-8;
    outcome.compared++;
    if (!(Math.abs(left - dot(g, t)) <= tolerance * scale))
      outcome.failures.push(
        `${fixture.name} at point ${point}: pairing ${left} for ${dot(g, t)}`,
      );
  });
  return outcome;
}

/** Forward over reverse is the difference of gradients; at kinks, what the sample states. */
export function checkHessian(fixture: ForwardFixture): Outcome {
  const outcome: Outcome = { failures: [], compared: 0 };
  const { sample, grad, hvp } = fixture;
  if (!grad || !hvp) return outcome;
  sample.args.forEach((args, point) => {
    const where = `${fixture.name} at point ${point}`;
    const entries = entriesOf(fixture, args);
    const gradientAt = (a: unknown[]): number[] =>
      numbersAt(placesOf(listOf(fixture, grad(...a)), entries));
    const productWith = (direction: unknown[]): number[] =>
      numbersAt(placesOf(listOf(fixture, hvp(copy(args), direction)), entries));
    const kink = sample.kink?.[point];
    const stated = kink?.hessian ?? sample.expected?.[point]?.hessian;
    const tolerance = sample.expected?.[point]?.tolerance ?? 1e-12;
    stated?.forEach((_, k) => {
      const unit = directionLike(args, entries, (j) => (j === k ? 1 : 0));
      productWith(unit).forEach((x, row) => {
        const want = stated[row]![k]!;
        outcome.compared++;
        if (!same(x, want) && !(Math.abs(x - want) <= tolerance))
          outcome.failures.push(`${where}: [${row}][${k}] is ${x} for ${want}`);
      });
    });
    if (kink || sample.nonSmooth || sample.float32) return;
    const direction = directionLike(args, entries, numbersFrom(1));
    const gradient = gradientAt(copy([...args]));
    if (!gradient.every(Number.isFinite)) return;
    const found = productWith(direction);
    const expected = difference(
      (h) => gradientAt(moved(args, direction, entries, h)),
      1e-3,
    );
    if (found.length !== gradient.length)
      outcome.failures.push(`${where}: ${found.length} entries`);
    const scale = Math.max(1e-3, ...[...expected, ...gradient].map(Math.abs));
    const loose = Math.max(1e-5, 10 * (sample.tolerance ?? 0));
    found.forEach((x, k) => {
      outcome.compared++;
      if (!(Math.abs(x - expected[k]!) <= loose * scale))
        outcome.failures.push(
          `${where}, number ${k}: second derivative ${x} for ${expected[k]}`,
        );
    });
  });
  return outcome;
}

/** Central differences at 0 with three levels of Richardson extrapolation; the level with the smallest change. */
function difference(f: (h: number) => number[], start: number): number[] {
  const central = (h: number): number[] => {
    const up = f(h);
    const down = f(-h);
    return up.map((x, i) => (x - down[i]!) / (2 * h));
  };
  const levels = 6;
  const first = Array.from({ length: levels }, (_, l) =>
    central(start / 2 ** (l - 1)),
  );
  const rows: number[][][] = [first];
  for (let order = 1; order < levels; order++) {
    const above = rows[order - 1]!;
    const factor = 4 ** order;
    rows.push(
      above
        .slice(1)
        .map((fine, l) =>
          fine.map((x, i) => (factor * x - above[l]![i]!) / (factor - 1)),
        ),
    );
  }
  return first[0]!.map((_, i) => {
    let best = first[0]![i]!;
    let least = Infinity;
    for (const row of rows) {
      for (let l = 1; l < row.length; l++) {
        const change = Math.abs(row[l]![i]! - row[l - 1]![i]!);
        if (change < least) {
          least = change;
          best = row[l]![i]!;
        }
      }
    }
    return best;
  });
}
