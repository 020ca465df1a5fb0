/**
 * Linear arithmetic on subscripts: polynomials in symbols, and whether a set of inequalities has no solution
 * (Fourier–Motzkin elimination, as in Pugh, The Omega test, 1991, without its integer part). A product of
 * symbols counts as a symbol of its own, so that "no solution" is proved and "a solution" is not.
 */

/** Coefficients by monomial; a monomial is its symbols, sorted, with `*` between them; `""` is the constant. */
export type Poly = ReadonlyMap<string, number>;

export const constant = (value: number): Poly =>
  new Map(value === 0 ? [] : [["", value]]);
export const symbol = (name: string): Poly => new Map([[name, 1]]);

export function plus(a: Poly, b: Poly, times = 1): Poly {
  const sum = new Map(a);
  for (const [m, c] of b) {
    const total = (sum.get(m) ?? 0) + times * c;
    if (total === 0) sum.delete(m);
    else sum.set(m, total);
  }
  return sum;
}
export const minus = (a: Poly, b: Poly): Poly => plus(a, b, -1);

export function product(a: Poly, b: Poly): Poly {
  let sum: Poly = new Map();
  for (const [m, c] of a)
    for (const [n, d] of b)
      sum = plus(sum, new Map([[monomial([...parts(m), ...parts(n)]), c * d]]));
  return sum;
}

const parts = (m: string): string[] => (m === "" ? [] : m.split("*"));
const monomial = (symbols: readonly string[]): string =>
  [...symbols].sort().join("*");

/** `poly > 0`, or `poly >= 0`. */
export interface Inequality {
  readonly poly: Poly;
  readonly strict: boolean;
}

/** Beyond this many inequalities nothing is proved. */
const limit = 120;

/** Is it proved that no numbers satisfy all inequalities and equations (`poly = 0`)? */
export function isInfeasible(
  given: readonly Inequality[],
  equations: readonly Poly[],
): boolean {
  let system: Inequality[] = [
    ...given,
    ...equations.flatMap((poly) => [
      { poly, strict: false },
      { poly: product(constant(-1), poly), strict: false },
    ]),
  ];
  for (;;) {
    const open: Inequality[] = [];
    for (const q of system) {
      const isConstant = [...q.poly.keys()].every((m) => m === "");
      if (!isConstant) open.push(q);
      else {
        const value = q.poly.get("") ?? 0;
        if (value < 0 || (q.strict && value === 0)) return true;
      }
    }
    const eliminated = cheapest(open);
    if (eliminated === undefined) return false;
    const lower = open.filter((q) => (q.poly.get(eliminated) ?? 0) > 0);
    const upper = open.filter((q) => (q.poly.get(eliminated) ?? 0) < 0);
    system = open.filter((q) => !q.poly.has(eliminated));
    for (const l of lower)
      for (const u of upper) {
        const a = l.poly.get(eliminated)!;
        const b = -u.poly.get(eliminated)!;
        const poly = plus(product(constant(b), l.poly), u.poly, a);
        system.push({ poly, strict: l.strict || u.strict });
      }
    if (system.length > limit) return false;
  }
}

/** The symbol whose elimination makes the fewest new inequalities. */
function cheapest(system: readonly Inequality[]): string | undefined {
  const counts = new Map<string, [lower: number, upper: number]>();
  for (const { poly } of system)
    for (const [m, c] of poly) {
      if (m === "") continue;
      const [l, u] = counts.get(m) ?? [0, 0];
      counts.set(m, c > 0 ? [l + 1, u] : [l, u + 1]);
    }
  let best: string | undefined;
  let least = Infinity;
  for (const [m, [l, u]] of counts) {
    if (l * u - l - u >= least) continue;
    least = l * u - l - u;
    best = m;
  }
  return best;
}

/** `poly` as `stride * quotient + rest`. A stride is a symbol, or an integer above 1. */
export function divide(
  poly: Poly,
  stride: string | number,
): { readonly quotient: Poly; readonly rest: Poly } {
  const quotient = new Map<string, number>();
  const rest = new Map<string, number>();
  for (const [m, c] of poly) {
    if (typeof stride === "number") {
      if (c % stride === 0) quotient.set(m, c / stride);
      else rest.set(m, c);
      continue;
    }
    const symbols = parts(m);
    const at = symbols.indexOf(stride);
    if (at < 0) rest.set(m, c);
    else quotient.set(monomial(symbols.toSpliced(at, 1)), c);
  }
  return { quotient, rest };
}

/** What `poly` could be counted in: symbols that are multiplied with others, and integer coefficients. */
export function strides(poly: Poly): (string | number)[] {
  const found = new Set<string | number>();
  for (const [m, c] of poly) {
    const symbols = parts(m);
    if (symbols.length > 1) for (const s of symbols) found.add(s);
    if (m !== "" && Number.isInteger(c) && Math.abs(c) > 1)
      found.add(Math.abs(c));
  }
  return [...found];
}

export const symbolsOf = (poly: Poly): string[] =>
  [...poly.keys()].flatMap(parts);

/** `poly` with another polynomial in the place of a symbol. */
export function substituted(poly: Poly, name: string, by: Poly): Poly {
  let sum: Poly = new Map();
  for (const [m, c] of poly) {
    let term = constant(c);
    for (const s of parts(m)) term = product(term, s === name ? by : symbol(s));
    sum = plus(sum, term);
  }
  return sum;
}
