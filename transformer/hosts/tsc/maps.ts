/** Maps of what TypeScript emits: what was emitted by us maps to a source of its own, and not past the user's end. */
import { dirname, posix } from "node:path";
import type { ts } from "ts-morph";
import type { AnyMap } from "../shared/own-source.ts";
import { inlineOwnSource, withOwnSource } from "../shared/own-source.ts";
import { slashes } from "../shared/paths.ts";
import type { Output } from "../shared/session.ts";

/** The program, which writes maps with our sources in them. */
export function ownSourceInMaps(
  program: ts.Program,
  host: ts.CompilerHost | undefined,
  outputs: ReadonlyMap<string, Output>,
  { sys }: typeof ts,
): ts.Program {
  const { sourceRoot = "" } = program.getCompilerOptions();
  const emit = program.emit.bind(program);
  const write = host?.writeFile?.bind(host) ?? sys.writeFile.bind(sys);
  program.emit = (target, writeFile = write, ...rest) =>
    emit(
      target,
      (file, text, ...others) => {
        const folder = posix.resolve(slashes(dirname(file)), sourceRoot);
        const outputOf = (source: string): Output | undefined =>
          outputs.get(posix.resolve(folder, source));
        const declarations = /\.d\.[cm]?ts(\.map)?$/.test(file);
        const mapped = file.endsWith(".map")
          ? JSON.stringify(
              withOwnSource(JSON.parse(text) as AnyMap, outputOf, {
                declarations,
              }),
            )
          : inlineOwnSource(text, outputOf);
        writeFile(file, mapped, ...others);
      },
      ...rest,
    );
  return program;
}
