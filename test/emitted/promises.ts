/**
 * What holds for the derivatives of every function at every point of its samples, beside being right: they
 * are registered, the intrinsics find them, pullbacks do not disturb one another, and `Adjoint` adds.
 * (That they leave their arguments alone and that a pullback can be called twice, is part of every check.)
 */
import { emptyLike, keysOf, partAt, setPart } from "../../src/check/parts.ts";
import { describe, expect, test } from "vitest";
import { copy, leavesOf } from "../../src/check/index.ts";
import { grad, valueAndGrad, vjp } from "../../src/index.ts";
import { canCarry } from "../../transformer/3-differentiate/entries/selection.ts";
import type { Func } from "../../transformer/ir/nodes.ts";
import type { Marked } from "../../transformer/ir/program.ts";
import { definedPart, isReference } from "../../transformer/ir/types.ts";
import { allFiles } from "../gradients/all-files.ts";
import type { AnyFunction } from "../gradients/load.ts";
import { fixturesOf } from "../fixtures/load.ts";
import { modulesOf } from "./modules.ts";
import { outputs } from "./outputs.ts";

const moduleOf = modulesOf(outputs());
const outputOf = new Map(outputs().map((output) => [output.file, output]));

interface Registered {
  readonly of: unknown;
  readonly grad?: AnyFunction;
  readonly valueAndGrad?: AnyFunction;
  readonly vjp: AnyFunction;
  readonly adjoint: AnyFunction;
}

interface Subject {
  readonly name: string;
  readonly f: AnyFunction;
  readonly record: Registered;
  readonly marked: Marked;
  readonly func: Func;
  readonly points: readonly (readonly unknown[])[];
  readonly float32: boolean;
}

/** The functions of a file that were compiled. */
async function subjectsOf(file: string): Promise<Subject[]> {
  const { marked, module } = outputOf.get(file)!.result.stages.read;
  const emitted = new Set(
    outputOf.get(file)!.result.stages.derived.map(({ key }) => key),
  );
  const exports = moduleOf(file);
  const subjects: Subject[] = [];
  for (const { name, sample } of await fixturesOf(file)) {
    const f = exports[name]!;
    const one = marked.find((m) => m.name === f.name || m.name === name)!;
    if (!emitted.has(`${one.key}#Adjoint`)) continue;
    const { adjoint: record } = f as unknown as { adjoint: Registered };
    const func = module.functions.get(one.key)!;
    const points = sample.args;
    const float32 = sample.float32 === true;
    subjects.push({ name, f, record, marked: one, func, points, float32 });
  }
  return subjects;
}

const copied = (args: readonly unknown[]): unknown[] => copy([...args]);

describe.each(allFiles)("%s", (file) => {
  test("hooks register what is exported", async () => {
    const exports = moduleOf(file);
    for (const { name, f, record, marked, func } of await subjectsOf(file)) {
      expect(record.of, name).toBe(f);
      expect(record.vjp, name).toBe(exports[`${marked.base}Vjp`]);
      expect(record.adjoint, name).toBe(exports[`${marked.base}Adjoint`]);
      const isNumber = func.result.kind === "number";
      const grads = [record.grad, record.valueAndGrad];
      const named = ["Grad", "ValueAndGrad"].map(
        (end) => exports[marked.base + end],
      );
      expect(grads, name).toEqual(named);
      expect(grads.every((one) => (one !== undefined) === isNumber)).toBe(true);
    }
  });

  test("the intrinsics find them", async () => {
    for (const { name, f, record, marked, points } of await subjectsOf(file)) {
      const args = points[0]!;
      if (record.grad === undefined) {
        expect(() => grad(f), name).toThrow();
        continue;
      }
      const wanted = record.grad(...copied(args)) as unknown;
      const find = (wrt?: readonly number[]): AnyFunction[] => [
        grad(f, wrt as never) as AnyFunction,
        (...a) => (valueAndGrad(f, wrt as never) as AnyFunction)(...a).grad,
        (...a) =>
          (vjp(f as AnyFunction, wrt as never) as AnyFunction)(...a).pullback(
            1,
          ),
      ];
      if (marked.wrt === undefined) {
        for (const one of find()) near(one(...copied(args)), wanted, name);
      } else {
        // Plain types can't see the tag.
        for (const one of [grad, valueAndGrad, vjp] as AnyFunction[])
          expect(() => one(f) as unknown, name).toThrow(/wrt|\[/);
        const chosen = marked.wrt.map((i) => (wanted as unknown[])[i]);
        for (const one of find(marked.wrt))
          near(one(...copied(args)), chosen, name);
      }
    }
  });

  test("pullbacks do not disturb one another", async () => {
    for (const { name, record, points, func } of await subjectsOf(file)) {
      const runs = [...points, points[0]!].map((args) => {
        const given = copied(args);
        const { value, pullback } = record.vjp(...given) as {
          value: unknown;
          pullback: AnyFunction;
        };
        const isVoid = func.result.kind === "void";
        const cotangent = ones(isVoid ? [...(value as unknown[])] : value);
        const first = copy(pullback(copy(cotangent)));
        return { pullback, cotangent, first };
      });
      for (const { pullback, cotangent, first } of [...runs].reverse())
        expect(pullback(copy(cotangent)), name).toEqual(first);
    }
  });

  test("Adjoint adds to what it is given", async () => {
    for (const subject of await subjectsOf(file))
      for (const args of subject.points) adds(subject, args);
  });
});

/** All numbers of a value, made ones. */
function ones(value: unknown): unknown {
  return filled(value, 1, new Map());
}

/** A shadow with the same number everywhere; shared where the value is. */
function filled(
  value: unknown,
  number: number,
  seen: Map<object, unknown>,
): unknown {
  if (typeof value === "number") return number;
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Float64Array || value instanceof Float32Array) {
    const shadow = value.slice().fill(number);
    seen.set(value, shadow);
    return shadow;
  }
  if (ArrayBuffer.isView(value)) return value;
  const shadow = emptyLike(value);
  seen.set(value, shadow);
  for (const key of keysOf(value))
    setPart(shadow, key, filled(partAt(value, key), number, seen));
  return shadow;
}

/** With shadows and slots of zeros, and of ones: the difference is one, but for what is written. */
function adds(subject: Subject, args: readonly unknown[]): void {
  const { name, f, func, marked, record, float32 } = subject;
  const isVoid = func.result.kind === "void";
  const after = copied(args);
  const value = (f as AnyFunction)(...after) as unknown;
  const passed = packed(func, args);
  const final = packed(func, after);
  const isInput = (i: number): boolean =>
    canCarry(func.params[i]!) && marked.wrt?.includes(i) !== false;
  const isWritten = passed.map(
    (arg, i) => numbers(arg).join() !== numbers(final[i]).join(),
  );
  const run = (number: number): unknown[] => {
    const seen = new Map<object, unknown>();
    const given = copied(passed);
    // The shadow of what is written is the cotangent of its final contents: of a kernel always, else zero.
    const shadows = given.map((arg, i) =>
      isInput(i)
        ? filled(arg, isWritten[i] ? +isVoid : number, seen)
        : undefined,
    );
    const count = func.params.filter(
      ({ variable }, i) =>
        isInput(i) && definedPart(variable.type).kind === "number",
    ).length;
    const slots = new Float64Array(count).fill(number);
    const result = record.adjoint(
      ...given,
      ...shadows.filter((_, i) => isReference(func.params[i]!.variable.type)),
      ...(isVoid ? [] : [ones(value)]),
      ...(count > 0 ? [slots] : []),
    ) as unknown;
    expect(numbers(result), name).toEqual(numbers(value));
    // The function's own rest array is seen by nobody: here it is an argument.
    func.params.forEach((param, i) => {
      if (param.rest)
        isWritten[i] = numbers(given[i]).join() !== numbers(passed[i]).join();
      else expect(numbers(given[i]), name).toEqual(numbers(final[i]));
    });
    let slot = 0;
    return func.params.map(({ variable }, i) => {
      if (!isInput(i)) return undefined;
      return isReference(variable.type) ? shadows[i] : slots[slot++];
    });
  };
  const zeros = run(0);
  const more = run(1);
  func.params.forEach((param, i) => {
    if (!isInput(i)) return;
    const step = isWritten[i] ? 0 : 1;
    const wanted = numbers(zeros[i]).map((x) => x + step);
    expect(numbers(more[i]).length, name).toBe(wanted.length);
    numbers(more[i]).forEach((found, k) => {
      const want = wanted[k]!;
      const tolerance = (float32 ? 1e-5 : 1e-9) * (1 + Math.abs(want));
      if (Object.is(found, want) || Math.abs(found - want) <= tolerance) return;
      expect(found, `${name}, ${param.variable.name}[${k}]`).toBe(want);
    });
  });
}

/** A rest parameter is passed as one array, an optional one as undefined. */
function packed({ params }: Func, args: readonly unknown[]): unknown[] {
  const rest = params.at(-1)?.rest === true;
  return params.map((_, i) =>
    rest && i === params.length - 1 ? args.slice(i) : args[i],
  );
}

const numbers = (value: unknown): number[] =>
  leavesOf(value).map((leaf) => leaf.value);

function near(found: unknown, wanted: unknown, name: string): void {
  const [a, b] = [numbers(found), numbers(wanted)];
  expect(a.length, name).toBe(b.length);
  a.forEach((x, i) => {
    const y = b[i]!;
    const close = Math.abs(x - y) <= 1e-10 * (1 + Math.abs(y));
    if (!Object.is(x, y) && !close) expect(x, name).toBe(y);
  });
}
