import { join } from "node:path";
import { expect, test } from "vitest";
import { settingsFor } from "../../transformer/hosts/shared/settings.ts";
import { sandbox } from "./harness.ts";

test("the nearest tsconfig says how a file is compiled", () => {
  const { folder } = sandbox({
    "tsconfig.json": `{ "compilerOptions": { "strict": false } }`,
    "pkg/tsconfig.json": `{ "extends": "../base.json", "compilerOptions": { "noUncheckedIndexedAccess": true } }`,
    "base.json": `{ "compilerOptions": { "strict": true } }`,
    "pkg/src/a.ts": "",
  });
  const settings = settingsFor(join(folder, "pkg/src/a.ts"));
  expect(settings.configFile).toBe(join(folder, "pkg/tsconfig.json"));
  expect(settings.compilerOptions).toMatchObject({
    strict: true,
    noUncheckedIndexedAccess: true,
  });
});

test("a tsconfig of references only: the project that includes the file", () => {
  const { folder } = sandbox({
    "tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.node.json" }, { "path": "./tsconfig.app.json" }] }`,
    "tsconfig.node.json": `{ "include": ["vite.config.ts"] }`,
    "tsconfig.app.json": `{ "compilerOptions": { "noUnusedLocals": true }, "include": ["src"] }`,
    "vite.config.ts": "",
    "src/a.ts": "",
  });
  const settings = settingsFor(join(folder, "src/a.ts"));
  expect(settings.configFile).toBe(join(folder, "tsconfig.app.json"));
  expect(settings.compilerOptions.noUnusedLocals).toBe(true);
});
