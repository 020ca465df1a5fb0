/** Which words may not be names of ours: the language's, the platform's, and those that a text refers to. */
import { HELPER_MARK } from "../ir/helpers.ts";

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Words that can't name a variable in a module, and those that would mislead. */
const reserved = new Set(
  words(`
    abstract arguments as async await boolean break case catch class const continue debugger declare default
    delete do else enum eval export extends false finally for from function get if implements import in
    instanceof interface is keyof let module namespace never new null number object of package private
    protected public readonly require return set static string super switch symbol this throw true try type
    typeof unique unknown var void while with yield
  `),
);

/** What emitted text may refer to: never shadowed, so that no variable called `Math` can get in its way. */
const globals = new Set(
  words(`
    undefined NaN Infinity Math Number String Boolean Object Array Map Set WeakMap Symbol Error RangeError
    TypeError globalThis ArrayBuffer DataView Float64Array Float32Array Int8Array Uint8Array
    Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt JSON console
  `),
);

/** Contextual words that are ordinary names all the same (`const of = 1`): a user's own is kept. */
const contextual = new Set(
  words(`
    abstract as async boolean declare from get is keyof module namespace never number object of readonly
    require set string symbol type unique unknown
  `),
);

export const isReserved = (name: string): boolean =>
  globals.has(name) || (reserved.has(name) && !contextual.has(name));

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
const wholeIdentifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export const isIdentifier = (text: string): boolean =>
  wholeIdentifier.test(text);

/** The wish as a name that the language accepts. */
export function legalName(wish: string): string {
  const decoded = wish.replace(
    /\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})/g,
    (_, long: string, short: string) =>
      String.fromCodePoint(parseInt(long ?? short, 16)),
  );
  const legal = [...decoded]
    .map((c) => (/[\p{ID_Continue}$\u200c\u200d]/u.test(c) ? c : "_"))
    .join("");
  return isIdentifier(legal) ? legal : `_${legal}`;
}

/**
 * The names that a piece of source text may refer to; rather one too many than one too few. What follows a
 * dot is a property, and a string is not looked into, unless the text holds what makes strings hard to find.
 */
export function identifiersIn(text: string): string[] {
  const plain =
    text.includes("`") || text.includes("/")
      ? text
      : text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, " ");
  const unmarked = plain.replace(
    new RegExp(`${HELPER_MARK}\\w+${HELPER_MARK}`, "g"),
    " ",
  );
  const found: string[] = [];
  for (const match of unmarked.matchAll(identifier)) {
    const before = unmarked.slice(0, match.index).trimEnd();
    const isProperty =
      before.endsWith("?.") || (before.endsWith(".") && !before.endsWith(".."));
    if (!isProperty) found.push(match[0]);
  }
  return found;
}

/** `name`, else `name1`, `name2` …: the first that is free. `from`: the number that is tried first. */
export function firstFree(
  name: string,
  isFree: (candidate: string) => boolean,
  from = 0,
): string {
  for (let n = from; ; n++) {
    const candidate = numbered(name, n);
    if (isFree(candidate)) return candidate;
  }
}

/** `name`, `name1`, `name2` … */
const numbered = (name: string, n: number): string =>
  n === 0 ? name : `${/\d$/.test(name) ? `${name}_` : name}${n}`;

/** The number of a name that `firstFree` found. */
export const numberOf = (name: string, found: string): number =>
  found === name ? 0 : Number(/\d+$/.exec(found.slice(name.length))![0]);
