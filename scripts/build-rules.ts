/**
 * Reads the partials of `src/rules` from their source and writes them as templates for the compiler, and as
 * recorded operations for the tape's second derivatives:
 *
 *     npx tsx scripts/build-rules.ts            # writes the two files below
 *     npx tsx scripts/build-rules.ts --check    # exit 1 if one of them is stale
 *
 * From the source, because `Function.prototype.toString` at run time does not survive minifiers and coverage
 * tools.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { isRuleName, rules } from "../src/rules/index.ts";
import { printRecordedPartials, printTable } from "./rules/print.ts";
import { readRules } from "./rules/read.ts";

const path = (relative: string): string =>
  fileURLToPath(new URL(`../${relative}`, import.meta.url));
const targets = {
  "transformer/3-differentiate/rules.generated.ts": printTable,
  "src/tape/partials.generated.ts": printRecordedPartials,
};

try {
  const read = ["arithmetic", "math", "integer"].flatMap((name) =>
    readRules(path(`src/rules/${name}.ts`), `src/rules/${name}.ts`),
  );
  for (const name of Object.keys(rules)) {
    if (!read.some((entry) => entry.name === name)) {
      throw new Error(`src/rules: ${name} is in the table but in no file read`);
    }
  }
  for (const { name } of read) {
    if (!isRuleName(name)) {
      throw new Error(`src/rules: ${name} was read but is not in the table`);
    }
  }
  for (const [target, print] of Object.entries(targets)) {
    const text = await format(print(read), { parser: "typescript" });
    if (!process.argv.includes("--check")) {
      writeFileSync(path(target), text);
    } else if (current(target) !== text) {
      console.error(`${target} is stale: run npx tsx scripts/build-rules.ts`);
      process.exitCode = 1;
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function current(target: string): string | undefined {
  try {
    return readFileSync(path(target), "utf8");
  } catch {
    return undefined;
  }
}
