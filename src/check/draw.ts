/** Arguments drawn from a description of their types, by a seed. */
import { random, type Random } from "./random.ts";

/** What a parameter takes. The short forms draw numbers in [-2, 2] that keep away from 0. */
export type Draw =
  | "number"
  | "integer"
  | "boolean"
  | {
      readonly kind: "number";
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly kind: "integer";
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly kind: "array"; readonly length: number; readonly of: Draw }
  | {
      readonly kind: TypedArrayKind;
      readonly length: number;
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly kind: "tuple"; readonly of: readonly Draw[] }
  | { readonly kind: "object"; readonly of: Readonly<Record<string, Draw>> }
  | { readonly kind: "one of"; readonly values: readonly unknown[] };

export type TypedArrayKind =
  | "Float64Array"
  | "Float32Array"
  | "Int32Array"
  | "Uint32Array"
  | "Int16Array"
  | "Uint16Array"
  | "Int8Array"
  | "Uint8Array"
  | "Uint8ClampedArray";

const floatArrays = { Float64Array, Float32Array };
const integerArrays = {
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
};

/** One value per description. The same seed draws the same values. */
export function drawArgs(of: readonly Draw[], seed: number): unknown[] {
  const source = random(seed);
  return of.map((each) => drawOne(each, source));
}

function drawOne(of: Draw, source: Random): unknown {
  if (of === "number") return awayFromZero(source);
  if (of === "integer") return source.integer(1, 4);
  if (of === "boolean") return source.uniform() < 0.5;
  switch (of.kind) {
    case "number":
      return numberIn(of, source);
    case "integer":
      return source.integer(of.min ?? 1, of.max ?? 4);
    case "array":
      return Array.from({ length: of.length }, () => drawOne(of.of, source));
    case "tuple":
      return of.of.map((each) => drawOne(each, source));
    case "object":
      return Object.fromEntries(
        Object.entries(of.of).map(([name, each]) => [
          name,
          drawOne(each, source),
        ]),
      );
    case "one of":
      return of.values[source.integer(0, of.values.length - 1)];
    case "Float64Array":
    case "Float32Array": {
      const made = new floatArrays[of.kind](of.length);
      return made.map(() => numberIn(of, source));
    }
    default: {
      const made = new integerArrays[of.kind](of.length);
      return made.map(() => source.integer(of.min ?? 0, of.max ?? 3));
    }
  }
}

const numberIn = (
  { min, max }: { min?: number; max?: number },
  source: Random,
): number =>
  min === undefined && max === undefined
    ? awayFromZero(source)
    : source.between(min ?? max! - 1, max ?? min! + 1);

/** Most kinks of most functions are at 0. */
const awayFromZero = (source: Random): number =>
  source.between(0.1, 2) * (source.uniform() < 0.5 ? -1 : 1);
