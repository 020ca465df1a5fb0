/** What the compiler did not survive, as a problem of the function that it was at. */
import type { Code } from "./catalogue.ts";

export interface Failure {
  readonly code: Code;
  readonly args: Readonly<Record<string, string>>;
}

/** A stack that is full is no bug: what is read and derived nests as deep as the source does. */
export const failureOf = (
  name: string,
  pass: string,
  error: unknown,
): Failure =>
  error instanceof RangeError && /call stack/.test(error.message)
    ? { code: "AD1017", args: { name } }
    : {
        code: "AD1001",
        args: {
          ...{ name, pass },
          message: error instanceof Error ? error.message : String(error),
        },
      };
