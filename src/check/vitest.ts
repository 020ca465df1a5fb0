/**
 * `adjoint/vitest`: `expect(loss).toHaveCorrectGradient([w, b])` in the user's own tests. Import it once, in
 * a setup file or in the test.
 */
import { expect } from "vitest";
import type { Derivatives } from "./engines.ts";
import { checkGradient } from "./gradient.ts";
import type { GradientCheck } from "./request.ts";
import { table } from "./table.ts";

/** What is left to say beside the function and one list of arguments. */
export interface CorrectGradientOptions extends Partial<
  Omit<GradientCheck, "f" | "points">
> {
  /** At a kink: the entries, one per parameter, that must come out exactly. */
  readonly kink?: readonly unknown[];
  /** Entries known from elsewhere, one per parameter, with an absolute tolerance. */
  readonly expected?: {
    readonly value?: unknown;
    readonly grad?: readonly unknown[];
    readonly tolerance: number;
  };
  /** For a result that is no number. */
  readonly cotangent?: unknown;
}

type AnyFunction = (...args: never[]) => unknown;

expect.extend({
  toHaveCorrectGradient(
    received: unknown,
    args: readonly unknown[],
    options: CorrectGradientOptions = {},
  ) {
    if (typeof received !== "function")
      throw new TypeError("expect(f).toHaveCorrectGradient needs a function");
    const f = received as AnyFunction & {
      adjoint?: Derivatives & { of?: unknown };
    };
    const { kink, expected, cotangent, ...rest } = options;
    // A spy or Object.assign copies properties: the record must be this function's own.
    const registered = f.adjoint?.of === f ? f.adjoint : undefined;
    const generated = options.generated ?? registered;
    if (!generated)
      return {
        pass: false,
        message: () =>
          `${f.name || "the function"} has no derivative: it is not marked @differentiable, or it was not compiled (is the plugin in this project's Vitest configuration?)`,
      };
    const report = checkGradient({
      ...rest,
      f,
      generated,
      points: [{ args, kink, expected, cotangent }],
    });
    return {
      pass: report.passed,
      message: () =>
        report.passed
          ? `${report.name} has a correct gradient:\n\n${table([report])}`
          : `the gradient of ${report.name} is not correct:\n\n${table([report])}`,
    };
  },
});

interface GradientMatchers<R = unknown> {
  /**
   * The compiled derivatives of a marked function agree with differences (and with the tape, if `tape` is
   * given) at these arguments.
   */
  toHaveCorrectGradient(
    args: readonly unknown[],
    options?: CorrectGradientOptions,
  ): R;
}

declare module "vitest" {
  // Written exactly as Vitest declares it, or the two would not merge.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends GradientMatchers<T> {}
}
