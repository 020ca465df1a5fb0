/** `node --import adjoint/register main.ts`: marked files are compiled as Node loads them. */
import { readFileSync } from "node:fs";
import * as module from "node:module";
import { fileURLToPath } from "node:url";
import { ownSource } from "../../5-emit/map.ts";
import { openBuild } from "../shared/build.ts";
import { concerns } from "../shared/concerns.ts";
import { slashes } from "../shared/paths.ts";
import type { Output } from "../shared/session.ts";
import { told } from "../shared/told.ts";

interface Loaded {
  readonly source?: unknown;
}

/** Of Node 22.15 and newer, whose types we do not ask for. */
type RegisterHooks = (hooks: {
  load(
    url: string,
    context: object,
    next: (url: string, context: object) => Loaded,
  ): Loaded;
}) => void;

const { registerHooks } = module as { registerHooks?: RegisterHooks };
if (registerHooks === undefined) {
  throw new Error(
    `adjoint/register needs Node 22.15 or newer; this is ${process.version}. Elsewhere: compile with tspc or a bundler, or write files by \`adjoint generate\`.`,
  );
}

const build = openBuild();
/** Node has no options for us. */
const typesAreTold = process.env["ADJOINT_TYPES"] !== "off";

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!/^file:[^?#]+\.[cm]?[jt]sx?$/.test(url)) return loaded;
    if (url.includes("/node_modules/") || loaded.source == null) return loaded;
    const text = textOf(loaded.source);
    const path = fileURLToPath(url);
    const file = slashes(path);
    if (!concerns(text)) {
      check(file, text);
      return loaded;
    }
    // A loader says what it will make of a file, not what it has made: the file itself tells.
    if (text !== readFileSync(path, "utf8")) {
      throw new Error(
        `${path} was compiled before adjoint/register saw it: name it first, as in \`node --import adjoint/register --import tsx\`.`,
      );
    }
    const output = build.compile(file, text);
    if (output === undefined) return loaded;
    const { warnings, failure } = told(output, file, text);
    for (const each of warnings) process.stderr.write(`${each}\n\n`);
    if (failure !== undefined) throw new SyntaxError(`\n${failure.message}`);
    check(file, text, output);
    if (output.appended === "") return loaded;
    const own = ownSource(url);
    const map = JSON.stringify({ ...output.map, sources: [url, own] });
    const base64 = Buffer.from(map).toString("base64");
    return {
      ...loaded,
      source: `${output.text}\n//# sourceMappingURL=data:application/json;base64,${base64}\n`,
    };
  },
});

/** Fails where the types of what has been loaded so far do. */
function check(file: string, text: string, output?: Output): void {
  if (!typesAreTold) return;
  build.types.see(file, text);
  const diagnostics = build.types.errorsOnTheWay(output !== undefined);
  const { failure } = told({ diagnostics });
  if (failure !== undefined) throw new SyntaxError(`\n${failure.message}`);
}

const textOf = (source: unknown): string =>
  typeof source === "string"
    ? source
    : new TextDecoder().decode(source as Uint8Array);
