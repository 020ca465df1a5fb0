/**
 * tsc, by ts-patch: a program transformer. It gives TypeScript our text in place of the user's, so that imports of
 * what is emitted, declarations, maps, `--watch`, `--incremental` and `-b` are TypeScript's own work.
 */
import type { ts } from "ts-morph";
import type { Diagnostic } from "../../ir/program.ts";
import { insteadOf, report } from "../../diagnostics/report.ts";
import { concerns } from "../shared/concerns.ts";
import { isDeclaration } from "../shared/paths.ts";
import type { Output, Session } from "../shared/session.ts";
import { openSession } from "../shared/session.ts";
import { ownSourceInMaps } from "./maps.ts";

/** What of TypeScript's is used: the user's own instance, whichever version it is. */
type TypeScript = typeof ts;

interface Extras {
  readonly ts: TypeScript;
}

export default function transformProgram(
  program: ts.Program,
  host: ts.CompilerHost | undefined,
  _config: unknown,
  { ts }: Extras,
): ts.Program {
  const sources = program
    .getSourceFiles()
    .filter(
      (file) =>
        !isDeclaration(file.fileName) &&
        !program.isSourceFileFromExternalLibrary(file) &&
        concerns(file.text),
    );
  // An editor's program is about the text that it shows.
  if (sources.length === 0 || sources.some(isOfLanguageService)) return program;
  const options = program.getCompilerOptions();
  const session = sessionFor(options);
  session.expect(sources.map((file) => [file.fileName, file.text]));
  const outputs = new Map<string, Output>();
  const problems = new Map<string, Diagnostic[]>();
  for (const { fileName, text } of sources) {
    const output = session.compile(fileName, text)!;
    outputs.set(fileName, output);
    for (const each of output.diagnostics) {
      if (each.severity === "warning") {
        warn(each, program, ts);
        continue;
      }
      // Of a file that TypeScript does not check, told where it matters.
      const known = program.getSourceFile(each.file);
      const isOurs =
        known !== undefined &&
        !known.isDeclarationFile &&
        !program.isSourceFileFromExternalLibrary(known);
      const at: Diagnostic = isOurs
        ? each
        : {
            ...each,
            ...{ file: fileName, start: 0, end: 0 },
            message: `${each.message} (${each.file}(${each.line},${each.column}))`,
          };
      problems.set(at.file, [...(problems.get(at.file) ?? []), at]);
    }
  }
  const changed = (file: string): boolean =>
    (outputs.get(file)?.appended ?? "") !== "" || problems.has(file);
  const anew = programOf(program, host, ts, (file, textBefore) => {
    if (!changed(file)) return undefined;
    const told = problems.get(file) ?? [];
    const output = outputs.get(file);
    return {
      text: output?.text ?? textBefore,
      // A file whose problems have changed is to be reported again, even where its text has not.
      version: JSON.stringify([output?.text ?? textBefore, told]),
      settle: (source) => attach(source, told, output, options, ts),
    };
  });
  return ownSourceInMaps(anew, host, outputs, ts);
}

const isOfLanguageService = (file: ts.SourceFile): boolean =>
  "scriptSnapshot" in file;

const sessions = new Map<string, Session>();

/** Kept from program to program: `--watch` makes a new one at each save. */
function sessionFor({
  configFile: _,
  ...options
}: ts.CompilerOptions & { readonly configFile?: unknown }): Session {
  const key = JSON.stringify(options);
  let session = sessions.get(key);
  if (session === undefined) {
    session = openSession({ compilerOptions: options });
    sessions.set(key, session);
  }
  return session;
}

interface Replacement {
  readonly text: string;
  readonly version: string;
  readonly settle: (file: ts.SourceFile) => void;
}

/** The same program with other texts in some files; the others are not parsed again. */
function programOf(
  program: ts.Program,
  host: ts.CompilerHost | undefined,
  ts: TypeScript,
  replacementOf: (file: string, text: string) => Replacement | undefined,
): ts.Program {
  const options = program.getCompilerOptions();
  const base = host ?? ts.createCompilerHost(options, true);
  const made = new Map<string, ts.SourceFile>();
  const sourceFile: ts.CompilerHost["getSourceFile"] = (file, how, ...rest) => {
    const before = program.getSourceFile(file);
    if (before === undefined) return base.getSourceFile(file, how, ...rest);
    const known = made.get(before.fileName);
    if (known !== undefined) return known;
    const wanted = replacementOf(before.fileName, before.text);
    if (wanted === undefined) return before;
    const { scriptKind } = before as { readonly scriptKind?: ts.ScriptKind };
    const after = ts.createSourceFile(
      before.fileName,
      wanted.text,
      how,
      true,
      scriptKind,
    );
    const hash = base.createHash ?? ts.sys.createHash ?? String;
    Object.assign(after, { version: hash(wanted.version) });
    wanted.settle(after);
    made.set(before.fileName, after);
    return after;
  };
  const wrapped = Object.create(base) as ts.CompilerHost;
  wrapped.getSourceFile = sourceFile;
  if (base.getSourceFileByPath !== undefined)
    wrapped.getSourceFileByPath = (file, _path, how, ...rest) =>
      sourceFile(file, how, ...rest);
  const references = program.getProjectReferences?.();
  return ts.createProgram({
    rootNames: program.getRootFileNames(),
    options,
    host: wrapped,
    oldProgram: program,
    ...(references === undefined ? {} : { projectReferences: references }),
    configFileParsingDiagnostics: program.getConfigFileParsingDiagnostics(),
  });
}

/** Our errors among the file's own: so every way to build reports them, and fails. */
function attach(
  file: ts.SourceFile,
  problems: readonly Diagnostic[],
  output: Output | undefined,
  options: ts.CompilerOptions,
  ts: TypeScript,
): void {
  const lists = file as unknown as Record<
    "bindDiagnostics" | "parseDiagnostics",
    ts.Diagnostic[] | undefined
  >;
  // What is not type-checked is reported as syntax is.
  const isChecked =
    options.noCheck !== true &&
    (/\.[cm]?tsx?$/.test(file.fileName) || options.checkJs === true);
  const list = (lists[isChecked ? "bindDiagnostics" : "parseDiagnostics"] ??=
    []);
  for (const each of problems) {
    const start = moved(each.start, output);
    list.push({
      file,
      start,
      length: moved(each.end, output) - start,
      category: ts.DiagnosticCategory.Error,
      code: numberOf(each.code),
      source: "adjoint",
      messageText: `${each.code}: ${each.message}\n  ${insteadOf(each)}`,
    });
  }
}

/** Where an offset of the user's text is in the text with hooks. */
const moved = (offset: number, output: Output | undefined): number =>
  (output?.hooks ?? [])
    .filter((hook) => hook.at <= offset)
    .reduce((sum, hook) => sum + hook.text.length, offset);

/** TypeScript writes `TS` and a number: ours are above all of its own. */
const numberOf = (code: string): number =>
  990_000 + Number(code.replace(/\D/g, ""));

const told = new WeakSet<Diagnostic>();

/** TypeScript counts a warning as a failure, so it is not told of ours. */
function warn(warning: Diagnostic, program: ts.Program, ts: TypeScript): void {
  if (told.has(warning)) return;
  told.add(warning);
  const text = program.getSourceFile(warning.file)?.text ?? "";
  const folder = ts.sys.getCurrentDirectory().replaceAll("\\", "/");
  const file = warning.file.startsWith(`${folder}/`)
    ? warning.file.slice(folder.length + 1)
    : warning.file;
  process.stderr.write(`${report(warning, text, file)}\n\n`);
}
