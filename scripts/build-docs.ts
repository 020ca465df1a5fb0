/**
 * Writes what the documentation takes from elsewhere than its author:
 *
 *     npx tsx scripts/build-docs.ts             # docs/errors, from the catalogue of diagnostics, and docs/support.md
 *     npx tsx scripts/build-docs.ts --check     # exit 1 if a page is out of date
 *     npx tsx scripts/build-docs.ts --outputs   # also runs the pages, and fills in what their commands print
 *
 * `test/package/docs.test.ts` says which blocks are run, and holds every output to what is printed.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { format } from "prettier";
import { globSync } from "tinyglobby";
import { catalogue, severityOf } from "../transformer/diagnostics/catalogue.ts";
import type { Code } from "../transformer/diagnostics/catalogue.ts";
import { example } from "./docs/example.ts";
import { supportPage } from "./docs/support.ts";

const checkOnly = process.argv.includes("--check");
const folder = "docs/errors";
const codes = (Object.keys(catalogue) as Code[]).sort();
const pages = new Map([
  [`${folder}/README.md`, index()],
  ...codes.map((code) => [`${folder}/${code}.md`, page(code)] as const),
  ["docs/support.md", supportPage()],
]);

const stale = globSync(`${folder}/*.md`).filter((file) => !pages.has(file));
for (const [file, text] of pages) {
  const now = await format(text, { parser: "markdown" });
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (before === now) continue;
  if (checkOnly) stale.push(file);
  else write(file, now);
}
if (checkOnly && stale.length > 0) {
  console.error(`${stale.join(", ")}: out of date`);
  console.error("npx tsx scripts/build-docs.ts writes them again");
  process.exitCode = 1;
}
if (!checkOnly) stale.forEach((file) => rmSync(file));
if (process.argv.includes("--outputs")) {
  globSync(["*.md", "docs/**/*.md"]).sort().forEach(fillOutputs);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${file} written`);
}

// -------------------------------------------------------------------------------------------- error pages

function page(code: Code): string {
  const { title, message, why, instead, wrong, right } = catalogue[code];
  return [
    `# ${code}: ${title}`,
    ...(wrong === ""
      ? [block("text", `${severityOf(code)} ${code}: ${message}`)]
      : []),
    why,
    `**Instead.** ${instead}`,
    ...(wrong === ""
      ? []
      : [
          "## Wrong",
          block("ts", wrong),
          block("text", example(wrong).printed(code)),
          "## Right",
          block("ts", right),
        ]),
    "[All diagnostics](README.md)",
  ].join("\n\n");
}

function index(): string {
  const rows = (severity: "error" | "warning"): string[] => [
    "| code | |\n| --- | --- |",
    ...codes
      .filter((code) => severityOf(code) === severity)
      .map((code) => `| [${code}](${code}.md) | ${catalogue[code].title} |`),
  ];
  return [
    "# Diagnostics",
    "A derivative is right, or it is one of these. They are printed in the format of tsc, with the code they are about; for a function with an error nothing is emitted.",
    `## Errors\n\n${rows("error").join("\n")}`,
    `## Warnings\n\n${rows("warning").join("\n")}`,
    "These pages are made from `transformer/diagnostics/` by `scripts/build-docs.ts`.",
  ].join("\n\n");
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

// ------------------------------------------------------------------------------------------------ outputs

/** Works through a page as its reader would, with the compiler of this folder. */
function fillOutputs(file: string): void {
  const before = readFileSync(file, "utf8");
  if (!/^```text output$/m.test(before)) return;
  const project = mkdtempSync(join(tmpdir(), "adjoint-docs-"));
  prepare(project);
  let printed = "";
  const after = before.replace(
    /^```(\S+ .+)\n([^]*?)^```$/gm,
    (all: string, info: string, text: string) => {
      const path = /^\S+ file=(\S+)$/.exec(info)?.[1];
      if (path !== undefined) put(join(project, path), text);
      if (info === "sh run") printed = run(text, project, file);
      return info === "text output" ? `\`\`\`${info}\n${printed}\`\`\`` : all;
    },
  );
  rmSync(project, { recursive: true });
  if (after !== before) write(file, after);
}

/** A project in which `npx adjoint` and `import … from "adjoint"` are what stands here. */
function prepare(project: string): void {
  const bin = join(project, "node_modules/.bin");
  const tsx = resolve("node_modules/.bin/tsx");
  const main = resolve("transformer/hosts/cli/main.ts");
  put(join(bin, "adjoint"), `#!/bin/sh\nexec "${tsx}" "${main}" "$@"\n`, 0o755);
  put(join(bin, "tsx"), `#!/bin/sh\nexec "${tsx}" "$@"\n`, 0o755);
  put(
    join(project, "package.json"),
    JSON.stringify({ name: "reader", private: true, type: "module" }),
  );
  put(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        strict: true,
        noEmit: true,
        types: [],
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        paths: {
          adjoint: [resolve("src/index.ts")],
          "adjoint/transformer": [resolve("transformer/compile.ts")],
        },
      },
      include: ["."],
    }),
  );
}

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

function run(text: string, cwd: string, page: string): string {
  const env = { ...process.env, NO_COLOR: "1" };
  const result = spawnSync("bash", ["-e", "-c", text], {
    cwd,
    encoding: "utf8",
    env,
  });
  if (result.status !== 0) {
    throw new Error(
      `${page}: ${text.trim()}\n${result.stdout}${result.stderr}`,
    );
  }
  return result.stdout;
}
