/** The commands, their options and their help. */
import { Command, InvalidArgumentError } from "commander";
import type { Core } from "./core.ts";
import type { Io } from "./io.ts";
import { version } from "../shared/version.ts";
import type { CheckCommandOptions } from "./commands/check.ts";
import type { ExplainOptions } from "./commands/explain.ts";
import type { GenerateOptions } from "./commands/generate.ts";
import type { InitOptions } from "./commands/init.ts";

/**
 * The compiler is loaded when a command needs it: `adjoint --help` and a mistyped option answer at once.
 * `done` gets the exit code of the command that ran.
 */
export function createProgram(
  io: Io,
  core: Core | undefined,
  done: (code: number) => void,
): Command {
  const program = new Command("adjoint")
    .description(
      "Derivatives of functions marked @differentiable, as plain TypeScript.",
    )
    .version(version(), "-v, --version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) =>
        write(`${io.errColors.red("adjoint:")} ${text}`),
      getOutHasColors: () => io.outColors.isColorSupported,
      getErrHasColors: () => io.errColors.isColorSupported,
      getErrHelpWidth: () => io.columns,
    })
    .showHelpAfterError(seeHelp("adjoint"))
    .addHelpText(
      "after",
      examples(
        ["adjoint generate src/loss.ts --out src/generated"],
        ["adjoint explain src/loss.ts:loss"],
        ["adjoint check src/loss.ts:loss --points 20"],
      ) + exitCodes,
    );

  program
    .command("generate")
    .showHelpAfterError(seeHelp("adjoint generate"))
    .summary("write the derivatives of marked functions to files")
    .description(
      "Writes one module for each source file that has a marked function, at the same\n" +
        "path below DIR. It re-exports its source and adds the derivatives, so a build\n" +
        "that knows nothing of adjoint imports it in the source's place.",
    )
    .argument("[files...]", "files, folders or globs; !GLOB leaves files out")
    .option("-p, --project <tsconfig>", "the files that a tsconfig includes")
    .requiredOption("-o, --out <dir>", "the folder that the modules go to")
    .option("--check", "write nothing, fail if a module is out of date")
    .option("--json", "print what was done as JSON")
    .addHelpText(
      "after",
      examples(
        ["adjoint generate src/loss.ts --out src/generated"],
        ['adjoint generate "src/**/*.ts" "!src/**/*.test.ts" --out generated'],
        ["adjoint generate -p tsconfig.json --out generated"],
        ["adjoint generate -p . --out generated --check", "in CI"],
      ),
    )
    .action(async (files: string[], options: GenerateOptions) => {
      const { generate } = await import("./commands/generate.ts");
      done(await generate(core ?? (await loadCore()), files, options, io));
    });

  program
    .command("explain")
    .showHelpAfterError(seeHelp("adjoint explain"))
    .summary("print the adjoint of a function, or any stage of compiling it")
    .description(
      "Prints what is emitted for a marked function (all of a file's, if none is\n" +
        "named), or the IR after any pass with what the analyses found.",
    )
    .argument("<file[:function]>", "a source file, and a marked function of it")
    .option(
      "-s, --stage <name>",
      "a pass, or `all`; an unknown name lists them",
    )
    .option("--json", "print the parts as JSON")
    .addHelpText(
      "after",
      examples(
        ["adjoint explain src/loss.ts"],
        ["adjoint explain src/loss.ts:loss"],
        ["adjoint explain src/loss.ts:loss --stage activity"],
        ["adjoint explain src/loss.ts:loss --stage all", "after every pass"],
        ["adjoint explain src/loss.ts:loss --stage reached", "what it calls"],
      ),
    )
    .action(async (target: string, options: ExplainOptions) => {
      const { explain } = await import("./commands/explain.ts");
      done(await explain(core ?? (await loadCore()), target, options, io));
    });

  program
    .command("check")
    .showHelpAfterError(seeHelp("adjoint check"))
    .summary("compare generated code, tape and finite differences")
    .description(
      "Runs a marked function (all of a file's, if none is named) at drawn points and\n" +
        "compares its generated gradient with the tape and with finite differences of\n" +
        "the function itself. This runs the file's code.",
    )
    .argument("<file[:function]>", "a source file, and a marked function of it")
    .option("--seed <n>", "the seed that the points are drawn with", whole(0))
    .option("--points <n>", "how many points are drawn", whole(1))
    .option("--json", "print the comparison as JSON")
    .addHelpText(
      "after",
      examples(
        ["adjoint check src/loss.ts"],
        ["adjoint check src/loss.ts:loss --points 20 --seed 7"],
        ["adjoint check src/loss.ts --json > report.json"],
      ),
    )
    .action(async (target: string, options: CheckCommandOptions) => {
      const { check } = await import("./commands/check.ts");
      done(await check(core ?? (await loadCore()), target, options, io));
    });

  program
    .command("init")
    .showHelpAfterError(seeHelp("adjoint init"))
    .summary("set a project up, so that its next build has gradients")
    .description(
      "Looks at package.json, tsconfig and the bundler of the project in this folder,\n" +
        "says what it adds, adds it, and proves it on a one-line function.",
    )
    .option("--dry-run", "say it, write nothing")
    .option("--no-install", "leave the installing of packages to you")
    .addHelpText(
      "after",
      examples(["adjoint init --dry-run"], ["adjoint init"]),
    )
    .action(async (options: InitOptions) => {
      const { init } = await import("./commands/init.ts");
      done(init(options, io));
    });

  return program;
}

async function loadCore(): Promise<Core> {
  return (await import("./compiler-core.ts")).core;
}

function seeHelp(command: string): string {
  return `  ${command} --help shows what can be asked for`;
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && Number.isSafeInteger(value)) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} up.`);
  };
}

function examples(...lines: readonly (readonly [string, string?])[]): string {
  const shown = lines.map(([line, why]) =>
    why === undefined ? `  ${line}` : `  ${line}   # ${why}`,
  );
  return `\nExamples:\n${shown.join("\n")}\n`;
}

const exitCodes = `
Exit code: 0 all is well, 1 errors in the sources or a failed check, 2 a usage error.
`;
