import type { EntriesOfPoint } from "./entries.ts";
import type { FailureKind } from "./report.ts";

/** Books a failure of one entry. */
export function failEntry(
  here: EntriesOfPoint,
  kind: FailureKind,
  engine: string,
  entry: string,
  rest: { message: string; found?: number; wanted?: number },
): void {
  here.book.fail({ kind, point: here.index, engine, entry, ...rest });
}
