// Finds the sidecar and runs it. The package is looked for where ttsc has found it: from the folder of the project,
// of the tsconfig that a tool has made another one of, of the tsconfig itself; or beside the file that the tsconfig
// names.
const { createRequire } = require("node:module");
const { dirname, isAbsolute, join, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");

const args = process.argv.slice(1);
const value = (name) =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);

const project = value("cwd") ?? process.cwd();
const named = JSON.parse(value("plugins-json") ?? "[]")
  .map((plugin) => plugin.config?.transform)
  .filter((name) => typeof name === "string")
  .filter((name) => name.startsWith(".") || isAbsolute(name))
  .map((name) => dirname(resolve(project, name)));
const folders = [
  ...named,
  project,
  process.env.TTSC_PLUGIN_CONFIG_DIR,
  dirname(resolve(project, value("tsconfig") ?? "tsconfig.json")),
].filter((folder) => folder !== undefined);

function find() {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, "_.js")).resolve(
        "adjoint/ttsc-sidecar",
      );
    } catch {
      // Perhaps from the next.
    }
  }
  const where = folders.join(" or ");
  process.stderr.write(`adjoint can't be found from ${where}\n`);
  process.exit(2);
}

import(pathToFileURL(find()).href).then(({ main }) => main(args));
