/**
 * A language service that knows what is emitted: `lossGrad` can be imported, completed, looked at and gone to, and
 * our diagnostics stand among TypeScript's.
 */
import type { ts } from "ts-morph";
import { slashes } from "../shared/paths.ts";
import { derivedFrom, functionAt, shown } from "./hover.ts";
import type { Bounds } from "./restrict.ts";
import { restrict } from "./restrict.ts";
import { openTexts } from "./texts.ts";
import { viewOf } from "./view.ts";

type TypeScript = typeof ts;
type Method = (...args: unknown[]) => unknown;

/** What tells of places, and takes the file that it is about first. */
const placed = [
  ...["getSyntacticDiagnostics", "getSuggestionDiagnostics"],
  ...["getReferencesAtPosition", "findRenameLocations", "getFileReferences"],
  ...["getDocumentHighlights", "getNavigateToItems", "getNavigationTree"],
  ...["getNavigationBarItems", "getOutliningSpans", "getTodoComments"],
  ...["getFormattingEditsForDocument", "getFormattingEditsForRange"],
  ...["getFormattingEditsAfterKeystroke", "getCodeFixesAtPosition"],
  ...["getEditsForRefactor", "getMoveToRefactoringFileSuggestions"],
  ...["provideInlayHints", "getSmartSelectionRange", "prepareCallHierarchy"],
  ...["provideCallHierarchyIncomingCalls", "getSemanticClassifications"],
  ...["provideCallHierarchyOutgoingCalls", "getSyntacticClassifications"],
  ...["getCombinedCodeFix", "organizeImports", "getEditsForFileRename"],
];

/** What leads to a declaration. */
const leading = [
  ...["getDefinitionAtPosition", "getDefinitionAndBoundSpan"],
  ...["getTypeDefinitionAtPosition", "getImplementationAtPosition"],
  "findReferences",
];

export function serve(
  info: ts.server.PluginCreateInfo,
  typescript: TypeScript,
): ts.LanguageService {
  const { languageService: service, languageServiceHost: host, project } = info;
  const { projectService } = project;
  const read = (file: string): string | undefined => {
    const snapshot = projectService.getScriptInfo(file)?.getSnapshot();
    return snapshot === undefined
      ? info.serverHost.readFile(file)
      : snapshot.getText(0, snapshot.getLength());
  };
  const texts = openTexts({
    read,
    options: () => project.getCompilerOptions(),
    log: (error) => {
      projectService.logger.info(`adjoint: ${String(error)}`);
    },
  });
  showTexts();

  /** Where the user's text ends, of a file that goes on behind it. */
  const endOf = (file: string): number | undefined => {
    const name = slashes(file);
    return texts.appendedTo(name) === "" ? undefined : read(name)?.length;
  };
  const view = (file: string, start: number) => {
    const end = endOf(file);
    if (end === undefined || start < end) return undefined;
    const appended = texts.appendedTo(slashes(file));
    return { appended, at: start - end - 1 };
  };
  const bounds: Bounds = { endOf };
  const redirecting: Bounds = {
    endOf,
    redirect: (file, span) => {
      const found = view(file, span.start);
      if (found === undefined) return undefined;
      const { fileName, offset } = viewOf(file, found.appended);
      const start = offset(found.at);
      return { fileName, textSpan: { start, length: span.length } };
    },
  };

  const proxy = { ...service };
  const wrap = (name: string, with_: Bounds): void => {
    const methods = proxy as unknown as Record<string, Method | undefined>;
    const method = methods[name]?.bind(service);
    if (method === undefined) return;
    methods[name] = (first, ...rest) => {
      const file = fileIn(first);
      return restrict(method(first, ...rest), file, with_);
    };
  };
  for (const name of placed) wrap(name, bounds);
  for (const name of leading) wrap(name, redirecting);
  proxy.getEncodedSemanticClassifications = (file, span, format) => {
    const found = service.getEncodedSemanticClassifications(file, span, format);
    const end = endOf(file) ?? Infinity;
    const spans: number[] = [];
    for (let i = 0; i < found.spans.length; i += 3)
      if (found.spans[i]! < end) spans.push(...found.spans.slice(i, i + 3));
    return { ...found, spans };
  };
  proxy.getSemanticDiagnostics = (file) => {
    if (texts.update()) markAsDirty(project);
    const theirs = service.getSemanticDiagnostics(file);
    return [...restrict(theirs, file, bounds), ...ours(file)];
  };
  proxy.getQuickInfoAtPosition = (file, position, ...rest) => {
    const found = service.getQuickInfoAtPosition(file, position, ...rest);
    if (found === undefined) return found;
    const code = codeFor(file, position, found);
    if (code === undefined) return found;
    const documentation = [
      ...(found.documentation ?? []),
      { kind: "text", text: shown(code) },
    ];
    return { ...found, documentation };
  };
  return proxy;

  /** TypeScript reads from its host what stands in a file, and by its version whether that has changed. */
  function showTexts(): void {
    const snapshotOf = host.getScriptSnapshot.bind(host);
    const versionOf = host.getScriptVersion.bind(host);
    const made = new WeakMap<ts.IScriptSnapshot, Map<string, Snapshot>>();
    host.getScriptSnapshot = (file) => {
      const before = snapshotOf(file);
      const appended = before && texts.appendedTo(slashes(file));
      if (!appended) return before;
      const known = made.get(before) ?? new Map<string, Snapshot>();
      made.set(before, known);
      const text = before.getText(0, before.getLength());
      const after =
        known.get(appended) ??
        typescript.ScriptSnapshot.fromString(`${text}\n${appended}`);
      known.set(appended, after);
      return after;
    };
    host.getScriptVersion = (file) => {
      const version = versionOf(file);
      const name = slashes(file);
      return texts.appendedTo(name) === ""
        ? version
        : `${version} adjoint ${texts.changes(name)}`;
    };
  }

  function ours(file: string): ts.Diagnostic[] {
    const source = service.getProgram()?.getSourceFile(file);
    const name = slashes(file);
    if (source === undefined) return [];
    return [...texts.outputs()]
      .flatMap(({ diagnostics }) => diagnostics)
      .filter((each) => each.file === name)
      .map((each) => ({
        ...{ file: source, start: each.start, length: each.end - each.start },
        category:
          each.severity === "error"
            ? typescript.DiagnosticCategory.Error
            : typescript.DiagnosticCategory.Warning,
        code: Number(each.code.replace(/\D/g, "")),
        ...{ source: "adjoint", messageText: each.message },
      }));
  }

  /** Of a name that was emitted, its code; of a marked function, the first that is derived from it. */
  function codeFor(
    file: string,
    position: number,
    { textSpan }: ts.QuickInfo,
  ): string | undefined {
    const [definition] = service.getDefinitionAtPosition(file, position) ?? [];
    if (definition === undefined) return undefined;
    const name = slashes(definition.fileName);
    const found = view(name, definition.textSpan.start);
    if (found !== undefined) return functionAt(found.appended, found.at);
    const appended = texts.appendedTo(name);
    if (appended === "" || definition.kind === "parameter") return undefined;
    const text = read(file) ?? "";
    const { start, length } = textSpan;
    return derivedFrom(appended, text.slice(start, start + length))[0];
  }
}

/** To be read again: no file of the project has changed, as far as the server knows. */
const markAsDirty = (project: ts.server.Project): void => {
  (project as { readonly markAsDirty?: () => void }).markAsDirty?.();
};

type Snapshot = ts.IScriptSnapshot;

/** The file that a method is about: its first argument, or what that names. */
function fileIn(first: unknown): string {
  if (typeof first === "string") return first;
  const named = first as { readonly fileName?: unknown } | undefined;
  return typeof named?.fileName === "string" ? named.fileName : "";
}
