/**
 * One mechanism for every jump. Returns and `continue` become jumps to the end of a labelled block, jumps
 * that stand last become if/else, and for those that are left each loop or block that they leave gets a
 * variable that records by which exit it was left (0: none). The reverse sweep enters it there.
 *
 * Done before differentiation, on the primal, so the records are ordinary variables: saved and read by the
 * same analyses as any other value.
 */
import { assign, let_, number, read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { mapStmt, visitBlock } from "../ir/walk.ts";

/** A function with one way out: no returns are left in `body`, its value is `value` at the end. */
export interface SingleExit {
  readonly body: ir.Block;
  readonly value: ir.Expr | undefined;
  /** The statement that the value comes from. */
  readonly valueOrigin: ir.Origin;
  readonly exits: Exits;
}

export interface Exits {
  /** The variable that records by which exit a loop or labelled block was left; undefined where only its end is. */
  readonly record: (
    construct: ir.LoopStmt | ir.BlockStmt,
  ) => ir.Variable | undefined;
  /** The codes with which jumps inside `block` leave `construct`. */
  readonly codesIn: (
    block: ir.Block,
    construct: ir.LoopStmt | ir.BlockStmt,
  ) => ReadonlySet<number>;
}

export function singleExit(func: ir.Func): SingleExit {
  const returns = countReturns(func.body);
  let value: ir.Expr | undefined;
  let body = func.body;

  const last = body.at(-1);
  if (returns === 1 && last?.kind === "return") {
    // One return at the end: its value gets a name, nothing else changes.
    if (last.value === undefined) body = body.slice(0, -1);
    else if (last.value.kind === "read" || last.value.kind === "const") {
      value = last.value;
      body = body.slice(0, -1);
    } else {
      const result = variable("value", last.value.type);
      value = read(result);
      body = [...body.slice(0, -1), let_(last.origin, result, last.value)];
    }
  } else if (returns > 0) {
    const label: ir.Label = { name: "forward" };
    const result =
      func.result.kind === "void" || func.result.kind === "undefined"
        ? undefined
        : variable("value", func.result);
    const block: ir.BlockStmt = {
      kind: "block",
      origin: func.origin,
      label,
      body: returnsToJumps(body, label, result),
    };
    body = result ? [let_(func.origin, result), block] : [block];
    value = result && read(result);
  }
  body = continuesToBlocks(body);
  body = body.flatMap(dropTailJumps);
  const valueOrigin =
    last?.kind === "return"
      ? last.origin
      : (lastReturn(func.body) ?? func.origin);
  return { ...recordExits(body, value), valueOrigin };
}

function lastReturn(body: ir.Block): ir.Origin | undefined {
  let origin: ir.Origin | undefined;
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "return") origin = s.origin;
    },
  });
  return origin;
}

function countReturns(body: ir.Block): number {
  let count = 0;
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "return") count++;
    },
  });
  return count;
}

/** `return e` becomes `value = e; break forward`. */
function returnsToJumps(
  block: ir.Block,
  label: ir.Label,
  result: ir.Variable | undefined,
): ir.Block {
  return block.flatMap((s): readonly ir.Stmt[] => {
    if (s.kind !== "return")
      return [
        mapStmt(
          s,
          (e) => e,
          (b) => returnsToJumps(b, label, result),
        ),
      ];
    const jump: ir.JumpStmt = {
      kind: "jump",
      origin: s.origin,
      how: "break",
      target: label,
    };
    return result && s.value
      ? [assign(s.origin, result, s.value), jump]
      : [jump];
  });
}

/** `continue` becomes a jump to the end of a block around the loop's body. */
function continuesToBlocks(block: ir.Block): ir.Block {
  return block.map((s): ir.Stmt => {
    const inner = mapStmt(s, (e) => e, continuesToBlocks);
    if (inner.kind !== "loop" || !hasContinue(inner.body, inner.label))
      return inner;
    const label: ir.Label = { name: "iteration" };
    const body = retarget(inner.body, inner.label, label);
    return {
      ...inner,
      body: [{ kind: "block", origin: inner.origin, label, body }],
    };
  });
}

function hasContinue(block: ir.Block, target: ir.Label): boolean {
  let found = false;
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "jump" && s.how === "continue" && s.target === target)
        found = true;
    },
  });
  return found;
}

const retarget = (block: ir.Block, from: ir.Label, to: ir.Label): ir.Block =>
  block.map((s) =>
    s.kind === "jump" && s.how === "continue" && s.target === from
      ? { ...s, how: "break", target: to }
      : mapStmt(
          s,
          (e) => e,
          (b) => retarget(b, from, to),
        ),
  );

/** In every labelled block: `if (c) { …; break label; } rest` becomes `if (c) { … } else { rest }`, and the label goes if nothing jumps to it any more. */
function dropTailJumps(s: ir.Stmt): readonly ir.Stmt[] {
  const inner = mapStmt(
    s,
    (e) => e,
    (b) => b.flatMap(dropTailJumps),
  );
  if (inner.kind !== "block") return [inner];
  // Variables have identity, so a block that nothing jumps to can be spliced into the one around it.
  if (inner.label === undefined) return inner.body;
  const body = tail(inner.body, inner.label);
  return jumpsTo(body, inner.label) ? [{ ...inner, body }] : body;
}

const endsWithJump = (block: ir.Block, label: ir.Label): boolean => {
  const last = block.at(-1);
  return last?.kind === "jump" && last.target === label;
};

function tail(block: ir.Block, label: ir.Label): ir.Block {
  for (const [i, s] of block.entries()) {
    const rest = block.slice(i + 1);
    if (s.kind === "jump")
      return s.target === label ? block.slice(0, i) : block.slice(0, i + 1);
    if (s.kind === "if") {
      if (endsWithJump(s.then, label)) {
        return [
          ...block.slice(0, i),
          {
            ...s,
            then: tail(s.then, label),
            otherwise: tail([...s.otherwise, ...rest], label),
          },
        ];
      }
      if (endsWithJump(s.otherwise, label)) {
        return [
          ...block.slice(0, i),
          {
            ...s,
            then: tail([...s.then, ...rest], label),
            otherwise: tail(s.otherwise, label),
          },
        ];
      }
      if (rest.length === 0) {
        return [
          ...block.slice(0, i),
          {
            ...s,
            then: tail(s.then, label),
            otherwise: tail(s.otherwise, label),
          },
        ];
      }
    }
    if (s.kind === "block" && rest.length === 0)
      return [...block.slice(0, i), { ...s, body: tail(s.body, label) }];
  }
  return block;
}

function jumpsTo(block: ir.Block, label: ir.Label): boolean {
  let found = false;
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "jump" && s.target === label) found = true;
    },
  });
  return found;
}

/** Gives each loop or block that is left by a jump its record, set before the jump and cleared where it is entered. */
function recordExits(
  body: ir.Block,
  value: ir.Expr | undefined,
): Omit<SingleExit, "valueOrigin"> {
  const records = new Map<ir.Label, ir.Variable>();
  const codes = new Map<ir.Label, number>();
  /** The code with which a jump leaves the construct of a label. */
  const codeOf = new Map<ir.Stmt, Map<ir.Label, number>>();

  const rewrite = (block: ir.Block, around: readonly ir.Label[]): ir.Block =>
    block.flatMap((s): readonly ir.Stmt[] => {
      if (s.kind === "jump") {
        const left = around.slice(around.indexOf(s.target));
        const mine = new Map<ir.Label, number>();
        const sets = left.map((label) => {
          const code = (codes.get(label) ?? 0) + 1;
          codes.set(label, code);
          mine.set(label, code);
          if (!records.has(label)) records.set(label, variable("exit"));
          return assign(s.origin, records.get(label)!, number(code));
        });
        codeOf.set(s, mine);
        return [...sets, s];
      }
      if ((s.kind === "loop" || s.kind === "block") && s.label !== undefined) {
        const within = [...around, s.label];
        const inner = mapStmt(
          s,
          (e) => e,
          (b) => rewrite(b, within),
        );
        const record = records.get(s.label);
        return record ? [let_(s.origin, record, number(0)), inner] : [inner];
      }
      return [
        mapStmt(
          s,
          (e) => e,
          (b) => rewrite(b, around),
        ),
      ];
    });
  const rewritten = rewrite(body, []);

  const exits: Exits = {
    record: (construct) =>
      construct.label ? records.get(construct.label) : undefined,
    codesIn: (block, construct) => {
      const found = new Set<number>();
      visitBlock(block, {
        stmt: (s) => {
          const code = construct.label && codeOf.get(s)?.get(construct.label);
          if (code !== undefined) found.add(code);
        },
      });
      return found;
    },
  };
  return { body: rewritten, value, exits };
}
