/** The last line of a test run, for machines: how many tests passed, failed and were skipped. */
import type { Reporter, TestModule } from "vitest/node";

export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        count[test.result().state]++;
      }
      // A file that does not load has no tests: it counts as one that failed.
      if (module.state() === "failed" && !hasFailed(module)) count.failed++;
    }
    const failed = count.failed + count.pending + errors.length;
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
