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
import type { Num } from "./values.ts";
import { Scalar, value } from "./values.ts";

/**
 * Applies an operation of the rule table, or one made by `rule(…)`. Plain numbers in, plain number out, as
 * JavaScript computes it; what a tape follows comes out recorded. Piecewise constant operations give a plain
 * number. More than two arguments of a binary operation are folded from the left: `op("max", a, b, c)`.
 */
export function op(name: RuleName | Rule, ...args: Num[]): Num {
  const rule = typeof name === "string" ? rules[name] : name;
  if (rule.arity === 2 && args.length > 2) return fold(name, args);
  let plain = true;
  const numbers = new Array<number>(args.length);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg instanceof Scalar) plain = false;
    numbers[i] = arg instanceof Scalar ? arg.value : arg;
  }
  const out = rule.value(...numbers);
  if (plain) return out;
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

const fold = (name: RuleName | Rule, args: readonly Num[]): Num =>
  args.reduce((left, right) => op(name, left, right));

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
  const known = knownAt(step, tape);
  const partials = partialsAt(rule, name, known);
  const parts = new Array<Num>(step.inputs.length);
  for (let i = 0; i < parts.length; i++) {
    parts[i] = product(rule, adjoint, partials[i]!, i);
  }
  return parts;
}

/** Arguments and value: plain numbers, unless an outer tape wants to know how the partials came about. */
function knownAt(step: Step, tape: Recorder): readonly Num[] {
  const inputs = step.inputs as readonly Num[];
  const output = step.output as Scalar;
  const nested = inputs.some((x) => followedElsewhere(x, tape));
  if (nested) return [...inputs, output];
  const known = inputs.map((x) => value(x));
  known.push(output.value);
  return known;
}

/** `adjoint * partial`, guarded where the rule asks for it. */
export function product(
  rule: Rule,
  adjoint: Num,
  partial: Num,
  argument: number,
): Num {
  // The guard's own second product is guard(d, adjoint): it is d that wins there.
  if (typeof adjoint === "number" && typeof partial === "number") {
    if (!rule.singular && !rule.guard) return adjoint * partial;
  }
  if (rule.guard && argument === 1) return op("guard", partial, adjoint);
  return op(rule.singular || rule.guard ? "guard" : "mul", adjoint, partial);
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
