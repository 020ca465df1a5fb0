import { defineConfig } from "vitest/config";
import { ClosingLine } from "./scripts/closing-line.ts";

export default defineConfig({
  test: {
    // Vitest leaves a core free, and there may be only two.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Two workers load the compiler once each, and not once for each file.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/package/**", "test/hosts/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // The packed package in someone else's project: minutes, not milliseconds.
          name: "package",
          include: ["test/package/**/*.test.ts", "test/hosts/**/*.test.ts"],
          globalSetup: ["test/package/setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
    reporters: ["default", new ClosingLine()],
  },
});
