/* eslint-disable no-console -- a command */
/**
 * `npm run fuzz -- --seconds 300 --seed 7`: random programs through the generated derivatives, the tape and
 * differences. `--program SEED` runs one again, and makes it small.
 */
import { parseArgs } from "node:util";
import { campaign, runSeed, shrunk, type Finding } from "./campaign.ts";
import { samplesOf, textOf } from "./generate/program.ts";
import { isFinding, signature } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 10_000) },
    program: { type: "string" },
    /** How long each finding is made smaller; 0: not at all. */
    shrink: { type: "string", default: "20" },
  },
});

async function show(finding: Finding): Promise<void> {
  // A refusal says itself what it is about.
  const isShrunk =
    values.program !== undefined || finding.verdict.kind !== "refused";
  const limit = isShrunk ? Number(values.shrink) : 0;
  const { program, verdict, seed } =
    limit > 0 ? await shrunk(finding, limit) : finding;
  const message = "message" in verdict ? verdict.message : "";
  console.log(`\n--- ${signature(verdict)} (--program ${seed})`);
  console.log(message.slice(0, 1000));
  console.log(textOf(program).replace(/\n\s*\n+/g, "\n"));
  console.log(`// ${samplesOf(program)}`);
}

if (values.program !== undefined) {
  const finding = await runSeed(Number(values.program));
  if (isFinding(finding.verdict)) await show(finding);
  else console.log(textOf(finding.program), finding.verdict);
  process.exit(isFinding(finding.verdict) ? 1 : 0);
}

const seed = Number(values.seed);
const found = await campaign({
  seed,
  seconds: Number(values.seconds),
  onFinding: show,
});
const { counts, coverage, signatures } = found;
const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
console.log(
  `\nseed ${seed}: ${all} programs and ${found.variants} variants in ${found.seconds.toFixed(0)} s`,
);
for (const [kind, count] of Object.entries(counts))
  console.log(`  ${kind}: ${count}`);
if (signatures.size > 0) console.log("by kind:");
for (const [key, count] of [...signatures].sort((a, b) => b[1] - a[1]))
  console.log(`  ${count} × ${key}`);
const missing = coverage.missing();
console.log(
  `reached: ${coverage.count.size} kinds of nodes and rules; not reached: ${[...missing.kinds, ...missing.rules.map((r) => `rule ${r}`)].join(", ") || "none"}`,
);
process.exit(counts.crashed + counts.disagreed > 0 ? 1 : 0);
