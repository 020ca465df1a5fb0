/** Where each statement stands: the block around it, its place there, and the statement around that block. */
import type * as ir from "../ir/nodes.ts";
import { blocksOf } from "../ir/walk.ts";

/** The point just before `block[index]`; `index === block.length` is the block's end. */
export interface Point {
  readonly block: ir.Block;
  readonly index: number;
}

export interface Tree {
  readonly before: (s: ir.Stmt) => Point;
  readonly after: (s: ir.Stmt) => Point;
  /** The statement that a block belongs to; undefined for the function's body. */
  readonly owner: (b: ir.Block) => ir.Stmt | undefined;
  /** The block in which a variable is declared; undefined for parameters. */
  readonly home: (v: ir.Variable) => ir.Block | undefined;
  /** Is `inner` the block `outer` or inside it? */
  readonly within: (inner: ir.Block, outer: ir.Block) => boolean;
  /** The loops around a block, outermost first, up to and without those around `root`. */
  readonly loops: (b: ir.Block, root: ir.Block) => readonly ir.LoopStmt[];
}

export function buildTree(body: ir.Block): Tree {
  const places = new Map<ir.Stmt, Point>();
  const owners = new Map<ir.Block, ir.Stmt | undefined>();
  const homes = new Map<ir.Variable, ir.Block>();

  const enter = (block: ir.Block, owner: ir.Stmt | undefined): void => {
    owners.set(block, owner);
    for (const [index, s] of block.entries()) {
      places.set(s, { block, index });
      if (s.kind === "let") homes.set(s.variable, block);
      if (s.kind === "call" && s.result) homes.set(s.result, block);
      for (const inner of blocksOf(s)) enter(inner, s);
    }
  };
  enter(body, undefined);

  const owner = (b: ir.Block): ir.Stmt | undefined => owners.get(b);
  const blockOf = (s: ir.Stmt): ir.Block => places.get(s)!.block;
  return {
    before: (s) => places.get(s)!,
    after: (s) => {
      const { block, index } = places.get(s)!;
      return { block, index: index + 1 };
    },
    owner,
    home: (v) => homes.get(v),
    within: (inner, outer) => {
      for (let b: ir.Block | undefined = inner; b;) {
        if (b === outer) return true;
        const s = owner(b);
        b = s && blockOf(s);
      }
      return false;
    },
    loops: (b, root) => {
      const found: ir.LoopStmt[] = [];
      for (let at = b; at !== root;) {
        const s = owner(at);
        if (s === undefined) break;
        if (s.kind === "loop") found.unshift(s);
        at = blockOf(s);
      }
      return found;
    },
  };
}
