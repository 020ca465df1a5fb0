/**
 * Every page of the documentation is worked through as its reader would, in a project with adjoint installed.
 * What a code block is, its first line says, after the language:
 *
 *     ```ts file=src/loss.ts       the file is written
 *     ```sh run                    the lines are run, in the folder of the page
 *     ```text output               what the block before it has printed
 *
 * Other blocks are for reading only.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { consumer, run, strictly, write } from "./consumer.ts";

const pages = globSync(["*.md", "docs/**/*.md"]).sort();

interface Block {
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(page, "utf8");
  const fence = /^```(\S+ .+)\n([^]*?)^```$/gm;
  return [...text.matchAll(fence)].map((match) => ({
    info: match[1]!,
    text: match[2]!,
    line: text.slice(0, match.index).split("\n").length,
  }));
}

describe.each(pages)("%s", (page) => {
  const blocks = blocksOf(page);
  test.skipIf(blocks.length === 0)("does what it says", () => {
    const folder = join(consumer, page.replaceAll(/\W/g, "-"));
    mkdirSync(folder, { recursive: true });
    write({ "tsconfig.json": strictly(".") }, folder);
    let printed = "";
    for (const { info, text, line } of blocks) {
      const where = `${page}:${line}`;
      const file = /^\S+ file=(\S+)$/.exec(info)?.[1];
      if (file !== undefined) {
        write({ [file]: text }, folder);
      } else if (info === "sh run") {
        const result = run("bash", ["-e", "-c", text], folder);
        expect(result, where).toMatchObject({ code: 0 });
        printed = result.out;
      } else if (info === "text output") {
        expect(printed, where).toBe(text);
      } else {
        expect.fail(`${where}: a block of an unknown kind: ${info}`);
      }
    }
  });
});
