/**
 * Fills the marked places of the documentation with real text of the repository, so that no page can show code
 * that does not exist: `npx tsx scripts/update-readme.ts`, with `--check` to fail where a page is out of date.
 *
 * A place is a comment, a code block and a closing comment:
 *
 *     <!-- from fixtures/loops/newton.ts#newton -->
 *     <!-- end -->
 *
 * `#NAME` takes one declaration with its comment; without it the whole file is taken.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { ts } from "ts-morph";

const place = /^<!-- from (\S+?)(?:#(\S+))? -->\n[^]*?^<!-- end -->$/gm;

const pages = globSync(["*.md", "docs/**/*.md"], { ignore: "node_modules/**" });
const checkOnly = process.argv.includes("--check");
let drifted = false;

for (const page of pages.sort()) {
  const before = readFileSync(page, "utf8");
  const after = before.replace(place, (_all, file: string, name?: string) => {
    const text = name === undefined ? whole(file) : declaration(file, name);
    const from = name === undefined ? file : `${file}#${name}`;
    return `<!-- from ${from} -->\n\n\`\`\`ts\n${text}\n\`\`\`\n\n<!-- end -->`;
  });
  if (after === before) continue;
  drifted = true;
  if (!checkOnly) writeFileSync(page, after);
  console.log(`${page} ${checkOnly ? "is out of date" : "updated"}`);
}
if (checkOnly && drifted) {
  console.error("npx tsx scripts/update-readme.ts writes them again");
  process.exitCode = 1;
}

function whole(file: string): string {
  return readFileSync(file, "utf8").trimEnd();
}

/** A top-level function, class, interface, type or variable, with the comment before it. */
function declaration(file: string, name: string): string {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = source.statements.find((each) => namesOf(each).includes(name));
  if (!found) throw new Error(`${file} declares no ${name}`);
  return text.slice(found.getFullStart(), found.end).trim();
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((each) =>
      each.name.getText(),
    );
  }
  const named = statement as ts.Statement & { name?: ts.Node };
  return named.name === undefined ? [] : [named.name.getText()];
}
