/** `x.samples.ts` beside `x.ts` says where its functions are run. */

import { InputError } from "./input-error.ts";

/** One function's entry. (`fixtures/README.md` tells what each field means.) */
export interface Sample {
  readonly args: readonly (readonly unknown[])[];
  readonly tolerance?: number;
  readonly kink?: readonly (
    { readonly entries: readonly unknown[] } | undefined
  )[];
  readonly expected?: readonly (
    | {
        readonly value?: unknown;
        readonly grad?: readonly unknown[];
        readonly tolerance: number;
      }
    | undefined
  )[];
  readonly cotangents?: readonly unknown[];
  readonly float32?: boolean;
  readonly integers?: readonly number[];
  readonly nonSmooth?: boolean;
}

/** Where the samples of a source file are looked for. */
export const samplesFileOf = (file: string): string =>
  file.replace(/(\.[cm]?[jt]sx?)$/, ".samples$1");

/** What the module exports as `samples`; a mistake in its shape is said at once. */
export function samplesOf(
  file: string,
  exported: unknown,
): Readonly<Record<string, Sample>> {
  const wrong = (what: string): Error =>
    new InputError(
      `${file}: ${what}`,
      "for each function, the arguments of each point: `export const samples = { loss: { args: [[0.5, 2], [1, 3]] } }`",
    );
  if (typeof exported !== "object" || exported === null)
    throw wrong(
      "it must export `samples`, an object with one entry a function",
    );
  for (const [name, sample] of Object.entries(exported)) {
    const args = (sample as Partial<Sample> | undefined)?.args;
    if (!Array.isArray(args) || !args.every(Array.isArray))
      throw wrong(`samples.${name}.args must be a list of argument lists`);
  }
  return exported as Record<string, Sample>;
}
