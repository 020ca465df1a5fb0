/**
 * Source files as one script: each becomes a function in CommonJS form, which keeps what a module is to
 * JavaScript (evaluated once, in order, with live bindings and cycles), and all of them run in one realm, so
 * that a `Float64Array` is the caller's.
 */
import { ts } from "ts-morph";
import type { Sources } from "./sources.ts";

export interface BundleRequest {
  /** Evaluated in this order. */
  readonly entries: readonly string[];
  readonly sources: Pick<Sources, "resolve">;
  /** TypeScript or JavaScript. */
  readonly textOf: (file: string) => string;
  readonly compilerOptions?: ts.CompilerOptions | undefined;
  /** Names of the first entry's top level that are wanted, exported or not. */
  readonly locals: readonly string[];
}

export interface Bundle {
  /** The body of a function of `$external` (packages by name), `$console`, and what `textOf` speaks of. */
  readonly text: string;
  /** What is imported from packages: the specifier and a file that says it. */
  readonly externals: ReadonlyMap<string, string>;
  readonly files: readonly string[];
}

/** The property by which an evaluated entry gives its `locals`. */
export const localsKey = "$locals";

export function bundle(request: BundleRequest): Bundle {
  const files: string[] = [...request.entries];
  const externals = new Map<string, string>();
  const modules: string[] = [];
  // The list grows while it is walked.
  for (const file of files) {
    const links: Record<string, number | string> = {};
    const code = commonJs(file, request);
    for (const specifier of requiresOf(code)) {
      const target = request.sources.resolve(specifier, file);
      if (target === undefined) {
        externals.set(specifier, file);
        links[specifier] = specifier;
        continue;
      }
      if (!files.includes(target)) files.push(target);
      links[specifier] = files.indexOf(target);
    }
    const isOurs = !file.includes("/node_modules/");
    const body = isOurs || isScript(code) ? code : "";
    modules.push(
      `[${JSON.stringify(links)}, ${isOurs}, function (exports, require, console, module) { "use strict"; {\n${body}\n} }]`,
    );
  }
  const text = `const $modules = [\n${modules.join(",\n")}\n];
const $loaded = [];
const $load = (n) => {
  if ($loaded[n]) return $loaded[n].exports;
  const [links, isOurs, run] = $modules[n];
  const module = ($loaded[n] = { exports: {} });
  const require = (name) =>
    typeof links[name] === "number" ? $load(links[name]) : $external.get(name);
  try {
    run.call(module.exports, module.exports, require, $console, module);
  } catch (error) {
    // Of a package, what is not needed may fail: what is needed and missing fails when it is called.
    if (isOurs) throw error;
  }
  return module.exports;
};
${request.entries.map((_, n) => `$load(${n});`).join("\n")}
return $loaded.map((module) => module.exports);`;
  return { text, externals, files };
}

/** Can it be evaluated at all, without waiting for anything? */
function isScript(code: string): boolean {
  try {
    new Function(code);
    return true;
  } catch {
    return false;
  }
}

function commonJs(file: string, request: BundleRequest): string {
  const { compilerOptions = {}, locals } = request;
  const wanted =
    file === request.entries[0]
      ? `\nexport const ${localsKey} = { ${locals.map((name) => `get ${name}() { return typeof ${name} === "undefined" ? undefined : ${name}; }`).join(", ")} };\n`
      : "";
  const given = request.textOf(file) + wanted;
  const text = withoutPrivateNames(file, given);
  const { outputText } = ts.transpileModule(text, {
    // An `.mjs` would stay what it is.
    fileName: file.replace(/\.mjs$/, ".js"),
    compilerOptions: {
      experimentalDecorators: compilerOptions.experimentalDecorators === true,
      ...(compilerOptions.useDefineForClassFields === undefined
        ? {}
        : {
            useDefineForClassFields:
              text !== given || compilerOptions.useDefineForClassFields,
          }),
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      allowJs: true,
      isolatedModules: true,
      removeComments: false,
    },
  });
  // A script has no `import.meta`; what asks for it looks for files beside its own.
  return outputText.replace(
    /\bimport\.meta\b/g,
    `({ url: ${JSON.stringify(`file://${file}`)} })`,
  );
}

/**
 * `$x` for `#x`: a check runs on copies of objects, and no copy has what starts with `#`. (Derived code gives it
 * the same name.)
 */
function withoutPrivateNames(file: string, text: string): string {
  if (!/#[\p{ID_Start}$_]/u.test(text)) return text;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: ts.PrivateIdentifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPrivateIdentifier(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  let result = "";
  let at = 0;
  for (const id of found) {
    const name = `$${id.text.slice(1)}`;
    // `#x in o` asks by name.
    const isText = ts.isBinaryExpression(id.parent);
    result += text.slice(at, id.getStart()) + (isText ? `"${name}"` : name);
    at = id.end;
  }
  return result + text.slice(at);
}

/** What is left of the imports once types are gone. */
const requiresOf = (code: string): string[] =>
  ts
    .preProcessFile(code, true, true)
    .importedFiles.map(({ fileName }) => fileName);
