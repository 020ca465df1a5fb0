/** What the traced form can't follow is said, never skipped. */
export class TraceError extends Error {
  override name = "TraceError";
}
