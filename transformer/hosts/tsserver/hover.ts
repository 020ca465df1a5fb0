/** The emitted derivative, in what an editor shows of a name. */
import { ts } from "ts-morph";

/** A function among what is emitted, by where its name stands in it. */
export function functionAt(appended: string, at: number): string | undefined {
  return functionsOf(appended).find(
    ({ name }) => name !== undefined && name.pos <= at && at < name.end,
  )?.text;
}

/** Those that are derived from a function of the user's: their comments link to it. */
export function derivedFrom(appended: string, name: string): readonly string[] {
  const link = new RegExp(`\\{@link ${name}\\}`);
  return functionsOf(appended)
    .filter(({ comment }) => link.test(comment))
    .map(({ text }) => text);
}

function functionsOf(appended: string) {
  const file = ts.createSourceFile(
    ...(["emitted.ts", appended] as const),
    ts.ScriptTarget.Latest,
  );
  return file.statements.filter(ts.isFunctionDeclaration).map((node) => ({
    name: node.name,
    comment: appended.slice(node.pos, node.getStart(file)),
    text: node.getText(file),
  }));
}

/** As documentation in Markdown, which editors render. */
export const shown = (code: string): string => {
  const lines = code.split("\n");
  const short =
    lines.length > most ? [...lines.slice(0, most), "  // …", "}"] : lines;
  return `\n\n\`\`\`ts\n${short.join("\n")}\n\`\`\``;
};

const most = 60;
