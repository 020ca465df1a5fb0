/** The examples, each tested by its own `npm test`, with the packed package installed. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { consumer, run } from "./consumer.ts";
import { link, typescript7 } from "./tools.ts";

const byPatch = { typescript: "typescript", "ts-patch": "ts-patch" };
const examples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tspc: byPatch,
  ttsc: { ...typescript7, ttsc: "ttsc", node: "node" },
  optimizer: {
    ...byPatch,
    ...Object.fromEntries(
      ["ml-levenberg-marquardt", "ml-matrix", "is-any-array"].map((name) => [
        name,
        name,
      ]),
    ),
  },
  library: byPatch,
  vite: { ...byPatch, vite: "vite" },
};

function place(name: string, folder: string): void {
  cpSync(join("examples", name), folder, {
    recursive: true,
    filter: (path) => !/[\\/](?:node_modules|dist)$/.test(path),
  });
}

test("every example is tested", () => {
  const folders = readdirSync("examples", { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name);
  expect(folders.sort()).toEqual([...Object.keys(examples), "consumer"].sort());
});

const hasBrowser = spawnSync("chromium", ["--version"]).status === 0;

for (const [name, tools] of Object.entries(examples)) {
  const isSkipped =
    name === "vite" && !hasBrowser && process.env.CI === undefined;
  if (isSkipped) {
    process.stderr.write(
      "\n*** examples/vite IS NOT TESTED: there is no `chromium` here. (apt-get install chromium)\n\n",
    );
  }
  test.skipIf(isSkipped)(`examples/${name}`, () => {
    const folder = join(consumer, "examples", name);
    place(name, folder);
    link(folder, tools);
    const ran = run("npm", ["test", "--silent"], folder);
    expect(ran, `${ran.out}\n${ran.err}`).toMatchObject({ code: 0 });
  });
}

/** In a folder where no other package is found: what the library did not bring is not there. */
test("examples/consumer, with the library packed and installed", () => {
  const library = join(consumer, "examples/library");
  const folder = resolve(consumer, "..", `${consumer}-of-a-library`);
  mkdirSync(folder);
  try {
    place("consumer", folder);
    const packed = run(
      "npm",
      ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder],
      library,
    );
    expect(packed.code).toBe(0);
    const tarball = `./${packed.out.trim().split("\n").at(-1)!}`;
    const installed = run(
      "npm",
      [
        "install",
        "--offline",
        "--omit=dev",
        "--no-save",
        "--no-audit",
        "--no-fund",
        tarball,
      ],
      folder,
    );
    expect(installed, installed.err).toMatchObject({ code: 0 });
    link(folder, { typescript: "typescript", "@types/node": "@types/node" });
    link(folder, { "undici-types": "undici-types" });
    const ran = run("npm", ["test", "--silent"], folder);
    expect(ran, `${ran.out}\n${ran.err}`).toMatchObject({ code: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
