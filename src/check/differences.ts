/**
 * The derivative of a function of one number, by central differences.
 *
 * Richardson extrapolation with the error estimate of Ridders: C. J. F. Ridders, 'Accurate computation of
 * F'(x) and F'(x) F''(x)', Advances in Engineering Software 4(2), 75-76, 1982. The step is halved from row to
 * row; `rows[k][j]` is free of the error terms up to h^(2j); the estimate is taken where two neighbours in
 * the tableau agree best.
 *
 * Differences are only a witness where the function is smooth. The two one-sided derivatives, extrapolated
 * from the same values, must agree: |x| at 0 has perfectly convergent central differences (of 0), and so has
 * relu (of 1/2). A row where they disagree is not used; if none is left, the answer carries a reason.
 */
export interface Difference {
  readonly derivative: number;
  /** An estimate of |derivative - f'(x)|: disagreement in the tableau, or rounding in f, whichever is larger. */
  readonly error: number;
  /** The size of a derivative by which f would change by its own size over the point's. */
  readonly natural: number;
  /** Why the derivative can't be trusted. */
  readonly reason?: Untrusted;
}

export type Untrusted =
  /** The left and the right derivative differ. */
  | "kink"
  /** The function itself differs left and right. */
  | "jump"
  /** The function is not finite, or throws, beside the point. */
  | "domain"
  /** The differences do not converge. */
  | "noise";

export interface DifferenceOptions {
  /** Step to float32 numbers only, and expect a function that rounds to float32. */
  readonly float32?: boolean;
}

/** Rows of the tableau: steps from 2^-6 (of max(|x|, 1)) down to 2^-36, further than any use. */
const ROWS = 31;
/** Columns: more would only amplify rounding. */
const COLUMNS = 6;
/** Rows before a perfect agreement is believed: text rounded to three digits agrees with itself at large steps. */
const LEAST = 14;

export function difference(
  f: (x: number) => number,
  x: number,
  { float32 = false }: DifferenceOptions = {},
): Difference {
  const rounding = float32 ? 2 ** -23 : 2 ** -52;
  const to = float32 ? Math.fround : (value: number): number => value;
  const middle = valueAt(f, x);
  const scale = 2 ** Math.ceil(Math.log2(Math.max(Math.abs(x), 1)));
  const central = tableau(4);
  const right = tableau(2);
  const left = tableau(2);
  const steps: Step[] = [];
  let best: Estimate | undefined;
  let largest = Number.isFinite(middle) ? Math.abs(middle) : 0;
  let moved = false;

  for (let k = 0; k < ROWS; k++) {
    const h = scale * 2 ** (float32 ? -3 - k : -6 - k);
    const above = to(x + h);
    const below = to(x - h);
    if (!(below < x && x < above)) break;
    const up = valueAt(f, above);
    const down = valueAt(f, below);
    // Below the resolution of f, which said something at larger steps. (Where it is flat at larger ones
    // already, it is constant there: an argument that only decides something.)
    if (k > LEAST && moved && up === middle && down === middle) break;
    moved ||= up !== middle || down !== middle;

    for (const value of [up, down])
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    const noise = (rounding * largest) / h;
    const both = central.add((up - down) / (above - below), noise);
    // Extrapolating one-sided differences amplifies rounding by the product of (2^j + 1) / (2^j - 1).
    const fromRight = right.add((up - middle) / (above - x), 8 * noise);
    const fromLeft = left.add((middle - down) / (x - below), 8 * noise);
    const gap = Math.abs(fromRight.value - fromLeft.value);
    const slope = Math.max(Math.abs(fromRight.value), Math.abs(fromLeft.value));
    const smooth = gap <= 8 * (fromRight.error + fromLeft.error) + 1e-6 * slope;
    const jump = Math.abs(up - down);
    steps.push({ jump, gap: smooth ? 0 : gap, ...both });
    if (smooth && !(both.error >= (best?.error ?? Infinity))) best = both;
    if (k >= LEAST && best && best.error <= 1e-13 * Math.abs(best.value)) break;
  }

  const last = central.last();
  const natural = largest / scale;
  const reason = untrusted(last, middle, steps, best, rounding * largest);
  if (reason === undefined)
    return { derivative: best!.value, error: best!.error, natural };
  return { derivative: last, error: Infinity, natural, reason };
}

interface Step extends Estimate {
  /** |f(x + h) - f(x - h)| */
  readonly jump: number;
  /** How far apart the one-sided derivatives are; 0 if it may be their error. */
  readonly gap: number;
}

function untrusted(
  last: number,
  middle: number,
  steps: readonly Step[],
  best: Estimate | undefined,
  noise: number,
): Untrusted | undefined {
  if (!Number.isFinite(middle) || !Number.isFinite(last)) return "domain";
  const half = steps[steps.length >> 1];
  const end = steps.at(-1);
  // A thousandth of the step, and the difference is still there: but only where many rows were needed.
  if (steps.length > 20 && half && end && end.jump > 100 * noise)
    if (end.jump > 0.1 * half.jump) return "jump";
  // A row where nothing disagrees because its error hides everything is no evidence.
  const gaps = steps.map((step) => step.gap).filter((gap) => gap > 0);
  const hidden = !(best && best.error <= 1e-3 * Math.min(...gaps));
  if (gaps.length > 0 && hidden) return "kink";
  if (!best || !Number.isFinite(best.error)) return "noise";
  return contradicted(best, steps) ? "noise" : undefined;
}

/** Do smaller steps agree with one another on something else? Once is chance, three times in a row is not. */
function contradicted(best: Estimate, steps: readonly Step[]): boolean {
  let inARow = 0;
  const from = steps.findIndex(({ value }) => value === best.value);
  for (const { value, error } of steps.slice(from + 1)) {
    const off = Math.abs(value - best.value);
    const isOther =
      off > 8 * (error + best.error) + 1e-5 * Math.abs(best.value);
    inARow = isOther ? inARow + 1 : 0;
    if (inARow === 3) return true;
  }
  return false;
}

/** A function that throws has no value there. */
function valueAt(f: (x: number) => number, x: number): number {
  try {
    return f(x);
  } catch {
    return NaN;
  }
}

interface Estimate {
  readonly value: number;
  readonly error: number;
}

/**
 * Richardson's tableau, row by row, for an error in powers of h (`ratio` 2) or of h^2 (`ratio` 4) when the
 * step is halved. `add` returns the best estimate of the new row.
 */
function tableau(ratio: number): {
  add(first: number, noise: number): Estimate;
  last(): number;
} {
  let above: number[] = [];
  return {
    add(first, noise) {
      const row = [first];
      let best: Estimate = { value: first, error: Infinity };
      for (let j = 1; j <= Math.min(above.length, COLUMNS); j++) {
        const coarse = above[j - 1]!;
        const fine = row[j - 1]!;
        const value = fine + (fine - coarse) / (ratio ** j - 1);
        row.push(value);
        const spread = Math.max(
          Math.abs(value - fine),
          Math.abs(value - coarse),
        );
        const error = Math.max(spread, noise);
        if (error < best.error) best = { value, error };
      }
      // What is not finite must not spoil the rows to come.
      above = Number.isFinite(first) ? row : [];
      return best;
    },
    last: () => above.at(-1) ?? NaN,
  };
}
