/** The dispatchers, tied together. */
import { functionValue } from "./calls/functions.ts";
import { invoke } from "./calls/invoke.ts";
import { effect, whole } from "./expressions/dispatch.ts";
import type { Lowering } from "./reading.ts";
import { statement, statements } from "./statements/dispatch.ts";

export const lowering: Lowering = {
  whole,
  effect,
  statement,
  statements,
  functionValue,
  invoke,
};
