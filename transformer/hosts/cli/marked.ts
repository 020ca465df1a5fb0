/** What is said when there is nothing marked to work on. */
import type { Io } from "./io.ts";
import { display } from "../shared/paths.ts";
import { suggest } from "./suggest.ts";
import type { Target } from "./target.ts";
import { UsageError } from "../shared/usage-error.ts";

export const howToMark =
  "mark one in the comment before it: /** @differentiable */";

/** The function that was asked for must be there, and if none was, some must. */
export function mustBeMarked(
  target: Target,
  marked: readonly string[],
  io: Io,
): void {
  const file = display(target.file, io.cwd);
  if (marked.length === 0) {
    throw new UsageError(`no marked function in ${file}`, howToMark);
  }
  const name = target.function;
  if (name === undefined || marked.includes(name)) return;
  const near = suggest(name, marked);
  throw new UsageError(
    `no marked function ${JSON.stringify(name)} in ${file}${near.length > 0 ? `, did you mean ${near.join(" or ")}?` : ""}`,
    `marked there: ${marked.join(", ")}`,
  );
}
