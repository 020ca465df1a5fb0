/** A budget of the fuzzer that is the same in every run; `npm run fuzz` looks further. */
import { expect, test } from "vitest";
import { campaign } from "./campaign.ts";
import { samplesOf, textOf } from "./generate/program.ts";
import { signature } from "./verdict.ts";

test("random programs: generated derivatives, tape and differences agree", async () => {
  const { counts, findings, coverage, variants } = await campaign({
    seed: 2026,
    // By number and not by time: what is tested must not depend on the machine.
    seconds: Infinity,
    programs: 60,
  });
  const wrong = findings.filter(
    ({ verdict: { kind } }) => kind === "crashed" || kind === "disagreed",
  );
  expect(
    wrong
      .map(({ program, verdict, seed }) =>
        [
          `${signature(verdict)}; npm run fuzz -- --program ${seed}`,
          "message" in verdict ? verdict.message : "",
          textOf(program),
          samplesOf(program),
        ].join("\n"),
      )
      .join("\n"),
  ).toBe("");
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  // Where most were refused, or compared with nothing, nothing was tested.
  expect(counts.agreed).toBeGreaterThan(0.8 * all);
  expect(variants).toBeGreaterThan(0);
  expect(coverage.missing().kinds.length).toBeLessThan(4);
  process.stdout.write(
    `${all} programs and ${variants} variants: ${JSON.stringify(counts)}\n`,
  );
}, 240_000);
