/** The same text gives the same bytes: again, in another project and order, on another machine. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import { compile } from "../../transformer/compile.ts";
import { pathOf, textOf } from "../gradients/all-files.ts";
import { everyFile, outputs } from "./outputs.ts";

const texts = new Map(outputs().map(({ file, result }) => [file, result.text]));

test("in another project, in another order, below another folder", () => {
  const elsewhere = "/srv/some where/else/";
  const root = pathOf("");
  const moved = openProject({
    host: {
      readFile: (path) => {
        if (!path.startsWith(elsewhere)) return undefined;
        try {
          return readFileSync(root + path.slice(elsewhere.length), "utf8");
        } catch {
          return undefined;
        }
      },
    },
  });
  for (const file of everyFile) moved.setFile(elsewhere + file, textOf(file));
  for (const file of [...everyFile].reverse()) {
    const { text } = compile({
      fileName: elsewhere + file,
      text: textOf(file),
      project: moved,
    });
    expect(text, file).toBe(texts.get(file));
  }
});

// A project of its own costs a second: for one file of each folder, and the ones that import others.
const folders = new Map(
  everyFile.map((file) => [file.replace(/[^/]*$/, ""), file]),
);
const some = everyFile.filter(
  (file) =>
    [...folders.values()].includes(file) ||
    /^import .* from "\.\/(?!.*sample)/m.test(textOf(file)),
);

test.each(some)("%s in a project of its own, twice", (file) => {
  const options = { fileName: pathOf(file), text: textOf(file) };
  expect(compile(options).text).toBe(texts.get(file));
  expect(compile(options).text).toBe(texts.get(file));
});
