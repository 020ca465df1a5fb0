/** `adjoint explain`: what the compiler makes of a function, at the end or after any stage. */
import type { Core, ExplanationPart } from "../core.ts";
import type { Io } from "../io.ts";
import { mustBeMarked } from "../marked.ts";
import { isError, reportDiagnostics } from "../report.ts";
import { settingsFor } from "../../shared/settings.ts";
import { suggest } from "../suggest.ts";
import { parseTarget } from "../target.ts";
import { UsageError } from "../../shared/usage-error.ts";

export interface ExplainOptions {
  readonly stage?: string;
  readonly json?: boolean;
}

export async function explain(
  core: Core,
  text: string,
  options: ExplainOptions,
  io: Io,
): Promise<number> {
  const target = parseTarget(text, io.cwd);
  const { stage } = options;
  if (stage !== undefined) mustBeStage(core, stage);
  const explanation = await core.explain({
    settings: settingsFor(target.file),
    ...target,
    ...(stage === undefined ? {} : { stage }),
  });
  const { marked, parts, diagnostics } = explanation;
  // A function that was refused is not in the list: its errors say why.
  if (!diagnostics.some(isError)) mustBeMarked(target, marked, io);
  reportDiagnostics(diagnostics, io);
  if (options.json === true) {
    const { file } = target;
    io.out(`${JSON.stringify({ file, parts, diagnostics }, null, 2)}\n`);
  } else {
    io.out(parts.map((part) => section(part, parts.length, io)).join("\n"));
  }
  return diagnostics.some(isError) ? 1 : 0;
}

function section(part: ExplanationPart, parts: number, io: Io): string {
  const text = part.text.endsWith("\n") ? part.text : `${part.text}\n`;
  if (parts === 1) return text;
  const title = `// ${part.function}: ${part.stage}`;
  return `${io.outColors.bold(title)}\n${text}`;
}

function mustBeStage(core: Core, name: string): void {
  const names = core.stages.map((each) => each.name);
  if (names.includes(name)) return;
  const near = suggest(name, names);
  const width = Math.max(...names.map((each) => each.length));
  throw new UsageError(
    `there is no stage ${JSON.stringify(name)}${near.length > 0 ? `, did you mean ${near.join(" or ")}?` : ""}`,
    "the stages, in order:",
    ...core.stages.map(
      (each) => `  ${each.name.padEnd(width)}  ${each.summary}`,
    ),
  );
}
