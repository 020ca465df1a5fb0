/**
 * Which way the program went: a check at points that never enter a branch says nothing about it. Each decision
 * of the source gets a number, and the traced form says which of its arms were taken.
 */
import { ts } from "ts-morph";

export interface Branch {
  /** `main.ts:12`, and how the decision starts. */
  readonly where: string;
  /** What is said of an arm that was never taken; `undefined`: it only throws, and need not be. */
  readonly arms: readonly (string | undefined)[];
}

/** A decision of which one arm at least was seen, and what was not. */
export interface Coverage {
  readonly arms: number;
  readonly reached: number;
  readonly unreached: readonly string[];
}

/** The decisions of a program, as they are numbered while it is rewritten. */
export interface Branches {
  add(node: ts.Node, arms: Branch["arms"]): number;
  readonly all: readonly Branch[];
}

export function newBranches(): Branches {
  const all: Branch[] = [];
  return {
    all,
    add(node, arms) {
      const file = node.getSourceFile();
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      const name = file.fileName.slice(file.fileName.lastIndexOf("/") + 1);
      const text = node.getText().split("\n")[0]!.trim();
      const start = text.length > 50 ? `${text.slice(0, 49)}…` : text;
      all.push({ where: `${name}:${line + 1} ${start}`, arms });
      return all.length - 1;
    },
  };
}

/** Does a statement do nothing but throw? A guard is not meant to be entered. */
export function onlyThrows(node: ts.Statement | undefined): boolean {
  if (node === undefined) return false;
  if (ts.isBlock(node)) return onlyThrows(node.statements.at(-1));
  return ts.isThrowStatement(node);
}

/** What the run-time calls, and what it saw since it was last cleared. */
export interface Recorder {
  branch(id: number, test: unknown): boolean;
  arm(id: number, arm: number): void;
  clear(): void;
  coverage(): Coverage;
}

export function recorder(branches: readonly Branch[]): Recorder {
  const seen = new Map<number, Set<number>>();
  const arm = (id: number, taken: number): void => {
    const arms = seen.get(id);
    if (arms) arms.add(taken);
    else seen.set(id, new Set([taken]));
  };
  return {
    arm,
    branch(id, test) {
      const isTrue = Boolean(test);
      arm(id, isTrue ? 0 : 1);
      return isTrue;
    },
    clear: () => seen.clear(),
    coverage() {
      let arms = 0;
      let reached = 0;
      const unreached: string[] = [];
      for (const [id, taken] of seen) {
        const { where, arms: said } = branches[id]!;
        for (const [k, never] of said.entries()) {
          if (never === undefined && !taken.has(k)) continue;
          arms++;
          if (taken.has(k)) reached++;
          else unreached.push(`${where}: ${never}`);
        }
      }
      return { arms, reached, unreached };
    },
  };
}
