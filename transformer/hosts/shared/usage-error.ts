/** What was asked for can't be done as it was asked: exit code 2. */
export class UsageError extends Error {
  /** Lines that say what to do instead. */
  readonly advice: readonly string[];

  constructor(message: string, ...advice: readonly string[]) {
    super(message);
    this.name = "UsageError";
    this.advice = advice;
  }
}
