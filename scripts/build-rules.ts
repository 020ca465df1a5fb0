/**
 * Reads the partials of `src/rules` from their source and writes them as templates for the compiler:
 *
 *     npx tsx scripts/build-rules.ts            # writes transformer/3-differentiate/rules.generated.ts
 *     npx tsx scripts/build-rules.ts --check    # exit 1 if that file is stale
 *
 * From the source, because `Function.prototype.toString` at run time does not survive minifiers and coverage
 * tools.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { isRuleName, rules } from "../src/rules/index.ts";
import { printTable } from "./rules/print.ts";
import { readRules } from "./rules/read.ts";

const path = (relative: string): string =>
  fileURLToPath(new URL(`../${relative}`, import.meta.url));
const target = path("transformer/3-differentiate/rules.generated.ts");

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
  const text = await format(printTable(read), { parser: "typescript" });
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (current() !== text) {
    console.error(
      "rules.generated.ts is stale: run npx tsx scripts/build-rules.ts",
    );
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function current(): string | undefined {
  try {
    return readFileSync(target, "utf8");
  } catch {
    return undefined;
  }
}
