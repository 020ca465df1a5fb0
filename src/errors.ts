/** What a lookup says when it can't answer: what is missing, where it was asked, what to write. */
import type { Derivative, Registered } from "./registered.ts";
import { isCopy } from "./registered.ts";

const hosts =
  'a bundler: `plugins: [adjoint()]`, imported from "adjoint/vite" (or /rollup, /esbuild, /webpack …); ' +
  'tsc: `"plugins": [{ "transform": "adjoint", "transformProgram": true }]` in tsconfig.json; ' +
  "neither: `npx adjoint generate FILES --out DIR`";

/** `grad(loss)`, for messages. */
export const called = (what: Derivative, f: unknown): string =>
  `${what}(${nameOf(f)})`;

export const nameOf = (f: unknown): string =>
  typeof f === "function" && f.name !== "" ? f.name : "f";

export function notFound(what: Derivative, f: unknown, where: string): Error {
  const name = nameOf(f);
  const why = isCopy(f)
    ? `The function given to it only carries a copy of what was registered on another: it is a wrapper or a spy of '${name}', ` +
      `and a derivative of the inner function would be wrong for it. Call ${what} with the original.`
    : `Nothing is registered on '${name}'. Either it was not compiled: mark it with \`/** @differentiable */\` and add the plugin line to the build (${hosts}). ` +
      `Or it was called before its module had run, as happens in a cycle of imports.`;
  return new Error(
    `${called(what, f)} has no derivative to call. ${why}${asked(what, where)}`,
  );
}

export function notEmitted(what: Derivative, f: unknown, where: string): Error {
  const word = {
    jvp: "forward",
    hvp: "hvp",
    hessian: "hessian",
    jacobian: "jacobian",
  };
  const tag = word[what as keyof typeof word] ?? "reverse";
  return new Error(
    `${called(what, f)} was not emitted: write \`@differentiable reverse ${tag}\` in the tag of '${nameOf(f)}'.${asked(what, where)}`,
  );
}

/** The tag narrowed the function, which its plain type can't say. */
export function narrowedByTag(
  what: Derivative,
  f: unknown,
  record: Registered,
  where: string,
): Error {
  const list = record.wrt!.join(", ");
  return new Error(
    `'${nameOf(f)}' is narrowed by \`wrt\` in its tag, which the type of ${called(what, f)} can't know. ` +
      `Write ${what}(${nameOf(f)}, [${list}]).${asked(what, where)}`,
  );
}

export function leftOut(
  what: Derivative,
  f: unknown,
  index: number,
  record: Registered,
  where: string,
): Error {
  return new Error(
    `${what}(${nameOf(f)}, …) asks for parameter ${index}, which the tag of '${nameOf(f)}' leaves out ` +
      `(its \`wrt\` has ${record.wrt!.join(", ")}). Add it there.${asked(what, where)}`,
  );
}

export function needsModel(what: Derivative, f: unknown, where: string): Error {
  const name = nameOf(f);
  return new Error(
    `'${name}' is a method: its derivative needs its object. Write ${what}(model, "${name}").${asked(what, where)}`,
  );
}

const asked = (what: Derivative, where: string): string =>
  where === "" ? "" : `\n${what} was called ${where}`;

/** The line that called `entry`, as the engine's stack shows it: "at demo.ts:3:7". */
export function callerOf(entry: (...args: never[]) => unknown): string {
  const error: { stack?: string } = new Error();
  const { captureStackTrace } = Error as {
    captureStackTrace?: (target: object, below: unknown) => void;
  };
  if (captureStackTrace) {
    captureStackTrace(error, entry);
    return error.stack?.split("\n")[1]?.trim() ?? "";
  }
  // Other engines have no header line: this function, the lookup, the intrinsic, its caller.
  const line = error.stack?.split("\n")[3]?.trim();
  return line ? `at ${line}` : "";
}
