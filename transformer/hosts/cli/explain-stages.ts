/** What `adjoint explain` can show of a function, from what was read to what is emitted. */
import { readFileSync } from "node:fs";
import { compile, type CompileResult } from "../../compile.ts";
import { format } from "../../5-emit/format.ts";
import { dump } from "../../ir/dump.ts";
import type { Marked } from "../../ir/program.ts";
import { reachable } from "../../ir/reachable.ts";
import type { Stage } from "../../ir/stages.ts";
import { visitBlock } from "../../ir/walk.ts";
import { passes } from "../../pipeline.ts";
import { readModuleText } from "../generate/references.ts";
import type * as core from "./core.ts";
import { reachedText } from "./reached.ts";
import { slashes } from "../shared/paths.ts";

/** Every pass, and what is told across passes. */
export const stages: readonly core.Stage[] = [
  ...passes.map(([name, summary]) => ({ name, summary })),
  {
    name: "stored",
    summary: "what the reverse sweep needs and can't compute again",
  },
  {
    name: "reached",
    summary:
      "every function it calls: differentiated, by rule, inactive, refused",
  },
  { name: "all", summary: "each of them" },
];

export function explain(request: core.ExplainRequest): core.Explanation {
  const { file, settings, stage: name = "emit" } = request;
  const { compilerOptions } = settings;
  const text = readFileSync(file, "utf8");
  const seen: Stage[] = [];
  const compiled = compile({
    fileName: slashes(file),
    text,
    compilerOptions,
    pipeline: { onStage: (stage) => seen.push(stage) },
  });
  const { marked } = compiled.stages.read;
  const wanted = stages
    .map((each) => each.name)
    .filter((each) => each !== "all" && (name === "all" || each === name));
  const parts = marked
    .filter(
      (each) =>
        request.function === undefined || each.name === request.function,
    )
    .flatMap((each) =>
      wanted.map((stage) => ({
        function: each.name,
        stage,
        text: textOf(stage, each, compiled, seen),
      })),
    );
  return {
    marked: marked.map((each) => each.name),
    parts: parts.filter((part) => part.text !== ""),
    diagnostics: compiled.diagnostics,
  };
}

function textOf(
  stage: string,
  marked: Marked,
  compiled: CompileResult,
  seen: readonly Stage[],
): string {
  if (stage === "emit") return codeOf(marked, compiled);
  if (stage === "stored") return storedText(marked, compiled);
  const keys = keysOf(marked, compiled);
  if (stage === "reached") {
    const { functions } = compiled.stages.read.module;
    const primals = keys.filter((key) => functions.has(key));
    return reachedText(primals, keys, compiled);
  }
  // A function may be derived twice, with the better result kept: the last is what counts.
  const shown = new Map(
    seen
      .filter((each) => each.pass === stage && keys.includes(each.key))
      .map((each) => [each.key, stageText(each)]),
  );
  // The same function on its way to several derivatives looks the same in most passes.
  const texts = new Set(keys.flatMap((key) => shown.get(key) ?? []));
  return [...texts].join("\n");
}

function stageText({ func, facts, notes = [] }: Stage): string {
  const lines = notes.map((note) => `// ${note}\n`);
  return dump(func, facts) + lines.join("");
}

/** The function itself, what is made of it, and the same of all that it calls. */
function keysOf(marked: Marked, compiled: CompileResult): readonly string[] {
  const { functions } = compiled.stages.read.module;
  const primals = new Set([marked.key]);
  // The set grows while it is walked.
  for (const key of primals) {
    visitBlock(functions.get(key)?.body ?? [], {
      stmt: (s) => {
        if (s.kind === "call") primals.add(s.callee);
      },
    });
  }
  const own = derivedOf(marked, compiled);
  const all = new Map(compiled.stages.derived.map((each) => [each.key, each]));
  const halves = reachable(own, all).map((each) => each.key);
  return [...primals, ...own.map((each) => each.key), ...halves];
}

function derivedOf(
  { key }: Marked,
  { stages }: CompileResult,
): CompileResult["stages"]["derived"] {
  return stages.derived.filter((each) => each.key.startsWith(`${key}#`));
}

function storedText(marked: Marked, compiled: CompileResult): string {
  if (derivedOf(marked, compiled).length === 0) return "";
  const { saved } = compiled.stages;
  const stored = saved.filter(({ func }) => func === marked.name);
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
  if (wanted.size === 0) return "";
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
  const members = compiled.stages.emitted.hooks.flatMap((hook) =>
    hook.member !== undefined && hook.at === marked.method?.end
      ? [hook.text.trim()]
      : [],
  );
  if (members.length > 0)
    texts.unshift(
      format(
        `class ${marked.method!.className} {\n${members.join("\n")}\n}`,
      ).trim(),
    );
  return `${texts.join("\n\n").replace(/^\/\/ ----.*\n+/, "")}\n`;
}
