/** Programs from a seed on, for so many seconds, and what became of them. */
import { random } from "../../src/check/index.ts";
import type { Analyses } from "../../transformer/3-differentiate/sweep.ts";
import { allAnalyses } from "../../transformer/3-differentiate/sweep.ts";
import { newCoverage, type Coverage } from "./coverage.ts";
import { generate, type Program } from "./generate/program.ts";
import { variantsOf, type Variant } from "./metamorphose.ts";
import { run } from "./run.ts";
import { shrink } from "./shrink.ts";
import { isFinding, signature, type Verdict } from "./verdict.ts";

export interface Finding {
  /** What `npm run fuzz -- --program` takes. */
  readonly seed: number;
  readonly program: Program;
  readonly verdict: Verdict;
}

export interface Campaign {
  readonly counts: Readonly<Record<Verdict["kind"], number>>;
  readonly variants: number;
  /** The first of each kind. */
  readonly findings: readonly Finding[];
  /** How often each was found, by signature. */
  readonly signatures: ReadonlyMap<string, number>;
  readonly coverage: Coverage;
  readonly seconds: number;
}

export interface CampaignOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Or so many programs, whichever ends first. */
  readonly programs?: number;
  readonly onFinding?: (finding: Finding) => Promise<void> | void;
  readonly onBatch?: (done: number) => void;
}

/** Programs of one module: more are slower to compile, fewer don't pay for the type checker. */
const BATCH = 12;

const programOf = (seed: number): Program => generate(seed, `_${seed}`);

/** One or two of a program's variants, always the same ones. */
function variantsOfSeed(seed: number, program: Program): Variant[] {
  const draw = random(seed);
  const all = variantsOf(program, draw);
  const from = draw.integer(0, Math.max(0, all.length - 1));
  return all.slice(from, from + 2);
}

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const { seed, seconds, programs = Infinity, onFinding, onBatch } = options;
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  const counts = {
    agreed: 0,
    wild: 0,
    "not comparable": 0,
    "ill-typed": 0,
    refused: 0,
    crashed: 0,
    disagreed: 0,
  };
  const signatures = new Map<string, number>();
  const findings: Finding[] = [];
  const coverage = newCoverage();
  const names = Object.keys(allAnalyses) as (keyof Analyses)[];
  let variants = 0;
  let done = 0;
  for (let batch = 0; elapsed() < seconds && done < programs; batch++) {
    // Batches of different campaigns don't overlap for seeds that are near one another.
    const seeds = Array.from(
      { length: BATCH },
      (_, k) => seed * 1_000_000 + batch * BATCH + k,
    );
    const made = seeds.map(programOf);
    const ran = await run(made, {
      variants: (program) => {
        const list = variantsOfSeed(seeds[made.indexOf(program)]!, program);
        variants += list.length;
        return list;
      },
      // One analysis after the other, then all of them.
      without: batch % 2 === 0 ? undefined : withoutOf(names, batch >> 1),
    });
    if (ran.result) coverage.add(ran.result);
    done += made.length;
    for (const [i, verdict] of ran.verdicts.entries()) {
      counts[verdict.kind]++;
      if (!isFinding(verdict) && verdict.kind !== "ill-typed") continue;
      const key = signature(verdict);
      signatures.set(key, (signatures.get(key) ?? 0) + 1);
      if (signatures.get(key)! > 1) continue;
      const finding = { seed: seeds[i]!, program: made[i]!, verdict };
      findings.push(finding);
      await onFinding?.(finding);
    }
    onBatch?.(done);
  }
  return {
    counts,
    variants,
    findings,
    signatures,
    coverage,
    seconds: elapsed(),
  };
}

const withoutOf = (
  names: readonly (keyof Analyses)[],
  turn: number,
): readonly (keyof Analyses)[] => {
  const name = names[turn % (names.length + 1)];
  return name === undefined ? names : [name];
};

/** A program by its seed, as a campaign runs it. */
export async function runSeed(seed: number): Promise<Finding> {
  const program = programOf(seed);
  return { seed, program, verdict: await verdictOf(seed, program) };
}

const needsVariants = (verdict: Verdict): boolean =>
  verdict.kind === "disagreed" &&
  /^(named|outlined|reordered|in a|permuted)/.test(verdict.how);

async function verdictOf(
  seed: number,
  program: Program,
  withVariants = true,
  without?: readonly (keyof Analyses)[],
): Promise<Verdict> {
  const variants = withVariants
    ? (p: Program): Variant[] => variantsOf(p, random(seed))
    : undefined;
  return (await run([program], { variants, without })).verdicts[0]!;
}

/** The smallest program that fails in the same way. */
export async function shrunk(
  { seed, program, verdict }: Finding,
  seconds: number,
): Promise<Finding> {
  const wanted = signature(verdict);
  const how = verdict.kind === "disagreed" ? verdict.how : "";
  const without = how.startsWith("without ")
    ? (how.slice("without ".length).split(",") as (keyof Analyses)[])
    : undefined;
  const withVariants = needsVariants(verdict);
  let last = verdict;
  const small = await shrink(
    program,
    async (smaller) => {
      const found = await verdictOf(seed, smaller, withVariants, without);
      if (signature(found) !== wanted) return false;
      last = found;
      return true;
    },
    seconds,
  );
  return { seed, program: small, verdict: last };
}
