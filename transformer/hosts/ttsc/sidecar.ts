/**
 * The plugin for ttsc, as its executable starts it. The native compiler checks and emits: it is given a mirror of
 * the project, in which marked files hold our text. So all that it does is done at its own speed, declarations
 * and maps included.
 */
import { dirname, relative, sep } from "node:path";
import { isSource } from "../shared/paths.ts";
import { derive } from "./derivatives.ts";
import type { Derivatives } from "./derivatives.ts";
import { hintOf, ofCompiler, printed } from "./messages.ts";
import { makeMirror } from "./mirror.ts";
import type { Compiled, Config } from "./native.ts";
import { compileMirror, isTerminal, runNative, showConfig } from "./native.ts";
import { bringHome, correctMaps } from "./outputs.ts";
import type { Request } from "./request.ts";
import { readRequest } from "./request.ts";
import { transformation } from "./transformation.ts";

/** Answers ttsc on stdout; what it returns is in the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  process.exitCode = await answer(readRequest(args, process.env));
}

async function answer(request: Request): Promise<number> {
  const { command, cwd } = request;
  const config = isTerminal(request) ? undefined : showConfig(request);
  if (config === undefined) return asItStands(request);
  const { code, derivatives, out, err, files, emitted } = await compileAll(
    request,
    config,
  );
  if (command === "transform") {
    process.stdout.write(transformation(files, derivatives, out, cwd));
    return code;
  }
  process.stdout.write(out);
  process.stderr.write(err);
  if (request.verbose) {
    const names = emitted.map((file) => `  + ${relative(cwd, file)}\n`);
    process.stdout.write(
      `// adjoint: emitted=${names.length} files\n${names.join("")}`,
    );
  }
  return code;
}

/** Nothing to compile: an option that only prints, or a tsconfig with errors, which the compiler words itself. */
function asItStands({ compiler, cwd, flags, tsconfig }: Request): number {
  const { code, err, out } = runNative(
    compiler,
    ["-p", tsconfig, ...flags],
    cwd,
  );
  process.stdout.write(out);
  process.stderr.write(err);
  return code;
}

interface All extends Omit<Compiled, "files"> {
  readonly derivatives: Derivatives["outputs"];
  /** All sources of the program, as on the disk. */
  readonly files: readonly string[];
}

async function compileAll(request: Request, config: Config): Promise<All> {
  const { cwd, tsconfig } = request;
  const derivatives = await derive(tsconfig, config);
  const { outputs } = derivatives;
  const sources = new Set(config.files.filter(isSource));
  for (;;) {
    const diagnostics = [...outputs.values()].flatMap((e) => e.diagnostics);
    const ours = printed(diagnostics, cwd);
    if (diagnostics.some(({ severity }) => severity === "error")) {
      // Types are checked by ttsc itself, after a plugin has failed.
      const out = ours + hintOf(outputs, sources);
      return {
        ...{ code: 2, out, err: "", emitted: [], files: [...sources] },
        derivatives: outputs,
      };
    }
    const mirror = makeMirror({
      sources,
      folders: [cwd, dirname(tsconfig)],
      texts: new Map([...outputs].map(([file, { text }]) => [file, text])),
    });
    try {
      const compiled = compileMirror(request, config, mirror);
      const met = compiled.files
        .map((path) => mirror.home(path))
        .filter((path) => isSource(path) && !isInstalled(path));
      const isNew = met.some((path) => !sources.has(path));
      for (const path of met) sources.add(path);
      // An import leads to a marked file that the tsconfig does not name: once more, with our text in it too.
      if (isNew && (await derivatives.add(met))) continue;
      const emitted = bringHome(compiled.emitted, mirror);
      correctMaps(emitted, outputs);
      const out = ofCompiler(compiled.out, mirror, cwd);
      const hint = compiled.code === 0 ? "" : hintOf(outputs, sources);
      return {
        ...{ code: compiled.code, out: ours + out + hint, emitted },
        ...{ err: ofCompiler(compiled.err, mirror, cwd), files: [...sources] },
        derivatives: outputs,
      };
    } finally {
      mirror.remove();
    }
  }
}

const isInstalled = (path: string): boolean =>
  path.split(sep).includes("node_modules");
