/** The compiler behind the commands. */
import { readFileSync } from "node:fs";
import { openProject } from "../../1-read/project.ts";
import { compile } from "../../compile.ts";
import { messageOf } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";
import { dump } from "../../ir/dump.ts";
import { checkFile, fileTable } from "../../trace/check-file.ts";
import { generateModule } from "../generate/generate.ts";
import type {
  CheckOutcome,
  CheckRequest,
  Core,
  ExplainRequest,
  Explanation,
  GeneratedModule,
  GenerateRequest,
} from "./core.ts";
import { slashes } from "./paths.ts";

export const core: Core = {
  stages: [
    { name: "read", summary: "the function as IR, as it was read" },
    { name: "derivatives", summary: "its derivatives as IR" },
    { name: "code", summary: "what is emitted" },
  ],
  generate: (request) => Promise.resolve(generate(request)),
  explain: (request) => Promise.resolve(explain(request)),
  check,
};

/** One project for all files: libraries and shared imports are parsed once. */
function generate(request: GenerateRequest): readonly GeneratedModule[] {
  const { compilerOptions, configFile } = request.settings;
  const project = openProject({ compilerOptions });
  const texts = new Map(
    request.files.map((file) => [file, readFileSync(file, "utf8")]),
  );
  // All at once, so that the program is made once and not anew for each file.
  for (const [file, text] of texts) project.setFile(slashes(file), text);
  return request.files.map((file) => {
    request.onFile?.(file);
    const outFile = request.outFile(file);
    const text = texts.get(file)!;
    const fileName = slashes(file);
    const compiled = attempt(fileName, () =>
      compile({ fileName, text, compilerOptions, project }),
    );
    if ("failure" in compiled) {
      return { file, outFile, functions: [], diagnostics: [compiled.failure] };
    }
    const made = generateModule({
      fileName,
      outFile: slashes(outFile),
      text,
      compiled,
      compilerOptions,
      hasConfig: configFile !== undefined,
    });
    return {
      file,
      outFile,
      ...(made.text === undefined ? {} : { text: made.text }),
      functions: compiled.functions.map(({ name }) => name),
      diagnostics: [...compiled.diagnostics, ...made.diagnostics],
    };
  });
}

/** The other files need not suffer from a bug that one of them meets. */
function attempt<T extends object>(
  file: string,
  work: () => T,
): T | { readonly failure: Diagnostic } {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const failure: Diagnostic = {
      code: "AD1001",
      severity: "error",
      message: messageOf("AD1001", { name: file, pass: "emit", message }),
      ...{ file, start: 0, end: 0, line: 1, column: 1 },
    };
    return { failure };
  }
}

function explain(request: ExplainRequest): Explanation {
  const { file, settings, stage = "code" } = request;
  const { compilerOptions } = settings;
  const text = readFileSync(file, "utf8");
  const compiled = compile({ fileName: slashes(file), text, compilerOptions });
  const { read, derived } = compiled.stages;
  const marked = read.marked.filter(
    ({ name }) => request.function === undefined || name === request.function,
  );
  const textOf = (key: string): string => {
    const own = derived.filter((each) => each.key.startsWith(`${key}#`));
    if (stage === "read") return dump(read.module.functions.get(key)!);
    if (stage === "derivatives")
      return own.map((each) => dump(each)).join("\n");
    return compiled.appended;
  };
  return {
    marked: read.marked.map(({ name }) => name),
    parts: marked.map(({ name, key }) => ({
      function: name,
      stage,
      text: textOf(key),
    })),
    diagnostics: compiled.diagnostics,
  };
}

async function check(request: CheckRequest): Promise<CheckOutcome> {
  const report = await checkFile(slashes(request.file), {
    functions: request.function === undefined ? undefined : [request.function],
    seed: request.seed,
    points: request.points,
    compilerOptions: request.settings.compilerOptions,
    onFunction: request.onFunction,
  });
  return {
    marked: report.marked,
    passed: report.passed,
    table: fileTable(report, request.paint),
    report,
    diagnostics: report.diagnostics,
  };
}
