/** The compiler behind the commands. */
import { readFileSync } from "node:fs";
import { openProject } from "../../1-read/project.ts";
import { compile } from "../../compile.ts";
import type { Diagnostic } from "../../ir/program.ts";
import {
  checkFile,
  fileTable,
  type CheckFileOptions,
  type FileReport,
} from "../../trace/check-file.ts";
import { InputError } from "../../trace/input-error.ts";
import { generateModule } from "../generate/generate.ts";
import type {
  CheckOutcome,
  CheckRequest,
  Core,
  GeneratedModule,
  GenerateRequest,
} from "./core.ts";
import { explain, stages } from "./explain-stages.ts";
import { slashes } from "../shared/paths.ts";
import { UsageError } from "../shared/usage-error.ts";
import { internalFailure } from "../shared/internal-failure.ts";

export const core: Core = {
  stages,
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
    return { failure: internalFailure(file, error) };
  }
}

/** What keeps it from running may be the user's to mend. */
async function checked(
  file: string,
  options: CheckFileOptions,
): Promise<FileReport> {
  try {
    return await checkFile(file, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(error.message, error.advice);
  }
}

async function check(request: CheckRequest): Promise<CheckOutcome> {
  const report = await checked(slashes(request.file), {
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
