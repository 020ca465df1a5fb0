/** Where each rule is tried: inside its domain, away from its kinks. */
import type { RuleName } from "../../src/rules/index.ts";

const anywhere = [-2.3, -0.7, 0.4, 1.9];
const positive = [0.2, 0.9, 3.7];
const inside = [-0.8, -0.1, 0.6];
const pairs: number[][] = [
  [1.3, 0.7],
  [-0.4, 2.1],
  [2.5, -1.2],
];

const one = (xs: number[]): number[][] => xs.map((x) => [x]);

/** Rules that are not listed are tried `anywhere`, or at `pairs`. */
const special: Partial<Record<RuleName, number[][]>> = {
  acos: one(inside),
  asin: one(inside),
  atanh: one(inside),
  acosh: one([1.2, 2.5, 8]),
  log: one(positive),
  log2: one(positive),
  log10: one(positive),
  sqrt: one(positive),
  log1p: one([-0.6, 0.3, 4]),
  tan: one([-1.1, 0.3, 1.2]),
  hypot: [[1.5], [1.5, -2], [0.3, 0.4, -1.2]],
  pow: [
    [1.7, 2.3],
    [0.4, -1.5],
    [3, 0.5],
  ],
  mod: [
    [7.3, 2.1],
    [-7.3, 2.1],
    [5.5, -1.6],
  ],
};

export function pointsOf(
  name: RuleName,
  arity: number | "variadic",
): number[][] {
  return special[name] ?? (arity === 2 ? pairs : one(anywhere));
}

/** Rounding steps: differences see the steps, the derivative is that of the identity. */
export const rounding = new Set<RuleName>([
  "fround",
  "f16round",
  "valued",
  "ruled",
]);
