/**
 * Jumps to the end of a block that stand at its end anyway. `if (c) { …; break end } rest` becomes
 * `if (c) { … } else { rest }` there, so that most inlined bodies need no label.
 */
import type * as ir from "../../ir/nodes.ts";

export function endAtTail(
  body: readonly ir.Stmt[],
  end: ir.Label,
): readonly ir.Stmt[] {
  const at = body.findIndex((s) => isEnd(s, end));
  // What follows a jump is never reached.
  const live = at < 0 ? body : body.slice(0, at);
  const early = live.findIndex(
    (s, i) => i < live.length - 1 && s.kind === "if" && leaves(s, end),
  );
  if (early >= 0) {
    const s = live[early] as ir.IfStmt;
    const rest = live.slice(early + 1);
    const then = leavesFrom(s.then, end);
    const otherwise = leavesFrom(s.otherwise, end);
    const joined: ir.IfStmt = {
      ...s,
      then: endAtTail(then ? s.then : [...s.then, ...rest], end),
      otherwise: endAtTail(
        otherwise ? s.otherwise : [...s.otherwise, ...rest],
        end,
      ),
    };
    return [...live.slice(0, early), joined];
  }
  const last = live.at(-1);
  if (last?.kind === "if")
    return [
      ...live.slice(0, -1),
      {
        ...last,
        then: endAtTail(last.then, end),
        otherwise: endAtTail(last.otherwise, end),
      },
    ];
  if (last?.kind === "block" && last.label === undefined)
    return [...live.slice(0, -1), { ...last, body: endAtTail(last.body, end) }];
  return live;
}

const isEnd = (s: ir.Stmt, end: ir.Label): boolean =>
  s.kind === "jump" && s.how === "break" && s.target === end;

/** Does exactly one branch end in the jump, so that the rest belongs to the other? */
const leaves = (s: ir.IfStmt, end: ir.Label): boolean =>
  leavesFrom(s.then, end) !== leavesFrom(s.otherwise, end);

/** Does the branch always jump to the end (and not only perhaps)? */
function leavesFrom(body: readonly ir.Stmt[], end: ir.Label): boolean {
  const last = body.at(-1);
  if (last === undefined) return false;
  if (isEnd(last, end)) return true;
  if (last.kind === "if")
    return leavesFrom(last.then, end) && leavesFrom(last.otherwise, end);
  return (
    last.kind === "block" &&
    last.label === undefined &&
    leavesFrom(last.body, end)
  );
}
