/** Forward mode and second derivatives of one program against its reverse mode. */
import { copy, difference } from "../../src/check/index.ts";
import type { Sample } from "../../transformer/trace/samples.ts";
import type { Registered } from "../../src/registered.ts";
import {
  directionLike,
  dot,
  moved,
  numbersAt,
  numbersFrom,
  placesOf,
  sizeOf,
} from "../differentiate/forward-directions.ts";

type Call = (...args: unknown[]) => unknown;

/** What is wrong; empty where all agrees. `gradient`: one entry a parameter. */
export function compareForward(
  f: Call,
  derivatives: Registered,
  args: readonly unknown[],
  { float32 = false, integers = [] }: Pick<Sample, "float32" | "integers">,
): string[] {
  const { jvp, vjp, grad, hvp, single } = derivatives as unknown as Record<
    string,
    Call | undefined
  > & { single?: boolean };
  if (!jvp || !vjp) return [];
  const problems: string[] = [];
  const tolerance = float32 ? 1e-5 : 1e-8;
  const listOf = (entries: unknown): unknown[] =>
    single === true ? [entries] : (entries as unknown[]);

  const answer = vjp(...(copy([...args]) as unknown[])) as {
    value: unknown;
    pullback: Call;
  };
  const isVoid = f(...(copy([...args]) as unknown[])) === undefined;
  const isList = Array.isArray(answer.value);
  const asList = (x: unknown): unknown[] => (isList ? (x as unknown[]) : [x]);
  const outs = [...asList(answer.value).keys()];
  const weights = directionLike(asList(answer.value), outs, numbersFrom(3));
  const probe = listOf(
    answer.pullback(isList ? copy(weights) : copy(weights[0])),
  );
  const entries = probe.flatMap((entry, i) =>
    entry !== undefined && args[i] !== undefined && !integers.includes(i)
      ? [i]
      : [],
  );
  if (entries.length === 0) return [];
  const direction = directionLike(args, entries, numbersFrom(1));
  const { value, tangent } = jvp(copy([...args]), copy(direction)) as {
    value: unknown;
    tangent: unknown;
  };
  if (
    !isVoid &&
    !isList &&
    typeof value === "number" &&
    !Object.is(value, answer.value)
  )
    problems.push(`jvp: value ${value} for ${String(answer.value)}`);
  // Of a void kernel, what no derivative belongs to is left out on both sides.
  const given = asList(tangent).map((x, i) =>
    x === undefined || (isVoid && typeof x === "number")
      ? undefined
      : weights[i],
  );
  const paired = outs.filter((i) => given[i] !== undefined);
  const gradient = listOf(answer.pullback(copy(isList ? given : given[0])));
  const left = dot(
    numbersAt(placesOf(asList(tangent), paired)),
    numbersAt(placesOf(given, paired)),
  );
  const g = numbersAt(placesOf(gradient, entries));
  const t = numbersAt(placesOf(direction, entries));
  const right = dot(g, t);
  if (g.every(Number.isFinite)) {
    const scale = Math.max(sizeOf(g, t), Math.abs(left), 1e-3);
    if (!(Math.abs(left - right) <= tolerance * scale))
      problems.push(`jvp: tangent ${left}, and ${right} by the gradient`);
  }
  if (!hvp || !grad || float32) return problems;

  const products = numbersAt(
    placesOf(listOf(hvp(copy([...args]), copy(direction))), entries),
  );
  products.forEach((found, k) => {
    const along = (h: number): number => {
      const list = listOf(grad(...moved(args, direction, entries, h)));
      return numbersAt(placesOf(list, entries))[k]!;
    };
    const slope = difference(along, 0);
    if (slope.reason !== undefined) return;
    const off = Math.abs(found - slope.derivative);
    const size = Math.max(
      Math.abs(found),
      Math.abs(slope.derivative),
      1e-2 * slope.natural,
    );
    if (!(off <= 1e-5 * size + 10 * slope.error))
      problems.push(
        `hvp: number ${k} is ${found}, and ${slope.derivative} by differences of the gradient`,
      );
  });
  return problems;
}
