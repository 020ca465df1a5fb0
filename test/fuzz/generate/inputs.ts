/** Arguments, as text: a point that fails is shown as it is. */
import { below, chance, pick, type Scope } from "./scope.ts";
import type { Parameter } from "./program.ts";

export interface Input {
  readonly text: string;
}

/** One for a parameter; any number for a rest parameter, and none where an optional one is left out. */
export function input(s: Scope, { kind, rest, text }: Parameter): Input[] {
  if (rest === true)
    return Array.from({ length: 2 + below(s, 2) }, () => ({ text: number(s) }));
  if (/=|\?:/.test(text) && chance(s, 0.4)) return [];
  return [{ text: valueText(s, kind) }];
}

function valueText(s: Scope, kind: Parameter["kind"]): string {
  const n = (): string => number(s);
  const point = (): string => `{ x: ${n()}, y: ${n()} }`;
  switch (kind) {
    case "number":
    case "optional":
      return n();
    case "integer":
      return `${1 + below(s, 3)}`;
    case "boolean":
      return pick(s, ["true", "false"]);
    case "mode":
      return `"${pick(s, ["a", "b", "c"])}"`;
    case "array":
      return `[${n()}, ${n()}, ${n()}]`;
    case "float64":
      return `Float64Array.of(${n()}, ${n()}, ${n()})`;
    case "float32":
      return `Float32Array.of(${n()}, ${n()}, ${n()})`;
    case "matrix":
      return `[[${n()}, ${n()}, ${n()}], [${n()}, ${n()}]]`;
    case "point":
      return point();
    case "pair":
      return `[${n()}, ${n()}]`;
    case "record":
      return `{ p: ${point()}, w: [${n()}, ${n()}, ${n()}], k: ${n()} }`;
    case "points":
      return `[${point()}, ${point()}]`;
    case "table":
      return `{ a: ${n()}, b: ${n()} }`;
    case "vector":
    case "map":
    case "functions":
    case "choices":
      throw new Error("such a value is made in the program");
  }
}

/** Between 0.1 and 2, of either sign: most kinks are at 0. */
const number = (s: Scope): string => {
  const size = s.world.random.between(0.1, 2).toFixed(3);
  return chance(s, 0.4) ? `-${size}` : size;
};
