/**
 * The derivatives of a source file as a module of their own: it imports the source, re-exports all of it, adds
 * what is emitted, and registers it on the source's own functions. So classes, state and identity stay single.
 */
import type { ts } from "ts-morph";
import { format } from "../../5-emit/format.ts";
import type { CompileResult } from "../../compile.ts";
import type { Diagnostic } from "../../ir/program.ts";
import {
  assignmentText,
  declarationText,
  membersOf,
  unreachable,
} from "./members.ts";
import { collect } from "./collect.ts";
import { exportsOf } from "./exports.ts";
import { importsText } from "./imports.ts";
import { generatedMark } from "./mark.ts";
import { readModuleText, referring } from "./references.ts";
import { relativePath, specifierOf } from "./specifier.ts";

export interface GenerateModule {
  /** Absolute paths, with forward slashes. */
  readonly fileName: string;
  readonly outFile: string;
  /** The source. */
  readonly text: string;
  readonly compiled: CompileResult;
  readonly compilerOptions: ts.CompilerOptions;
  /** A tsconfig says how imports are resolved. */
  readonly hasConfig: boolean;
}

export interface ModuleResult {
  /** Absent: there is nothing to write. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

export function generateModule(request: GenerateModule): ModuleResult {
  const { fileName, outFile, text, compiled, compilerOptions } = request;
  if (compiled.appended === "") return { diagnostics: [] };
  // Without the hooks: those stand at the end of what is generated.
  const members = membersOf(compiled.hooks);
  const assigned = members.map(assignmentText).join("\n");
  const module = readModuleText(
    fileName,
    `${text}${referring(compiled.appended, fileName, text)}\n${assigned}`,
  );
  const exports = exportsOf(module.file);
  const unreached = unreachable(module.file, compiled.hooks, exports);
  if (unreached.length > 0) return { diagnostics: unreached };
  const marked = compiled.stages.read.marked.filter(({ hookAt }) =>
    compiled.hooks.some((hook) => hook.at === hookAt),
  );
  const { imports, copies, diagnostics } = collect(
    module,
    exports,
    text.length,
    marked.map(({ name, method }) => method?.className ?? name),
  );
  if (diagnostics.length > 0) return { diagnostics };

  const source = specifierOf(
    outFile,
    fileName,
    compilerOptions,
    request.hasConfig,
  );
  const quoted = JSON.stringify(source);
  const head = [
    `export * from ${quoted};`,
    ...(exports.hasDefault ? [`export { default } from ${quoted};`] : []),
    ...importsText(imports, { fileName, outFile, source }),
  ];
  const mark = `${generatedMark} from ${relativePath(outFile, fileName)}: do not edit.`;
  const parts = [
    `${mark}\n${format(head.join("\n"))}`,
    ...copies,
    // Without the line that separates it from the user's text.
    compiled.appended.trimStart().replace(/^\/\/ ----.*\n/, ""),
    format(
      [
        declarationText(members, quoted, exports),
        assigned,
        ...compiled.hooks
          .filter(({ member }) => member === undefined)
          .map(hookText),
      ].join("\n"),
    ),
  ];
  const joined = parts.map((part) => part.trim()).filter((part) => part !== "");
  return { text: `${joined.join("\n\n")}\n`, diagnostics: [] };
}

function hookText({ text }: { readonly text: string }): string {
  return text.replace(/^[;\s]+/, "");
}
