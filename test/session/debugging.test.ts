/** What a debugger shows of emitted code: a source of its own, whose comments say which line they speak of. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { openBuild } from "../../transformer/hosts/shared/build.ts";

test.each(["losses", "kernels"])(
  "%s: each comment names its statement's line",
  (name) => {
    const file = resolve(`test/hosts/project/src/${name}.ts`);
    const text = readFileSync(file, "utf8");
    const { appended, map } = openBuild().compile(file, text)!;
    expect(map.sources).toEqual([`${name}.ts`, `${name}.adjoint.ts`]);
    const [user, own] = map.sourcesContent;
    expect(user).toBe(text);
    // The same lines as what is emitted, and nothing of it is changed.
    const placed = / \((\w+)\.ts:(\d+)\)$/;
    const lines = own!.split("\n");
    expect(lines.map((line) => line.replace(placed, "")).join("\n")).toBe(
      appended.replace(/^\n+/, ""),
    );
    const comments = lines.filter((line) => line.includes("adjoint of: "));
    expect(comments.length).toBeGreaterThan(5);
    for (const line of comments) {
      const [, module, number] = placed.exec(line) ?? [];
      const source = readFileSync(
        resolve(`test/hosts/project/src/${module}.ts`),
        "utf8",
      );
      const said = line
        .replace(placed, "")
        .replace(/^.*adjoint of: (return )?/, "");
      const statement = source.split("\n").at(Number(number) - 1)!;
      // An arrow without a body has no `return`; what is long is cut, or goes on in the next lines.
      const start = said.slice(0, 8);
      expect(statement.replaceAll("!", ""), line).toContain(start);
    }
  },
);
