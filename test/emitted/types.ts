/** What is emitted passes type checking, under every flag that a user may have set, by three TypeScripts. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { pathOf } from "../gradients/all-files.ts";
import { compileAll, outputs, ownRanges, type Output } from "./outputs.ts";
import { withoutComments } from "./size.ts";

/** Each of these only adds errors: what passes under all of them passes under any. */
const lint = {
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  verbatimModuleSyntax: true,
  noImplicitReturns: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  allowUnreachableCode: false,
};
/** These two change what a type is, and the first what is emitted. */
const strictest = {
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
};

const compilers = ["typescript", "typescript-5.9", "typescript-7"];
const cache = pathOf("node_modules/.cache");
const folders: string[] = [];
afterAll(() =>
  folders.forEach((folder) => rmSync(folder, { recursive: true })),
);

interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

/** A folder with a tsconfig and these files. */
function folderOf(
  files: readonly (readonly [string, string])[],
  flags: object,
): string {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "emitted-"));
  folders.push(folder);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", "dom"],
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    allowImportingTsExtensions: true,
    types: [],
    noEmit: true,
    ...flags,
  };
  writeFileSync(join(folder, "package.json"), `{"type":"module"}`);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["**/*.ts"] }),
  );
  return folder;
}

function complaints(compiler: string, folder: string): Promise<Complaint[]> {
  const tsc = pathOf(`node_modules/${compiler}/bin/tsc`);
  const args = [tsc, "-p", folder, "--pretty", "false"];
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 1 << 28, cwd: folder };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const lines = stdout.split("\n").filter((line) => /^\S/.test(line));
      const found = lines.flatMap((line) => {
        const match = /^(\S+)\((\d+),(\d+)\): error (TS\d+): (.*)$/.exec(line);
        if (!match) return [];
        const [, file, at, column, code, message] =
          match as unknown as string[];
        return [
          {
            file: file!,
            line: Number(at),
            column: Number(column),
            code: code!,
            message: message!,
          },
        ];
      });
      if (found.length < lines.length || (error && found.length === 0))
        reject(new Error(`${compiler} says\n${stdout}${stderr}`));
      else resolve(found);
    });
  });
}

/** Those in code of ours, and those in the user's that the user's own text does not have. */
function ownComplaints(
  all: readonly Complaint[],
  given: readonly Output[],
  before: ReadonlySet<string>,
): string[] {
  const byFile = new Map(given.map((output) => [output.file, output]));
  const ranges = new Map(
    given.map((output) => [output.file, ownRanges(output)]),
  );
  return all
    .filter((c) => {
      const { text } = byFile.get(c.file)!.result;
      const lineStart = text
        .split("\n")
        .slice(0, c.line - 1)
        .join("\n").length;
      const at = lineStart + (c.line > 1 ? 1 : 0) + c.column - 1;
      const isOurs = ranges
        .get(c.file)!
        .some(([from, to]) => from <= at && at < to);
      return isOurs || !before.has(keyOf(c));
    })
    .map((c) => {
      const line = byFile.get(c.file)!.result.text.split("\n")[c.line - 1];
      return `${c.file}:${c.line} ${c.code} ${c.message}\n    ${line?.trim()}`;
    });
}

const keyOf = ({ file, line, code }: Complaint): string =>
  `${file}:${line} ${code}`;

describe.each([
  ["strict, and what linters ask for", lint, outputs()],
  [
    "and noUncheckedIndexedAccess, exactOptionalPropertyTypes",
    { ...lint, ...strictest },
    compileAll(strictest),
  ],
])("%s", (_, flags, given) => {
  const folder = folderOf(
    given.map(({ file, result }) => [file, result.text]),
    flags,
  );
  const untouched = folderOf(
    given.map(({ file, source }) => [file, source]),
    flags,
  );

  test.each(compilers)(
    "%s",
    async (compiler) => {
      const before = await complaints(compiler, untouched);
      const found = await complaints(compiler, folder);
      const own = ownComplaints(found, given, new Set(before.map(keyOf)));
      expect(own.join("\n")).toBe("");
    },
    300_000,
  );
});

test("no element has a `!` where the user's options need none", () => {
  for (const { file, source, result } of outputs()) {
    const code = withoutComments(result.appended);
    // Elements that the author declares to be missing at times need theirs under any options.
    if (/\| undefined(>|\)\[\])/.test(source)) continue;
    expect(code.match(/.*\]!(?!=).*/)?.[0], file).toBeUndefined();
  }
});
