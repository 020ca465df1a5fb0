/** Can control reach the end of a function's body, as far as TypeScript sees? */
import type * as ir from "../ir/nodes.ts";
import { visitStatements } from "./usage.ts";

/**
 * The statement that a body must end with, or "": where the author's exhaustive `switch` had become tests,
 * TypeScript no longer sees that one of them holds.
 */
export function endingOf(body: ir.Block, resultText: string): string {
  let returns = false;
  for (const s of body) if (hasReturn(s)) returns = true;
  if (!returns || !reachesEnd(body)) return "";
  return /\b(undefined|void|any|unknown)\b/.test(resultText)
    ? "return undefined;"
    : `throw new Error("unreachable");`;
}

function hasReturn(s: ir.Stmt): boolean {
  switch (s.kind) {
    case "return":
      return s.value !== undefined;
    case "if":
      return s.then.some(hasReturn) || s.otherwise.some(hasReturn);
    case "loop":
    case "block":
      return s.body.some(hasReturn);
    default:
      return false;
  }
}

const reachesEnd = (block: ir.Block): boolean => block.every(isPassed);

/** Does control come out behind the statement? */
function isPassed(s: ir.Stmt): boolean {
  switch (s.kind) {
    case "return":
    case "throw":
    case "jump":
      return false;
    case "if":
      return reachesEnd(s.then) || reachesEnd(s.otherwise);
    case "block":
      return reachesEnd(s.body) || isLeft(s.body, s.label);
    case "loop": {
      const endless =
        s.test === undefined ||
        (s.test.kind === "const" && s.test.value === true);
      return !endless || isLeft(s.body, s.label);
    }
    default:
      return true;
  }
}

function isLeft(body: ir.Block, label: ir.Label | undefined): boolean {
  let left = false;
  visitStatements(body, (s) => {
    if (s.kind === "jump" && s.how === "break" && s.target === label)
      left = true;
  });
  return left;
}
