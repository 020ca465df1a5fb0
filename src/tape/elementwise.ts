/**
 * A function of numbers, applied to each element of tensors that broadcast.
 *
 * Its derivative is again a function of numbers, applied to each element: the adjoint times a partial. So
 * tensors follow the very rules that numbers do, guards and kinks included, and an outer tape differentiates
 * the partial by running a small tape of numbers per element.
 */
import type { Rule, RuleName } from "../rules/index.ts";
import { rules } from "../rules/index.ts";
import { broadcastTo, sumTo } from "./gather.ts";
import { result } from "./operation.ts";
import type { Pull, Recorder } from "./record.ts";
import { op, partialsAt, product } from "./scalar.ts";
import {
  allocate,
  broadcastShape,
  elementsOf,
  sameShape,
  shapeOf,
  sizeOf,
} from "./shape.ts";
import type { Sums } from "./sweep.ts";
import { sweep } from "./sweep.ts";
import type { Num, Value } from "./values.ts";
import { Scalar, Tensor } from "./values.ts";

/** A function of numbers, recorded where they are, and its vector-Jacobian products. */
interface Elementwise {
  readonly name: string;
  at(...args: Num[]): Num;
  /** What an adjoint adds to argument `k`, as a function of the adjoint, the arguments and the value. */
  pull(k: number): Elementwise;
  readonly constant: boolean;
}

/** An operation of the rule table, or one made by `rule(…)`, on values of any kind. */
export function apply(name: RuleName | Rule, ...args: Value[]): Value {
  const rule = typeof name === "string" ? rules[name] : name;
  if (args.some((arg) => arg instanceof Tensor)) {
    if (rule.arity === 2 && args.length > 2) {
      return args.reduce((left, right) => apply(name, left, right));
    }
    return map(ofRule(rule, name), args);
  }
  const out = op(name, ...(args as Num[]));
  // A zero derivative rather than an unknown value: the tape goes on following it.
  return rule.zero && args.some((arg) => arg instanceof Scalar)
    ? result(name as string, args, Float64Array.of(out as number), [])
    : out;
}

const ofRule = (rule: Rule, name: RuleName | Rule): Elementwise => ({
  name: typeof name === "string" ? name : "a rule of yours",
  constant: rule.zero,
  at: (...args) => op(name, ...args),
  pull: (k) =>
    composed(`${String(name)}'`, (adjoint, ...known) =>
      product(rule, adjoint!, partialsAt(rule, name, known)[k]!, k),
    ),
});

/** A function that is written with `op`: its derivative comes from a tape of its own. */
const composed = (name: string, at: (...args: Num[]) => Num): Elementwise => ({
  name,
  constant: false,
  at,
  pull: (k) =>
    composed(`${name}'`, (adjoint, ...known) => {
      const tape: Recorder = { recording: true, steps: [] };
      // The last of `known` is the value; it is computed again here, on this tape.
      const inputs = known.slice(0, -1).map((x) => follow(x, tape));
      const out = at(...inputs);
      const adjoints =
        out instanceof Scalar
          ? sweep(tape, [[out, adjoint!]], numbers)
          : undefined;
      tape.recording = false;
      for (const x of inputs) {
        x.tapes = x.tapes.filter((other) => other !== tape);
      }
      return (adjoints?.(inputs[k]!) as Num | undefined) ?? 0;
    }),
});

const numbers: Sums = {
  add: (a, b) => op("add", a as Num, b as Num),
  fit: (part) => part,
};

/** An outer tape goes by identity, so the very same number is followed, for as long as this derivative takes. */
function follow(x: Num, tape: Recorder): Scalar {
  if (typeof x === "number") return new Scalar(x, [tape]);
  x.tapes = [...x.tapes, tape];
  return x;
}

function map(f: Elementwise, args: readonly Value[]): Value {
  const shape = broadcastShape(f.name, args.map(shapeOf));
  const size = sizeOf(shape);
  const columns = args.map((arg) =>
    arg instanceof Tensor && sameShape(arg.shape, shape)
      ? { data: arg.data, step: 1 }
      : shapeOf(arg).length === 0
        ? { data: elementsOf(arg), step: 0 }
        : { data: elementsOf(broadcastTo(arg, shape)), step: 1 },
  );
  const out = allocate(args, size);
  const row = new Array<number>(args.length);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < columns.length; k++) {
      const { data, step } = columns[k]!;
      row[k] = data[i * step]!;
    }
    out[i] = f.at(...row) as number;
  }
  if (f.constant) return result(f.name, args, out, shape);
  const pull: Pull = (adjoint, step, tape) =>
    step.inputs.map((input, k) =>
      typeof input === "object" && input.tapes.includes(tape)
        ? sumTo(
            map(f.pull(k), [adjoint, ...step.inputs, step.output]),
            shapeOf(input),
          )
        : undefined,
    );
  return result(f.name, args, out, shape, pull);
}
