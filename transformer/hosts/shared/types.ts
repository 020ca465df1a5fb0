/**
 * Type errors, for hosts in which nobody else would tell them: bundlers and runners take types away unread, and the
 * derivative of code whose types are wrong can't be trusted. Checked is what `tsc` would check: the modules of the
 * tsconfig, with what is emitted in them.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Project, ts as bundled } from "ts-morph";
import type { ts } from "ts-morph";
import type { Diagnostic } from "../../ir/program.ts";
import { concerns } from "./concerns.ts";
import { isSource, slashes } from "./paths.ts";
import type { Session } from "./session.ts";
import type { Settings } from "./settings.ts";
import { toDiagnostic } from "./settings.ts";

/** What of a TypeScript is used: the user's own, or the one that reads for us. */
type TypeScript = Pick<
  typeof ts,
  | "createProgram"
  | "createCompilerHost"
  | "createSourceFile"
  | "getDefaultLibFileName"
>;

export interface TypeCheck {
  /** A module goes through the host, with this text on the disk. */
  readonly see: (file: string, text: string) => void;
  /** The type errors of these modules, or of all that were seen; each as it was seen last. */
  readonly errors: (files?: Iterable<string>) => readonly Diagnostic[];
  /**
   * For runners, which have no end: the errors of each module as it comes, from the first on that is compiled (so
   * that a run without any waits for no type checker).
   */
  readonly errorsOnTheWay: (isCompiled: boolean) => readonly Diagnostic[];
}

export function openTypeCheck(
  settingsOf: (file: string) => Settings,
  compile: Session["compile"],
): TypeCheck {
  const texts = new Map<string, string>();
  let fresh = new Set<string>();
  let isAwake = false;
  const programs = new Map<string, Checked>();
  const programFor = (settings: Settings, files: readonly string[]) => {
    const { configFile = "" } = settings;
    const before = programs.get(configFile);
    const isCurrent = (file: string): boolean =>
      (before?.texts.get(file) ?? texts.get(file)) === texts.get(file);
    if (before !== undefined && files.every(isCurrent)) return before;
    const checked = programOf(settings, compile, before);
    programs.set(configFile, checked);
    return checked;
  };
  const errorsIn = (files: Iterable<string>): Diagnostic[] => {
    const byConfig = new Map<string, Settings & { files: string[] }>();
    for (const file of files) {
      const settings = settingsOf(file);
      // Without a tsconfig nobody has said what an error is.
      if (settings.configFile === undefined) continue;
      const known = byConfig.get(settings.configFile);
      if (known) known.files.push(file);
      else byConfig.set(settings.configFile, { ...settings, files: [file] });
    }
    return [...byConfig.values()].flatMap((settings) => {
      const { program, refused } = programFor(settings, settings.files);
      const errors = settings.files.flatMap((file) => errorsOf(file, program));
      if (errors.length === 0) return [];
      // What a module lacks that was refused, others miss: it is said first.
      const causes = [...refused].flatMap(([file, ours]) => [
        ...errorsOf(file, program),
        ...ours,
      ]);
      return [...causes, ...errors.filter(({ file }) => !refused.has(file))];
    });
  };
  return {
    see: (file, text) => {
      if (!isSource(file)) return;
      texts.set(file, text);
      fresh.add(file);
    },
    errors: (files = texts.keys()) => errorsIn(files),
    errorsOnTheWay: (isCompiled) => {
      isAwake ||= isCompiled;
      if (!isAwake) return [];
      const files = fresh;
      fresh = new Set();
      return errorsIn(files);
    },
  };
}

interface Checked {
  readonly program: ts.Program;
  /** Of the modules, as they stand on the disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** Modules for which not all was emitted, and why. */
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** The program as `tspc` sees it: marked modules with what is emitted in them. */
function programOf(
  { compilerOptions, configFile = "", rootFiles = [] }: Settings,
  compile: Session["compile"],
  before: Checked | undefined,
): Checked {
  const options = {
    ...compilerOptions,
    noEmit: true,
    skipLibCheck: true,
    // These ask for a build of what the folder refers to, or for files of its state.
    configFile: undefined,
    composite: false,
    incremental: false,
  };
  const typescript = installedFor(configFile);
  const host = (typescript ?? bundled).createCompilerHost(options, true);
  if (typescript === undefined) readLibraryOf(host, options);
  const { getSourceFile } = host;
  const texts = new Map<string, string>();
  const refused = new Map<string, readonly Diagnostic[]>();
  host.getSourceFile = (file, how, ...rest) => {
    const text = isOwn(file) ? host.readFile(file) : undefined;
    const known = before?.program.getSourceFile(file);
    if (text === undefined)
      return known ?? getSourceFile.call(host, file, how, ...rest);
    texts.set(file, text);
    const output = concerns(text) ? compile(file, text) : undefined;
    const errors = output?.diagnostics.filter((d) => d.severity === "error");
    if (errors !== undefined && errors.length > 0) refused.set(file, errors);
    const shown = output?.text ?? text;
    return known?.text === shown
      ? known
      : (typescript ?? bundled).createSourceFile(file, shown, how, true);
  };
  const program = (typescript ?? bundled).createProgram({
    rootNames: rootFiles.map(slashes),
    options,
    host,
    ...(before ? { oldProgram: before.program } : {}),
  });
  return { program, texts, refused };
}

const isOwn = (file: string): boolean =>
  isSource(file) && !file.includes("/node_modules/");

/** The TypeScript of the project, whose defaults and findings are those of its editor; 7 has none to call. */
function installedFor(configFile: string): TypeScript | undefined {
  try {
    const load = createRequire(join(dirname(configFile), "package.json"));
    const found = load("typescript") as Partial<TypeScript>;
    return found.createProgram === undefined
      ? undefined
      : (found as TypeScript);
  } catch {
    return undefined;
  }
}

/** The library of the TypeScript that comes with ts-morph is in its memory. */
function readLibraryOf(host: ts.CompilerHost, options: ts.CompilerOptions) {
  const project = new Project({
    compilerOptions: { ...options, types: [] },
    skipAddingFilesFromTsConfig: true,
    useInMemoryFileSystem: true,
  });
  project.createSourceFile("/empty.ts", "");
  const library = project.getProgram().compilerObject;
  const folder = "/node_modules/typescript/lib";
  const { getSourceFile } = host;
  host.getDefaultLibLocation = () => folder;
  host.getDefaultLibFileName = (of) =>
    `${folder}/${bundled.getDefaultLibFileName(of)}`;
  host.getSourceFile = (file, ...rest) =>
    file.startsWith(`${folder}/`)
      ? library.getSourceFile(file)
      : getSourceFile.call(host, file, ...rest);
}

function errorsOf(file: string, program: ts.Program): Diagnostic[] {
  const source = program.getSourceFile(file);
  // What the tsconfig neither includes nor reaches is no part of what `tsc` would check.
  if (source === undefined) return [];
  return [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]
    .filter((each) => each.category === bundled.DiagnosticCategory.Error)
    .filter((each) => !isOfOtherLanguage(each, source.text))
    .map((each) => ({ ...toDiagnostic(each, file), instead: wayOut }));
}

const wayOut =
  "Mend it, or leave types to your own checker: `types: false` among the options of adjoint (ADJOINT_TYPES=off for adjoint/register).";

/** A module of no TypeScript (`.vue`, `.css`, `.svg`): a bundler knows what it is, and a checker need not. */
function isOfOtherLanguage(
  { code, start = 0, length = 0 }: ts.Diagnostic,
  text: string,
): boolean {
  if (![2307, 2882, 7016].includes(code)) return false;
  const specifier = text
    .slice(start, start + length)
    .replace(/^["']|["']$/g, "");
  return /[?#:]|\.(?![cm]?[jt]sx?$|json$)\w+$/.test(specifier);
}
