/** What `adjoint explain` can show of a function, from what was read to what is emitted. */
import { readFileSync } from "node:fs";
import { compile, type CompileResult } from "../../compile.ts";
import { dump } from "../../ir/dump.ts";
import type { Marked } from "../../ir/program.ts";
import { readModuleText } from "../generate/references.ts";
import type { ExplainRequest, Explanation, Stage } from "./core.ts";
import { slashes } from "./paths.ts";

interface Shown extends Stage {
  readonly show: (marked: Marked, compiled: CompileResult) => string;
}

export const stages: readonly Shown[] = [
  {
    name: "read",
    summary: "the function as IR, as it was read",
    show: ({ key }, { stages }) => dump(stages.read.module.functions.get(key)!),
  },
  {
    name: "derivatives",
    summary: "its derivatives as IR, simplified",
    show: (marked, compiled) =>
      derivedOf(marked, compiled)
        .map((each) => dump(each))
        .join("\n"),
  },
  {
    name: "stored",
    summary: "what the reverse sweep needs and can't compute again",
    show: storedText,
  },
  {
    name: "code",
    summary: "what is emitted (this is shown if no stage is named)",
    show: codeOf,
  },
];

export function explain(request: ExplainRequest): Explanation {
  const { file, settings, stage: name = "code" } = request;
  const { compilerOptions } = settings;
  const text = readFileSync(file, "utf8");
  const compiled = compile({ fileName: slashes(file), text, compilerOptions });
  const { marked } = compiled.stages.read;
  const stage = stages.find((each) => each.name === name)!;
  const shown = marked.filter(
    (each) =>
      (request.function === undefined || each.name === request.function) &&
      (stage.name === "read" || derivedOf(each, compiled).length > 0),
  );
  return {
    marked: marked.map((each) => each.name),
    parts: shown.map((each) => ({
      function: each.name,
      stage: stage.name,
      text: stage.show(each, compiled),
    })),
    diagnostics: compiled.diagnostics,
  };
}

function derivedOf(
  { key }: Marked,
  { stages }: CompileResult,
): CompileResult["stages"]["derived"] {
  return stages.derived.filter((each) => each.key.startsWith(`${key}#`));
}

function storedText(marked: Marked, { stages }: CompileResult): string {
  const stored = stages.saved.filter(({ func }) => func === marked.name);
  if (stored.length === 0) return "nothing is stored\n";
  const lines = stored.map(({ name, loops, growable, origin }) => {
    const what = growable
      ? "on a stack that grows, since the number of iterations can't be known"
      : loops === 0
        ? "in a variable"
        : `in an array, by ${loops === 1 ? "its loop" : `its ${loops} loops`}`;
    return `${name}: ${what} (line ${origin.line}: ${origin.text})`;
  });
  return `${[...new Set(lines)].join("\n")}\n`;
}

/** The emitted functions of one marked function, and those that they call. */
function codeOf(marked: Marked, compiled: CompileResult): string {
  const { emitted } = compiled.stages;
  const wanted = new Set(derivedOf(marked, compiled).map((each) => each.key));
  const module = readModuleText("emitted.ts", compiled.appended);
  const queue = module.declared(
    emitted.functions.filter(({ key }) => wanted.has(key)).map((f) => f.name),
  );
  const found = new Map(queue.map((each) => [each.statement, each.name]));
  // The list grows while it is walked.
  for (const statement of found.keys()) {
    for (const each of module.referredBetween(statement.pos, statement.end)) {
      found.set(each.statement, each.name);
    }
  }
  const ordered = [...found.keys()].sort((a, b) => a.pos - b.pos);
  const texts = ordered.map((statement) =>
    module.file.text.slice(statement.pos, statement.end).trim(),
  );
  return `${texts.join("\n\n").replace(/^\/\/ ----.*\n+/, "")}\n`;
}
