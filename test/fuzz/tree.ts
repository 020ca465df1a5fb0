/**
 * A random program as a tree of text: what prints it is a walk, and so are shrinking and metamorphosis. A
 * generator of such trees keeps no grammar besides its own productions.
 */

/** What a subtree may be replaced by: another of its sort. */
export type Sort = "number" | "boolean" | "statement" | "other";

export interface Tree {
  readonly sort: Sort;
  readonly parts: readonly (string | Tree)[];
  /** Changes nothing, and calls nothing that does. */
  readonly pure: boolean;
  /** Run at another time than what is around it, or not always, or with names of its own: nothing moves out of it. */
  readonly apart: boolean;
  /** A statement's: the one name that it declares or assigns, with a number that stands in `parts`. */
  readonly binds?: { readonly name: string; readonly declares: boolean };
  /** Has a jump that the statement may not be wrapped against: an unlabelled one, or a declaration. */
  readonly fixed?: boolean;
}

type Piece = string | Tree;

const build =
  (sort: Sort) =>
  (
    strings: TemplateStringsArray,
    ...holes: readonly (Piece | number)[]
  ): Tree => {
    const parts: Piece[] = [];
    strings.forEach((text, i) => {
      if (text !== "") parts.push(text);
      const hole = holes[i];
      if (hole !== undefined && hole !== "")
        parts.push(typeof hole === "number" ? String(hole) : hole);
    });
    return { sort, parts, pure: allPure(parts), apart: false };
  };

const allPure = (parts: readonly Piece[]): boolean =>
  parts.every((part) => typeof part === "string" || part.pure);

export const num = build("number");
export const bool = build("boolean");
export const stmt = build("statement");
export const other = build("other");

export const impure = (tree: Tree): Tree => ({ ...tree, pure: false });
export const apart = (tree: Tree): Tree => ({ ...tree, apart: true });
export const fixed = (tree: Tree): Tree => ({ ...tree, fixed: true });
export const binding = (tree: Tree, name: string, declares: boolean): Tree => ({
  ...tree,
  binds: { name, declares },
  ...(declares && { fixed: true }),
});

/** Several, with text between. */
export const join = (trees: readonly Piece[], between: string): Tree => {
  const parts = trees.flatMap((tree, i) =>
    i === 0 ? [tree] : [between, tree],
  );
  return { sort: "other", parts, pure: allPure(parts), apart: false };
};

export const print = (tree: Piece): string =>
  typeof tree === "string" ? tree : tree.parts.map(print).join("");

/** Where a subtree stands: the index of the part at each level. */
export type Path = readonly number[];

export function at(tree: Tree, path: Path): Tree {
  let found = tree;
  for (const i of path) found = found.parts[i] as Tree;
  return found;
}

/** From the root down, each before what it holds. */
export function* paths(tree: Tree, path: Path = []): Generator<Path> {
  yield path;
  for (const [i, part] of tree.parts.entries())
    if (typeof part !== "string") yield* paths(part, [...path, i]);
}

export function replace(tree: Tree, path: Path, by: Tree): Tree {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  const parts = tree.parts.map((part, i) =>
    i === first ? replace(part as Tree, rest, by) : part,
  );
  return { ...tree, parts };
}

export const mentions = (tree: Tree, name: string): boolean =>
  new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(print(tree));

/** A jump that a loop around it would catch. */
export const hasBareJump = (tree: Tree): boolean =>
  /\b(break|continue)\b *;/.test(print(tree));
