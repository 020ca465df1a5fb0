/**
 * Makes a program that fails small: statements go, expressions become what stands inside of them or a literal,
 * as long as it fails in the same way. (Not fast-check: its shrinking follows the draws that made a value, and
 * here each draw decides what the next ones mean. A walk over the tree needs a page, and shrinks metamorphosed
 * programs as well.)
 */
import { textOf, type Program } from "./generate/program.ts";
import {
  at,
  bool,
  num,
  other,
  paths,
  replace,
  stmt,
  type Path,
  type Tree,
} from "./tree.ts";

/** Does it still fail as the first did? */
export type Fails = (program: Program) => Promise<boolean>;

export async function shrink(
  program: Program,
  fails: Fails,
  seconds = 60,
): Promise<Program> {
  const end = performance.now() + seconds * 1000;
  let best = program;
  const attempt = async (smaller: Program): Promise<boolean> => {
    // Smaller, or it would go round in circles.
    if (textOf(smaller).length >= textOf(best).length) return false;
    if (performance.now() > end || !(await fails(smaller))) return false;
    best = smaller;
    return true;
  };
  for (let before; before !== best && performance.now() < end;) {
    before = best;
    // One point, one derivative less, declarations that nothing needs.
    for (const point of best.points)
      if (best.points.length > 1) await attempt({ ...best, points: [point] });
    await attempt({ ...best, tag: "@differentiable" });
    for (let i = best.declarations.length - 1; i >= 0; i--)
      await attempt({
        ...best,
        declarations: best.declarations.filter((_, j) => j !== i),
      });
    for (let i = best.parameters.length - 1; i >= 0; i--)
      if (best.parameters.length > 1 && best.parameters[i]!.rest !== true)
        await attempt({
          ...best,
          parameters: best.parameters.filter((_, j) => j !== i),
          points: best.points.map((point) => point.filter((_, j) => j !== i)),
        });
    await walk(best.body, (body) => attempt({ ...best, body }));
    for (let i = 0; i < best.declarations.length; i++)
      await walk(best.declarations[i]!, (tree) =>
        attempt({
          ...best,
          declarations: best.declarations.map((d, j) => (j === i ? tree : d)),
        }),
      );
  }
  return best;
}

/** From the root down, each subtree is tried smaller; what is taken is tried again where it stands. */
async function walk(
  root: Tree,
  attempt: (tree: Tree) => Promise<boolean>,
): Promise<void> {
  let tree = root;
  let queue: Path[] = [...paths(tree)];
  for (let i = 0; i < queue.length; i++) {
    const path = queue[i]!;
    for (const smaller of candidates(at(tree, path))) {
      const next = replace(tree, path, smaller);
      if (!(await attempt(next))) continue;
      tree = next;
      queue = [
        ...queue.slice(0, i),
        ...[...paths(at(tree, path))].map((rest) => [...path, ...rest]),
        ...queue.slice(i + 1).filter((p) => !startsWith(p, path)),
      ];
      i--;
      break;
    }
  }
}

const startsWith = (path: Path, start: Path): boolean =>
  start.every((step, i) => path[i] === step);

/** What may stand in a subtree's place, the smallest first. */
function candidates(tree: Tree): Tree[] {
  const inside = [...paths(tree)].slice(1).map((path) => at(tree, path));
  const same = inside.filter((t) => t.sort === tree.sort).slice(0, 12);
  switch (tree.sort) {
    case "statement":
      return tree.parts.length === 0 ? [] : [stmt``, ...same];
    case "number":
      return isLeaf(tree)
        ? []
        : [num`1`, num`0.5`, ...same.sort((a, b) => size(a) - size(b))];
    case "boolean":
      return isLeaf(tree)
        ? []
        : [bool`(true as boolean)`, bool`(false as boolean)`, ...same];
    case "other":
      return [
        ...(tree.parts.length > 1 ? withoutElements(tree) : []),
        ...(isList(tree) ? inside.filter(isList).slice(0, 6) : []),
      ];
  }
}

const isLeaf = (tree: Tree): boolean =>
  tree.parts.every((part) => typeof part === "string") &&
  tree.parts.join("").length < 22;

const isList = (tree: Tree): boolean =>
  !/[;{]/.test(String(tree.parts[0] ?? ""));

const size = (tree: Tree): number => [...paths(tree)].length;

/** Of a list of statements with text between: without one half of them. */
function withoutElements(tree: Tree): Tree[] {
  const count = tree.parts.length;
  const statements = tree.parts.filter(
    (p) => typeof p !== "string" && p.sort === "statement",
  );
  if (statements.length < 4) return [];
  return [
    { ...other``, parts: tree.parts.slice(count >> 1), pure: false },
    { ...other``, parts: tree.parts.slice(0, count >> 1), pure: false },
  ];
}
