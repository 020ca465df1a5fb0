/** What keeps a check from running is the user's: a samples file, a module that throws as it loads, a missing package. */
export class InputError extends Error {
  /** What to do instead. */
  readonly advice: string;

  constructor(message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.name = "InputError";
    this.advice = advice;
  }
}
