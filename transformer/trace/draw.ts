/** Points for a function that has no samples: drawn from the types of its parameters. */
import {
  copy,
  drawArgs,
  leavesOf,
  type Draw,
  type Point,
} from "../../src/check/index.ts";
import type { Param } from "../ir/nodes.ts";
import { definedPart, type Type } from "../ir/types.ts";

/** All arrays have one length: parameters of one function mostly have to agree. */
const LENGTH = 3;
/** How often a point is drawn again where the function is not finite, or throws. */
const ATTEMPTS = 40;

export interface Drawn {
  readonly points: readonly Point[];
  /** Parameters that look like counts. */
  readonly integers: readonly number[];
  /** Why there is no point. */
  readonly problem?: string;
}

export function drawPoints(
  params: readonly Param[],
  f: (...args: never[]) => unknown,
  count: number,
  seed: number,
): Drawn {
  const integers: number[] = [];
  const specs: Draw[] = [];
  for (const [i, { variable, rest, annotation }] of params.entries()) {
    if (isCount(variable.name, variable.type)) integers.push(i);
    const spec = literals(annotation) ?? specOf(variable.type, variable.name);
    if (spec === undefined)
      return {
        points: [],
        integers,
        problem: `an argument \`${variable.name}\` can't be drawn from its type: write samples`,
      };
    if (rest && typeof spec === "object" && spec.kind === "array")
      specs.push(...new Array<Draw>(spec.length).fill(spec.of));
    else specs.push(spec);
  }
  const points: Point[] = [];
  for (let k = 0; k < ATTEMPTS * count && points.length < count; k++) {
    const args = drawArgs(specs, seed + k);
    // Where nothing comes out at first, the domain may be that of a logarithm.
    const tried = k % 2 === 0 ? args : positive(args);
    if (isFine(f, tried)) points.push({ args: tried });
  }
  return points.length > 0
    ? { points, integers }
    : {
        points,
        integers,
        problem:
          "it is not finite, or throws, wherever it was run: write samples",
      };
}

function isFine(
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
): boolean {
  const own = copy(args) as never[];
  try {
    const value = f(...own);
    const leaves = leavesOf(value === undefined ? own : value);
    return leaves.length > 0 && leaves.every((l) => Number.isFinite(l.value));
  } catch {
    return false;
  }
}

/** In place: the values were drawn for this. */
function positive(args: unknown[]): unknown[] {
  const fix = (holder: Record<string, unknown>): void => {
    for (const key of Object.keys(holder)) {
      const inner = holder[key];
      if (typeof inner === "number") holder[key] = Math.abs(inner);
      else if (typeof inner === "object" && inner !== null)
        fix(inner as Record<string, unknown>);
    }
  };
  fix(args as unknown as Record<string, unknown>);
  return args;
}

/** By its name, since its type is a number's: `n`, `steps`, `rowCount`. */
const isCount = (name: string, type: Type): boolean =>
  definedPart(type).kind === "number" &&
  /^([nij]|count|size|length|width|height|rows|cols|columns|channels|stride|index|depth|steps|iterations|epochs|max[A-Z].*|num[A-Z].*|n[A-Z].*|.*(Count|Size|Length|Steps|Rows|Columns|Index))$/.test(
    name,
  );

function specOf(type: Type, name: string): Draw | undefined {
  const defined = definedPart(type);
  switch (defined.kind) {
    case "number":
      return isCount(name, defined)
        ? { kind: "integer", min: 1, max: LENGTH }
        : "number";
    case "boolean":
      return "boolean";
    case "typedArray":
      return { kind: defined.name, length: LENGTH };
    case "array": {
      const of = specOf(defined.element, "");
      return of && { kind: "array", length: LENGTH, of };
    }
    case "tuple": {
      const of = defined.elements.map((element) => specOf(element, ""));
      return of.includes(undefined)
        ? undefined
        : { kind: "tuple", of: of as Draw[] };
    }
    case "object":
      return defined.shape.isClass ? undefined : recordOf(defined.shape.fields);
    case "union": {
      const drawn = defined.members.map((member) => specOf(member, name));
      return drawn[0];
    }
    case "opaque":
      return literals(defined.text);
    // Nothing says which keys there are.
    case "dictionary":
    case "string":
    case "undefined":
    case "null":
    case "void":
      return undefined;
  }
}

function recordOf(
  fields: ReadonlyMap<
    string,
    { readonly type: Type; readonly optional: boolean }
  >,
): Draw | undefined {
  const of: Record<string, Draw> = {};
  for (const [name, field] of fields) {
    // What may be left out is left out: the type may be recursive there.
    if (field.optional) continue;
    const spec = specOf(field.type, name);
    if (spec === undefined) return undefined;
    of[name] = spec;
  }
  return { kind: "object", of };
}

/** `"relu" | "tanh"` */
function literals(text: string): Draw | undefined {
  const members = text.split("|").map((member) => member.trim());
  if (!members.every((member) => /^("[^"]*"|-?\d+(\.\d+)?)$/.test(member)))
    return undefined;
  return {
    kind: "one of",
    values: members.map((member) => JSON.parse(member) as unknown),
  };
}
