/** What is to be written, and why: all of it is known before anything is. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { applyEdits, modify } from "jsonc-parser";
import { UsageError } from "../../shared/usage-error.ts";
import { version } from "../../shared/version.ts";
import type { Project } from "./project.ts";
import { rangeOf, readJson } from "./project.ts";
import { pluginLine, viteConfigOf } from "./vite-config.ts";

export interface Change {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly text: string;
  readonly what: readonly string[];
}

export interface Plan {
  readonly changes: readonly Change[];
  /** Packages that the project asks for when it is written. */
  readonly packages: readonly string[];
  /** What is left to do by hand. */
  readonly notes: readonly string[];
}

const pluginEntry = { transform: "adjoint", transformProgram: true };

export function planFor(project: Project): Plan {
  const { compiler, folder, manifest, tsconfig, typescript } = project;
  const { otherBundlers, usesVite } = project;
  if (compiler === undefined && !usesVite) {
    throw new UsageError(
      "there is neither TypeScript nor Vite in package.json",
      "add one of them, or use `adjoint generate`, which needs no build",
    );
  }
  const changes: Change[] = [];
  const notes: string[] = [];
  const wanted = new Map([["adjoint", `^${version()}`]]);
  if (compiler !== undefined && tsconfig === undefined) {
    throw new UsageError(
      "there is no tsconfig.json here",
      "`npx tsc --init` makes one",
    );
  }
  if (compiler === "ttsc") wanted.set("ttsc", "^0.30.4");
  if (compiler === "ts-patch")
    wanted.set("ts-patch", typescript! >= 6 ? "^4.0.1" : "^3.3.0");
  const missing = [...wanted].filter(
    ([name]) => rangeOf(manifest, name) === undefined,
  );
  const scripts = scriptsFor(project, notes);
  const manifestText = edited(folder, "package.json", [
    ...missing.map(
      ([name, range]) => [["devDependencies", name], range] as const,
    ),
    ...scripts.map(([name, script]) => [["scripts", name], script] as const),
  ]);
  if (manifestText !== undefined)
    changes.push({
      ...{ file: "package.json", text: manifestText },
      what: [
        ...missing.map(([name, range]) => `devDependencies: ${name} ${range}`),
        ...scripts.map(([name, script]) => `scripts.${name}: ${script}`),
      ],
    });
  if (tsconfig !== undefined && compiler !== undefined) {
    const plugins = pluginsIn(join(folder, tsconfig));
    const entries: object[] = [];
    if (!plugins.some(({ transform }) => transform === "adjoint"))
      entries.push(pluginEntry);
    // TypeScript 7's editor takes no plugins.
    const editor = { name: "adjoint/tsserver" };
    if (compiler === "ts-patch")
      if (!plugins.some(({ name }) => name === editor.name))
        entries.push(editor);
    if (entries.length > 0)
      changes.push({
        file: tsconfig,
        text: edited(folder, tsconfig, [
          [
            ["compilerOptions", "plugins"],
            [...plugins, ...entries],
          ],
        ])!,
        what: entries.map(
          (entry) => `compilerOptions.plugins: ${JSON.stringify(entry)}`,
        ),
      });
  }
  if (usesVite) {
    const config = viteConfigOf(folder, compiler !== undefined);
    if (config === null)
      throw new UsageError(
        "the Vite configuration is not one that can be added to safely; nothing was written",
        `add to it: ${pluginLine}`,
        "and, first among its plugins: adjoint()",
      );
    if (config !== undefined)
      changes.push({ ...config, what: ["plugins: adjoint()"] });
  }
  for (const bundler of otherBundlers) {
    const name = bundler.replace(/^@|\/core$/g, "");
    notes.push(
      `${name}: its configuration is yours to change: import adjoint from "adjoint/${name}"`,
    );
  }
  return { changes, packages: [...wanted.keys()], notes };
}

/** Scripts that run `tsc`, which would not know what is emitted. */
function scriptsFor(
  { compiler, manifest }: Project,
  notes: string[],
): [string, string][] {
  if (compiler === undefined) return [];
  const command = compiler === "ttsc" ? "ttsc" : "tspc";
  const changed: [string, string][] = [];
  for (const [name, script] of Object.entries(manifest.scripts ?? {})) {
    const after = script.replaceAll(/(?<![\w./-])tsc(?=\s|$)/g, command);
    if (after === script) continue;
    if (compiler === "ttsc" && /\bttsc\s+(-b|--build)\b/.test(after)) {
      notes.push(
        `scripts.${name}: ttsc has no --build; import from "adjoint" instead of emitted names there, or run it per project`,
      );
      continue;
    }
    changed.push([name, after]);
  }
  return changed;
}

type Edit = readonly [path: readonly (string | number)[], value: unknown];

/** JSON with comments stays as it is written around what changes. */
function edited(
  folder: string,
  file: string,
  edits: readonly Edit[],
): string | undefined {
  if (edits.length === 0) return undefined;
  const path = join(folder, file);
  let text = existsSync(path) ? readFileSync(path, "utf8") : "{}\n";
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  const formattingOptions = {
    insertSpaces: !indent.includes("\t"),
    tabSize: indent.includes("\t") ? 1 : indent.length,
  };
  for (const [place, value] of edits)
    text = applyEdits(
      text,
      modify(text, [...place], value, { formattingOptions }),
    );
  return text;
}

interface Entry {
  readonly transform?: string;
  readonly name?: string;
}

const pluginsIn = (file: string): readonly Entry[] =>
  (
    readJson(file) as {
      readonly compilerOptions?: { readonly plugins?: readonly Entry[] };
    }
  ).compilerOptions?.plugins ?? [];
