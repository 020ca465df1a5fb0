/** How one file names another in an import. */
import { dirname, posix } from "node:path";
import { ts } from "ts-morph";

/** The specifier by which `from` imports the source file `to`, in the style that the user's build resolves. */
export function specifierOf(
  from: string,
  to: string,
  options: ts.CompilerOptions,
  hasConfig: boolean,
): string {
  const path = relativePath(from, to);
  // Without a tsconfig nobody compiles, and Node itself wants the file's real name.
  if (!hasConfig || keepsTs(options)) return path;
  const dot = path.lastIndexOf(".");
  const [base, extension] = [path.slice(0, dot), path.slice(dot)];
  if (wantsExtension(options)) return base + asScript(extension);
  return extension === ".ts" || extension === ".tsx"
    ? base
    : base + asScript(extension);
}

/** A relative specifier of `source`, as seen from another folder; what is not relative stays. */
export function moved(specifier: string, source: string, to: string): string {
  if (!/^\.\.?(\/|$)/.test(specifier)) return specifier;
  return relativePath(to, posix.join(dirname(source), specifier));
}

/** The path of a file as seen from another, with a dot in front. */
export function relativePath(from: string, to: string): string {
  const path = posix.relative(dirname(from), to);
  return path.startsWith("../") || path === ".." ? path : `./${path}`;
}

function keepsTs(options: ts.CompilerOptions): boolean {
  return (
    options.allowImportingTsExtensions === true ||
    options.rewriteRelativeImportExtensions === true
  );
}

function wantsExtension(options: ts.CompilerOptions): boolean {
  const { Node16, Node18, Node20, NodeNext } = ts.ModuleKind;
  const { module, moduleResolution } = options;
  const node = new Set<ts.ModuleKind>([Node16, Node18, Node20, NodeNext]);
  return (
    (module !== undefined && node.has(module)) ||
    moduleResolution === ts.ModuleResolutionKind.Node16 ||
    moduleResolution === ts.ModuleResolutionKind.NodeNext
  );
}

/** `.ts` is run as `.js`, `.mts` as `.mjs`. */
function asScript(extension: string): string {
  return extension.replace(/tsx?$/, "js");
}
