/** The answer to `transform`: all sources with what was added to them, for tools that compile them further. */
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { slashes } from "../shared/paths.ts";
import type { Output } from "../shared/session.ts";

export function transformation(
  files: readonly string[],
  outputs: ReadonlyMap<string, Output>,
  printed: string,
  cwd: string,
): string {
  const typescript = Object.fromEntries(
    files.map((file) => [
      nameOf(file, cwd),
      outputs.get(file)?.text ?? readFileSync(file, "utf8"),
    ]),
  );
  const dependencies = Object.fromEntries(
    [...outputs].map(([file, output]) => [
      nameOf(file, cwd),
      output.files.filter((each) => each !== file).map((e) => nameOf(e, cwd)),
    ]),
  );
  const diagnostics = diagnosticsIn(printed, cwd);
  return `${JSON.stringify({ diagnostics, typescript, dependencies })}\n`;
}

const nameOf = (file: string, cwd: string): string => {
  const path = slashes(relative(cwd, file));
  return path.startsWith("../") ? slashes(file) : path;
};

interface Reported {
  readonly category: string;
  readonly code: number | string;
  readonly file: string | null;
  readonly line?: number;
  readonly character?: number;
  messageText: string;
}

const line =
  /^(?:(.+?)\((\d+),(\d+)\): )?(error|warning) (?:TS(\d+)|(\w+)): (.*)$/;

/** From the lines of a compiler, each with what is indented below it. */
function diagnosticsIn(printed: string, cwd: string): Reported[] {
  const found: Reported[] = [];
  for (const text of printed.split("\n")) {
    const parts = line.exec(text);
    if (parts !== null) {
      const [, file, row, column, category, number, code, message] = parts;
      found.push({
        category: category!,
        code: number === undefined ? code! : Number(number),
        file: file === undefined ? null : resolve(cwd, file),
        ...(row === undefined
          ? {}
          : { line: Number(row), character: Number(column) }),
        messageText: message!,
      });
    } else if (/^\s+\S/.test(text)) {
      const last = found.at(-1);
      if (last !== undefined) last.messageText += `\n${text.trimEnd()}`;
    }
  }
  return found;
}
