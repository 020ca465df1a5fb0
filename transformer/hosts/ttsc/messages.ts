/** What is printed: our diagnostics, and what the compiler said of the mirror, said of the project. */
import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { isCode } from "../../diagnostics/catalogue.ts";
import { headline, report } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";
import { slashes } from "../shared/paths.ts";
import type { Output } from "../shared/session.ts";
import type { Mirror } from "./mirror.ts";

type Outputs = ReadonlyMap<string, Output>;

export function printed(
  diagnostics: readonly Diagnostic[],
  cwd: string,
): string {
  return diagnostics
    .map((each) => {
      const file = slashes(relative(cwd, each.file));
      // TypeScript's own errors are in no catalogue of ours.
      return isCode(each.code)
        ? report(each, textOf(each.file), file)
        : headline(each, file);
    })
    .map((text) => `${text}\n`)
    .join("");
}

/**
 * Paths inside of the mirror lose its root. From there, what lies outside (installed packages, whose links are
 * followed) is named by a way up to the root of the disk: it is named as from the project's folder.
 */
export function ofCompiler(text: string, mirror: Mirror, cwd: string): string {
  const up = slashes(relative(mirror.of(cwd), sep));
  const outside = new RegExp(
    `(?<![\\w./])${up.replaceAll(".", "\\.")}(/[^\\s:(]+)`,
    "g",
  );
  return text
    .replaceAll(slashes(mirror.root), "")
    .replace(outside, (_all, path: string) => slashes(relative(cwd, path)));
}

/**
 * After a plugin has failed, ttsc looks for type errors by itself, in the sources as they stand on the disk, and
 * finds no `lossGrad` in them.
 */
export function hintOf(outputs: Outputs, sources: Iterable<string>): string {
  for (const source of sources) {
    const name = outputs.has(source) ? undefined : emitted.exec(textOf(source));
    if (name == null) continue;
    return `\nadjoint: ttsc checks the sources once more, without plugins. If it says that '${name[0]}' is not exported, that comes from there.\n`;
  }
  return "";
}

const emitted =
  /\b\w+(?:Grad|ValueAndGrad|Vjp|Adjoint|Jvp|Hvp|Hessian|Jacobian)\b/;

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
