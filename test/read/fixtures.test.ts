/** Every fixture, read and interpreted, does what the fixture itself does. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import { read } from "../../transformer/1-read/read.ts";
import type { ReadResult } from "../../transformer/ir/program.ts";
import { fixtureFiles, fixturesOf } from "../fixtures/load.ts";
import { interpret } from "./interpret.ts";
import { checkVerified, outcome, scopeOf } from "./support.ts";

const root = new URL("../../", import.meta.url).pathname;
const project = openProject();
const files = [...fixtureFiles("fixtures"), ...fixtureFiles("test/programs")];
for (const file of files)
  project.setFile(root + file, readFileSync(root + file, "utf8"));

function readFile(file: string): ReadResult {
  const program = project.program();
  return read(program.getSourceFile(root + file)!, program);
}

describe.each(files)("%s", (file) => {
  it("is read and does the same", async () => {
    const result = readFile(file);
    expect(result.diagnostics.filter((d) => d.severity === "error")).toEqual(
      [],
    );
    checkVerified(result);
    for (const fixture of await fixturesOf(file)) {
      const marked =
        result.marked.find(
          (m) => m.name === fixture.name || m.base === fixture.name,
        ) ?? result.marked.find((m) => fixture.run.name === m.name);
      if (marked === undefined)
        throw new Error(`${fixture.name} is not marked`);
      const scope = scopeOf(readFileSync(root + file, "utf8"));
      for (const args of fixture.sample.args) {
        const js = outcome((given) => fixture.run(...given), args);
        const ours = outcome(
          (given) =>
            interpret(result.module.functions, marked.key, given, scope),
          args,
        );
        // The interpreter's own stack is deeper than the function's.
        if (String(ours.thrown).includes("call stack")) continue;
        expect(ours, fixture.name).toEqual(js);
      }
    }
  });
});
