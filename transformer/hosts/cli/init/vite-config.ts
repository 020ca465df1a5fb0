/** Our plugin in a Vite configuration, written as the user's is. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "ts-morph";

export interface Written {
  readonly file: string;
  readonly text: string;
}

export const pluginLine = 'import adjoint from "adjoint/vite";';

/**
 * Undefined: it is there already. Null: the configuration is not an object that can be read, and is left alone.
 * `isTyped`: a project in TypeScript gets a configuration in TypeScript.
 */
export function viteConfigOf(
  folder: string,
  isTyped: boolean,
): Written | undefined | null {
  const names = ["vite.config", "vitest.config"].flatMap((name) =>
    ["ts", "mts", "js", "mjs"].map((extension) => `${name}.${extension}`),
  );
  const file = names.find((name) => existsSync(join(folder, name)));
  if (file === undefined) {
    const text = `${pluginLine}\nimport { defineConfig } from "vite";\n\nexport default defineConfig({\n  plugins: [adjoint()],\n});\n`;
    // A configuration in JavaScript might be read as CommonJS.
    return { file: isTyped ? "vite.config.ts" : "vite.config.mjs", text };
  }
  const text = readFileSync(join(folder, file), "utf8");
  if (/["']adjoint\/vite["']/.test(text)) return undefined;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const config = configIn(source);
  if (config === undefined) return null;
  const [at, added] = pluginAt(config) ?? [];
  if (at === undefined) return null;
  const withPlugin = `${text.slice(0, at)}${added}${text.slice(at)}`;
  const semicolon = /;\s*$/m.test(text) ? "" : ";";
  const line = pluginLine.replace(/;$/, semicolon === "" ? ";" : "");
  const quoted = text.includes('"') ? line : line.replaceAll('"', "'");
  const start = source.statements[0]?.getStart() ?? 0;
  return {
    file,
    text: `${withPlugin.slice(0, start)}${quoted}\n${withPlugin.slice(start)}`,
  };
}

/** `export default {…}`, of what is given to `defineConfig`, also where that is a function that returns it. */
function configIn(
  source: ts.SourceFile,
): ts.ObjectLiteralExpression | undefined {
  const exported = source.statements.find(ts.isExportAssignment);
  let at: ts.Node | undefined = exported?.expression;
  while (at !== undefined && !ts.isObjectLiteralExpression(at)) {
    if (ts.isCallExpression(at)) at = at.arguments[0];
    else if (ts.isParenthesizedExpression(at)) at = at.expression;
    else if (ts.isSatisfiesExpression(at) || ts.isAsExpression(at))
      at = at.expression;
    else if (ts.isArrowFunction(at)) at = at.body;
    else if (ts.isBlock(at))
      at = at.statements.find(ts.isReturnStatement)?.expression;
    else return undefined;
  }
  return at;
}

/** Ours comes first: it wants the text as it was written. */
function pluginAt(
  config: ts.ObjectLiteralExpression,
): readonly [number, string] | undefined {
  const plugins = config.properties.find(
    (each) => each.name?.getText() === "plugins",
  );
  if (plugins === undefined)
    return [config.getStart() + 1, " plugins: [adjoint()],"];
  if (
    !ts.isPropertyAssignment(plugins) ||
    !ts.isArrayLiteralExpression(plugins.initializer)
  )
    return undefined;
  const { elements } = plugins.initializer;
  const start = plugins.initializer.getStart() + 1;
  return [start, elements.length === 0 ? "adjoint()" : "adjoint(), "];
}
