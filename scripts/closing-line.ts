/** The last line of a test run, for machines: how many tests passed, failed and were skipped. */
import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

export class ClosingLine implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
    reason: TestRunEndReason,
  ) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        count[test.result().state]++;
      }
      // A file that does not load has no tests: it counts as one that failed.
      if (module.state() === "failed" && !hasFailed(module)) count.failed++;
    }
    const found = count.failed + count.pending + errors.length;
    // A run can fail before any test does: its set-up, or nothing to run.
    const failed = found === 0 && reason !== "passed" ? 1 : found;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    process.stdout.write(
      `\n${count.passed} passed, ${failed} failed${skipped}\n`,
    );
  }
}

function hasFailed(module: TestModule): boolean {
  for (const _ of module.children.allTests("failed")) return true;
  return false;
}
