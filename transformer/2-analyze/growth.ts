/** Plain arrays that a store may make longer: their shadows must grow with them. */
import { isConst, sameExpr } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { blocksOf, visitBlock, visitExpr } from "../ir/walk.ts";
import type { AliasClass, Aliases } from "./alias.ts";
import { holesOf } from "./outside.ts";

/**
 * Classes of plain arrays that start shorter than they may end: `const a = []; for (…) a[i] = x`, and
 * `new Array(n)` where a store is not seen to stay below `n`.
 * A parameter is taken to keep its length: what is stored past its end has no shadow, and gives NaN.
 */
export function growingClasses(
  func: ir.Func,
  aliases: Aliases,
  growingParams: ReadonlySet<ir.Variable> = new Set(),
): ReadonlySet<AliasClass> {
  const growing = new Set<AliasClass>();
  for (const v of growingParams) growing.add(aliases.ofVariable(v));
  const sized = new Map<AliasClass, ir.Expr>();
  const assigned = new Set<ir.Variable>();
  visitBlock(func.body, {
    stmt(s) {
      if (s.kind === "assign") assigned.add(s.variable);
      if (s.kind !== "let" && s.kind !== "assign") return;
      if (s.value === undefined || s.value.type.kind !== "array") return;
      const c = aliases.ofVariable(s.variable);
      if (s.value.kind === "arrayLiteral") growing.add(c);
      if (s.value.kind !== "allocate") return;
      const before = sized.get(c);
      const { length } = s.value;
      if (before !== undefined && !sameExpr(before, length)) growing.add(c);
      sized.set(c, length);
    },
  });
  if (sized.size > 0)
    for (const c of storedBeyond(func.body, aliases, sized, assigned))
      growing.add(c);
  return growing;
}

/** May the store make its array longer? One that reads its own target can't. */
export function mayGrow(
  s: ir.StoreStmt,
  c: AliasClass,
  growing: ReadonlySet<AliasClass>,
): boolean {
  if (
    s.target.kind !== "element" ||
    s.target.array.type.kind !== "array" ||
    !growing.has(c)
  )
    return false;
  return !readsTarget(s, s.target);
}

/** Does what is stored read the very slot that it is stored to? Then that was there. */
export function readsTarget(s: ir.StoreStmt, target: ir.Expr): boolean {
  let reads = false;
  visitExpr(s.value, (e) => {
    if (sameExpr(e, target)) reads = true;
  });
  return reads;
}

/** Of arrays of a known size: those with a store whose index is not seen to stay below it. */
function storedBeyond(
  body: ir.Block,
  aliases: Aliases,
  sized: ReadonlyMap<AliasClass, ir.Expr>,
  assigned: ReadonlySet<ir.Variable>,
): ReadonlySet<AliasClass> {
  const found = new Set<AliasClass>();
  const walk = (block: ir.Block, tops: ReadonlyMap<ir.Variable, Affine>) => {
    for (const s of block) {
      if (s.kind === "store" && s.target.kind === "element") {
        const { array, index } = s.target;
        const c = aliases.of(array);
        const size = array.type.kind === "array" ? sized.get(c) : undefined;
        const isSafe =
          size === undefined ||
          readsTarget(s, s.target) ||
          isBelow(highest(index, tops), affine(size), assigned);
        if (!isSafe) found.add(c);
      }
      const inner =
        s.kind === "loop"
          ? new Map([...tops, ...highestOf(s, assigned)])
          : tops;
      for (const b of blocksOf(s)) walk(b, inner);
    }
  };
  walk(body, new Map());
  return found;
}

/** `base + offset`; without a base, a number. */
interface Affine {
  readonly base: ir.Expr | undefined;
  readonly offset: number;
}

function affine(e: ir.Expr): Affine {
  if (e.kind === "const" && typeof e.value === "number")
    return { base: undefined, offset: e.value };
  if (e.kind === "apply" && (e.rule === "add" || e.rule === "sub")) {
    const [a, b] = e.args;
    const by = b?.kind === "const" ? Number(b.value) : NaN;
    const left = a && affine(a);
    if (left !== undefined && Number.isFinite(by))
      return { ...left, offset: left.offset + (e.rule === "add" ? by : -by) };
  }
  return { base: e, offset: 0 };
}

/** The highest value that a loop's counter has in its body, where its header says so. */
function highestOf(
  loop: ir.LoopStmt,
  assigned: ReadonlySet<ir.Variable>,
): [ir.Variable, Affine][] {
  const [update] = loop.update;
  const { test } = loop;
  if (update?.kind !== "assign" || loop.update.length !== 1) return [];
  const { variable } = update;
  const start = loop.init.find((l) => l.variable === variable)?.value;
  if (test?.kind !== "logic" || start === undefined || loop.testAfter)
    return [];
  const [left, bound] = test.args;
  if (left?.kind !== "read" || left.variable !== variable) return [];
  if (bound === undefined || changesIn(loop.body, variable)) return [];
  if (test.op === "<" || test.op === "<=") {
    const top = affine(bound);
    return isFixed(top, assigned)
      ? [[variable, { ...top, offset: top.offset - (test.op === "<" ? 1 : 0) }]]
      : [];
  }
  const falls =
    update.value.kind === "apply" &&
    update.value.rule === "sub" &&
    isConst(update.value.args[1]!, 1);
  const top = affine(start);
  return falls && isFixed(top, assigned) ? [[variable, top]] : [];
}

function changesIn(body: ir.Block, v: ir.Variable): boolean {
  let changes = false;
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "assign" && s.variable === v) changes = true;
    },
    expr: (e) => {
      if (e.kind === "foreign" && e.assigns.includes(v)) changes = true;
    },
  });
  return changes;
}

/** Does nothing assign to what it is made of? */
function isFixed(
  { base }: Affine,
  assigned: ReadonlySet<ir.Variable>,
): boolean {
  let fixed = true;
  if (base !== undefined)
    visitExpr(base, (e) => {
      if (e.kind === "read" && assigned.has(e.variable)) fixed = false;
      if (e.kind === "foreign" && (!e.pure || holesOf(e).length > 0))
        fixed = false;
    });
  return fixed;
}

function highest(
  index: ir.Expr,
  tops: ReadonlyMap<ir.Variable, Affine>,
): Affine {
  const { base, offset } = affine(index);
  const top = base?.kind === "read" ? tops.get(base.variable) : undefined;
  return top === undefined
    ? { base, offset }
    : { base: top.base, offset: top.offset + offset };
}

function isBelow(
  a: Affine,
  size: Affine,
  assigned: ReadonlySet<ir.Variable>,
): boolean {
  if (!isFixed(a, assigned) || !isFixed(size, assigned)) return false;
  const isSame =
    a.base === undefined || size.base === undefined
      ? a.base === size.base
      : sameExpr(a.base, size.base);
  return isSame && a.offset < size.offset;
}
