/**
 * What TypeScript says of a file whose text goes on behind the user's: spans that begin there are left out (an
 * edit there would be written into the user's file), spans that end there end with the user's text.
 */
interface Span {
  readonly start: number;
  readonly length: number;
}

export interface Bounds {
  /** Where the user's text ends, of a file that goes on. */
  readonly endOf: (file: string) => number | undefined;
  /** Where else to look for a declaration that stands behind it. */
  readonly redirect?: (file: string, span: Span) => Place | undefined;
}

export interface Place {
  readonly fileName: string;
  readonly textSpan: Span;
}

/** `file`: the one that was asked about. Undefined: nothing of it is the user's. */
export function restrict<T>(value: T, file: string, bounds: Bounds): T {
  return restricted(value, file, bounds) as T;
}

function restricted(value: unknown, file: string, bounds: Bounds): unknown {
  if (Array.isArray(value)) {
    return value
      .map((each: unknown) => restricted(each, file, bounds))
      .filter((each) => each !== undefined);
  }
  if (typeof value !== "object" || value === null) return value;
  const before = value as Readonly<Record<string, unknown>>;
  const named = before["fileName"] ?? nameOf(before["file"]);
  const at = typeof named === "string" ? named : file;
  const end = bounds.endOf(at) ?? Infinity;
  if (isSpan(before)) {
    if (before.start >= end) return undefined;
    if (before.start + before.length > end)
      return { ...before, length: end - before.start };
    return before;
  }
  const span = before["textSpan"] ?? before["span"];
  const position = isSpan(span) ? span.start : before["position"];
  if (typeof position === "number" && position >= end) {
    const place =
      isSpan(span) && before["fileName"] !== undefined
        ? bounds.redirect?.(at, span)
        : undefined;
    if (place === undefined) return undefined;
    const { contextSpan: _, ...rest } = before;
    return { ...rest, ...place };
  }
  const after: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(before))
    after[key] = isNode(key) ? each : restricted(each, at, bounds);
  return ["spans", "highlightSpans", "textChanges"].some(
    (key) => isEmpty(after[key]) && !isEmpty(before[key]),
  )
    ? undefined
    : after;
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 0;

const isSpan = (value: unknown): value is Span =>
  typeof value === "object" &&
  value !== null &&
  "start" in value &&
  "length" in value &&
  typeof value.start === "number" &&
  typeof value.length === "number";

const nameOf = (file: unknown): unknown =>
  (file as { readonly fileName?: unknown } | undefined)?.fileName;

/** Objects of the program are not looked into. */
const isNode = (key: string): boolean =>
  key === "file" || key === "symbol" || key === "source";
