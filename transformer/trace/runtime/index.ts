/** All that a traced form calls, as the one object it is given. */
import { value } from "../../../src/tape/trace.ts";
import {
  call,
  callable,
  construct,
  method,
  optional,
  optionalMethod,
} from "./calls.ts";
import { Constant } from "./extreme.ts";
import { begin, made } from "./made.ts";
import {
  binaryOperators,
  held,
  hold,
  instanceOf,
  post,
  typeOf,
  unaryOperators,
} from "./operators.ts";
import { Ref, set, Slot } from "./places.ts";

export const runtime = {
  ...binaryOperators,
  ...unaryOperators,
  begin,
  made,
  value,
  typeOf,
  instanceOf,
  hold,
  held,
  post,
  set,
  slot: (o: unknown, k: unknown): Slot => new Slot(o, k),
  ref: (o: unknown, k: unknown): Ref => new Ref(o, k),
  constant: (x: number): Constant => new Constant(x),
  call,
  callable,
  construct,
  method,
  optional,
  optionalMethod,
};

export type Runtime = typeof runtime;
export type RuntimeName = keyof Runtime;
export { markForeign } from "./calls.ts";
export { TraceError } from "./unsupported.ts";
