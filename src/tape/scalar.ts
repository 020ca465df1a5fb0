/** Operations of the rule table on numbers that tapes may follow. */
import type { Rule, RuleName } from "../rules/index.ts";
import { rules } from "../rules/index.ts";
import { recordedPartials } from "./partials.generated.ts";
import type { Recorder, Step } from "./record.ts";
import {
  firstUnrecorded,
  followedElsewhere,
  followers,
  record,
} from "./record.ts";
import type { Num, Value } from "./values.ts";
import { Scalar, value } from "./values.ts";

/**
 * Applies an operation of the rule table, or one made by `rule(…)`. Plain numbers in, plain number out, as
 * JavaScript computes it; what a tape follows comes out recorded. Piecewise constant operations give a plain
 * number. More than two arguments of a binary operation are folded from the left: `op("max", a, b, c)`.
 */
export function op(name: RuleName | Rule, ...args: Num[]): Num {
  const rule = typeof name === "string" ? rules[name] : name;
  if (rule.arity === 2 && args.length > 2) {
    return args.reduce((left, right) => op(rule, left, right));
  }
  let plain = true;
  for (const arg of args) if (arg instanceof Scalar) plain = false;
  if (plain) return rule.value(...(args as number[]));
  const out = rule.value(...args.map((x) => value(x)));
  if (rule.zero) return out;
  const label = typeof name === "string" ? name : "a rule of yours";
  const tapes = followers(args);
  if (tapes.length === 0) {
    return new Scalar(out, tapes, firstUnrecorded(label, args));
  }
  const output = new Scalar(out, tapes);
  record({ name: label, inputs: args, output, pull: pullOf(rule, name) });
  return output;
}

const pulls = new Map<Rule, Step["pull"]>();

function pullOf(rule: Rule, name: RuleName | Rule): Step["pull"] {
  let pull = pulls.get(rule);
  if (!pull) {
    pull = (adjoint, step, tape) =>
      pullBack(rule, name, adjoint as Num, step, tape);
    // A rule of the table lives as long as the program; one made on the spot must not pile up here.
    if (typeof name === "string") pulls.set(rule, pull);
  }
  return pull;
}

function pullBack(
  rule: Rule,
  name: RuleName | Rule,
  adjoint: Num,
  step: Step,
  tape: Recorder,
): readonly Num[] {
  const inputs = step.inputs as readonly Num[];
  const partials = partialsOf(rule, name, inputs, step.output as Scalar, tape);
  return partials.map((partial, i) => product(rule, adjoint, partial, i));
}

/** `adjoint * partial`, guarded where the rule asks for it. */
export function product(
  rule: Rule,
  adjoint: Num,
  partial: Num,
  argument: number,
): Num {
  // The guard's own second product is guard(d, adjoint): it is d that wins there.
  if (rule.guard && argument === 1) return op("guard", partial, adjoint);
  return op(rule.singular || rule.guard ? "guard" : "mul", adjoint, partial);
}

/** Plain numbers, unless an outer tape wants to know how they came about. */
function partialsOf(
  rule: Rule,
  name: RuleName | Rule,
  inputs: readonly Num[],
  output: Scalar,
  tape: Recorder,
): readonly Num[] {
  const nested = (x: Value): boolean => followedElsewhere(x, tape);
  const known: readonly Num[] = inputs.some(nested)
    ? [...inputs, output]
    : [...inputs, output].map((x) => value(x));
  return partialsAt(rule, name, known);
}

/** The partials at `[...arguments, out]`, recorded where one of them is. */
export function partialsAt(
  rule: Rule,
  name: RuleName | Rule,
  known: readonly Num[],
): readonly Num[] {
  const plain = known.every((x) => typeof x === "number");
  if (!plain && typeof name !== "string") {
    throw new Error(
      "A second derivative asks for the derivative of a rule that was made by defineRule, " +
        "whose partials are plain JavaScript: write the function out in operations of adjoint/tape instead.",
    );
  }
  const at = (...args: Num[]): readonly Num[] =>
    plain
      ? rule.partials(...(args as number[]))
      : recordedPartials[name as RuleName](
          op,
          value,
          ...(args as [Num, Num, Num]),
        );
  if (rule.arity !== "variadic") return at(...known);
  const out = known[known.length - 1]!;
  return known.slice(0, -1).map((x) => at(x, out)[0]!);
}
