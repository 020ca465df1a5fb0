/** `docs/support.md`: what is supported, as the compiler says of the constructs and the fixtures show. */
import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { ts } from "ts-morph";
import { verdictOf, type Verdict } from "../../transformer/1-read/syntax.ts";
import { constructs, type Construct } from "./constructs.ts";
import { example } from "./example.ts";

export interface Status {
  readonly kind: "supported" | "inactive only" | "refused";
  /** The diagnostic of an active value. */
  readonly code?: string;
}

/** The construct between the input and the result, or beside them. */
export const programOf = (
  { before, body }: Construct,
  isActive: boolean,
): string => {
  const inner = body.replaceAll("\n", "\n  ");
  const fixed = isActive ? "" : `import type { Fixed } from "adjoint";\n`;
  const whole = isActive
    ? "(x: number): number => part(x)"
    : "(x: number, k: Fixed<number>): number => x * part(k)";
  return `${fixed}${before === undefined ? "" : `${before}\n\n`}function part(v: number): number {
  ${inner}
}

/** @differentiable */
export const f = ${whole};
`;
};

const errorOf = (program: string): string | undefined =>
  example(program).diagnostics.find((d) => d.severity === "error")?.code;

export function statusOf(construct: Construct): Status {
  const code = errorOf(programOf(construct, true));
  if (code === undefined) return { kind: "supported" };
  const isInactive = errorOf(programOf(construct, false)) === undefined;
  return { kind: isInactive ? "inactive only" : "refused", code };
}

export function supportPage(): string {
  return [
    "# What is supported",
    "Each line is a small program that the compiler was asked about when this page was written, and that a test asks about again. **Supported**: a value with a derivative may go through, and its gradient was checked against a tape and finite differences. **Inactive only**: it may stand where no derivative flows; where one would have to, you get the diagnostic. **Refused**: the diagnostic, wherever it stands in a differentiated function.",
    ...Object.entries(constructs).flatMap(([section, all]) => [
      `## ${section}`,
      [
        "| construct | example | status |",
        "| --- | --- | --- |",
        ...all.map(
          (each) =>
            `| ${each.name.replaceAll("|", "\\|")} | ${cell(each.body)} | ${statusText(statusOf(each))} |`,
        ),
      ].join("\n"),
    ]),
    "## Syntax, kind by kind",
    "Every kind of syntax that TypeScript has carries a verdict in [syntax.ts](../transformer/1-read/syntax.ts); a test holds the list complete.",
    (["read", "inactive", "refused"] as const)
      .map(
        (verdict) =>
          `- **${{ read: "Supported", inactive: "Inactive only", refused: "Refused" }[verdict]}**: ${syntaxVerdicts(
            verdict,
          )
            .map((kind) => `\`${kind}\``)
            .join(", ")}.`,
      )
      .join("\n"),
    "## Larger examples",
    "Each of these files is compiled, checked and printed in [generated/](../generated) by the test suite.",
    [
      "| fixture | what it shows |",
      "| --- | --- |",
      ...fixtures().map(
        ([file, text]) => `| [${file}](../fixtures/${file}) | ${text} |`,
      ),
    ].join("\n"),
    "These are refused, each with the diagnostic that is named:",
    [
      "| fixture | what it shows | status |",
      "| --- | --- | --- |",
      ...refusedFixtures().map(
        ([file, text, code]) =>
          `| [${file}](../fixtures/${file}) | ${text} | ${link(code)} |`,
      ),
    ].join("\n"),
    "This page is made by `scripts/build-docs.ts`, from `scripts/docs/constructs.ts` and the fixtures.",
  ].join("\n\n");
}

/** Names of syntax kinds, each once: `FirstStatement` is another name of one. */
const syntaxVerdicts = (verdict: Verdict): string[] =>
  Object.values(ts.SyntaxKind).flatMap((kind) =>
    typeof kind === "number" && verdictOf(kind) === verdict
      ? ts.SyntaxKind[kind]
      : [],
  );

const link = (code: string): string => `[${code}](errors/${code}.md)`;

const statusText = ({ kind, code }: Status): string =>
  code === undefined ? kind : `${kind}: ${link(code)}`;

/** Code in a cell of a table: on one line, with its pipes escaped. */
function cell(body: string): string {
  const line = body.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** The first sentence of a file's first comment. */
function fixtures(): [string, string][] {
  return filesOf("*/**/*.ts").flatMap((file) =>
    file.startsWith("errors/") || file.endsWith(".samples.ts")
      ? []
      : [[file, sentenceOf(textOf(file))] as [string, string]],
  );
}

function refusedFixtures(): [string, string, string][] {
  return filesOf("errors/*.ts").flatMap((file) => {
    const text = textOf(file);
    const code = /^\/\/ expect (AD\d{4}) /m.exec(text)?.[1];
    return code === undefined ? [] : [[file, sentenceOf(text), code]];
  });
}

const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: "fixtures" }).sort();
const textOf = (file: string): string =>
  readFileSync(`fixtures/${file}`, "utf8");

function sentenceOf(text: string): string {
  const comment = [...text.matchAll(/\/\*\*([^]*?)\*\//g)]
    .map(([, inside]) =>
      inside!
        .replace(/^\s*\* ?/gm, "")
        .replace(/@differentiable.*$/m, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .find((each) => each !== "");
  const first = /^.*?[.:](?= |$)/.exec(comment ?? "")?.[0] ?? comment ?? "";
  return first.replace(/[.:]$/, "").replaceAll("|", "\\|");
}
