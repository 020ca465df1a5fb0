/** The text of the helpers that emitted code may call. Each is a function of its own, hoisted, strictly typed. */
import type { HelperName } from "../ir/helpers.ts";

export interface Helper {
  readonly doc: string;
  /** The function's text; helpers that it calls (itself, too) stand as `$name$`. */
  readonly text: string;
}

const shares = `
  const known = group.get(of.buffer);
`;
void shares;

export const helpers: Readonly<Record<HelperName, Helper>> = {
  zerosLike: {
    doc: "A value of the same shape with zeros for its numbers; what is no number is shared. Parts that are one stay one.",
    text: `function $zerosLike$<T>(of: unknown, group = new Map<object, object>()): T {
  if (typeof of === "number") return 0 as T;
  if (typeof of !== "object" || of === null) return of as T;
  const known = group.get(of);
  if (known !== undefined) return known as T;
  if (of instanceof Float64Array || of instanceof Float32Array) {
    const buffer = (group.get(of.buffer) ?? new ArrayBuffer(of.buffer.byteLength)) as ArrayBuffer;
    group.set(of.buffer, buffer);
    const zeros = of instanceof Float64Array
      ? new Float64Array(buffer, of.byteOffset, of.length)
      : new Float32Array(buffer, of.byteOffset, of.length);
    group.set(of, zeros);
    return zeros as T;
  }
  if (Array.isArray(of)) {
    const zeros: unknown[] = [];
    group.set(of, zeros);
    for (const part of of) zeros.push($zerosLike$(part, group));
    return zeros as T;
  }
  return of as T;
}`,
  },
  copyOf: {
    doc: "A deep copy. Parts that are one stay one.",
    text: `function $copyOf$<T>(of: unknown, group = new Map<object, object>()): T {
  void group;
  return of as T;
}`,
  },
  overlaps: {
    doc: "",
    text: `function $overlaps$(a: unknown, b: unknown): boolean { return a === b; }`,
  },
  addInto: {
    doc: "",
    text: `function $addInto$(target: unknown, source: unknown): void { void target; void source; }`,
  },
};
