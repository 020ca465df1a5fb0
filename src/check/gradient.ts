/**
 * The check of one function: generated derivatives, the tape and differences against one another, at every
 * point, for every parameter and entry.
 */
import { copy } from "./copy.ts";
import { drawCotangent, type Outcome } from "./cotangent.ts";
import { enginesOf, type Answer, type Engine } from "./engines.ts";
import { compareEntries } from "./entries.ts";
import { leavesOf } from "./leaves.ts";
import { ledger, type Ledger } from "./ledger.ts";
import { random } from "./random.ts";
import type { FailureKind, GradientReport } from "./report.ts";
import {
  namer,
  signatureOf,
  type GradientCheck,
  type Point,
} from "./request.ts";
import { firstDifference } from "./same.ts";

export function checkGradient(check: GradientCheck): GradientReport {
  const seed = check.seed ?? 1;
  const draw = random(seed);
  const nameOf = namer(check);
  const book = ledger({
    name: check.name ?? (check.f.name || "(anonymous)"),
    seed,
    tape: check.tape !== undefined,
    nonSmooth: check.nonSmooth === true,
    nameOf,
  });
  check.points.forEach((point, index) => {
    book.point();
    const outcome = attempt(book, index, "the function", () =>
      runPrimal(check, point),
    );
    if (outcome === undefined) return;
    const failing = reporter(book, index);
    compareStatedValue(point, outcome, failing);
    const written = outcome.args.map(
      (arg, i) => firstDifference(arg, point.args[i]) !== undefined,
    );
    const cotangent = point.cotangent ?? drawCotangent(outcome, written, draw);
    const ask = (name: string, engine: Engine): Answer | undefined => {
      const answer = attempt(book, index, name, () =>
        engine(copy(point.args) as unknown[], copy(cotangent)),
      );
      if (answer) compareOutcome(answer, outcome, name, failing);
      return answer;
    };
    const answers = new Map<string, Answer>();
    const engines = enginesOf(check.generated, outcome, signatureOf(check));
    for (const [name, engine] of Object.entries(engines)) {
      book.ran(name);
      const answer = ask(name, engine);
      if (answer) answers.set(name, answer);
    }
    compareEntries({
      check,
      point,
      index,
      cotangent,
      outcome,
      answers,
      tape: check.tape && ask("tape", check.tape),
      float32:
        check.float32 === true ||
        [point.args, outcome.value].some((value) =>
          leavesOf(value).some((leaf) => leaf.float32),
        ),
      draw,
      book,
      nameOf,
    });
  });
  const branches = check.coverage?.();
  if (check.allBranches === true)
    for (const arm of branches?.unreached ?? [])
      book.fail({ kind: "branch", message: `not checked: ${arm}` });
  return { ...book.close(), ...(branches && { branches }) };
}

/** The user's own function, on its own copy of the arguments. */
function runPrimal(check: GradientCheck, point: Point): Outcome {
  const args = copy(point.args) as unknown[];
  const value = (check.f as (...args: unknown[]) => unknown)(...args);
  return { value, args };
}

type Reporter = (kind: FailureKind, engine: string, message: string) => void;

const reporter =
  (book: Ledger, point: number): Reporter =>
  (kind, engine, message) =>
    book.fail({ kind, point, engine, message });

function attempt<T>(
  book: Ledger,
  index: number,
  engine: string,
  run: () => T,
): T | undefined {
  try {
    return run();
  } catch (error) {
    const message =
      error instanceof Error
        ? `${error.name}: ${error.message}`
        : String(error);
    reporter(book, index)("threw", engine, `threw ${message}`);
    return undefined;
  }
}

/** Bit for bit: that is what catches a wrong reader, in the compiler and in the traced form. */
function compareOutcome(
  answer: Answer,
  outcome: Outcome,
  name: string,
  failing: Reporter,
): void {
  if (answer.broken !== undefined) failing("broken", name, answer.broken);
  if (answer.value) {
    const other = firstDifference(answer.value.of, outcome.value);
    if (other !== undefined)
      failing("value", name, `the primal's value differs: ${other}`);
  }
  if (answer.written) {
    const other = firstDifference(
      answer.written.slice(0, outcome.args.length),
      outcome.args,
    );
    if (other !== undefined)
      failing("written", name, `the arguments after the call differ: ${other}`);
  }
}

/** The primal's own numbers, where they are stated. For a void kernel: its arguments. */
function compareStatedValue(
  { expected }: Point,
  outcome: Outcome,
  failing: Reporter,
): void {
  if (expected?.value === undefined) return;
  const found = leavesOf(outcome.value ?? outcome.args).map((l) => l.value);
  const wanted = leavesOf(expected.value).map((l) => l.value);
  const off = wanted.findIndex(
    (x, i) =>
      !(
        Object.is(found[i], x) || Math.abs(found[i]! - x) <= expected.tolerance
      ),
  );
  if (found.length === wanted.length && off < 0) return;
  failing(
    "expected",
    "the function",
    off < 0
      ? `returned ${found.length} numbers, where ${wanted.length} are stated`
      : `returned ${found[off]}, where ${wanted[off]} is stated`,
  );
}
