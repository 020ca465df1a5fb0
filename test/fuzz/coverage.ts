/** Which nodes of the IR and which rules the programs and their derivatives were made of. */
import { rules } from "../../src/rules/index.ts";
import type { CompileResult } from "../../transformer/compile.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import { visitBlock } from "../../transformer/ir/walk.ts";

/** Complete, or it does not compile. */
const kinds: Readonly<Record<ir.Expr["kind"] | ir.Stmt["kind"], true>> = {
  allocate: true,
  apply: true,
  arrayLiteral: true,
  assign: true,
  block: true,
  call: true,
  conditional: true,
  const: true,
  copy: true,
  effect: true,
  element: true,
  field: true,
  foreign: true,
  if: true,
  jump: true,
  lambda: true,
  length: true,
  let: true,
  logic: true,
  loop: true,
  objectLiteral: true,
  push: true,
  read: true,
  resize: true,
  return: true,
  store: true,
  throw: true,
  zeros: true,
};

/** Not of the language everywhere: `Math.f16round` is missing in older engines; `ruled` is of the library. */
const unreachable = new Set(["f16round", "ruled"]);

export interface Coverage {
  readonly count: ReadonlyMap<string, number>;
  add(result: CompileResult): void;
  /** What no program has reached. */
  missing(): { readonly kinds: string[]; readonly rules: string[] };
}

export function newCoverage(): Coverage {
  const count = new Map<string, number>();
  const seen = (what: string): void => {
    count.set(what, (count.get(what) ?? 0) + 1);
  };
  return {
    count,
    add: ({ stages }) => {
      const bodies = [
        ...stages.read.module.functions.values(),
        ...stages.derived,
      ];
      for (const { body } of bodies)
        visitBlock(body, {
          stmt: (s) => seen(s.kind),
          expr: (e) => {
            seen(e.kind);
            if (e.kind !== "apply") return;
            seen(`rule ${e.rule}`);
            // The reader marks the constant; the rule of this name is the choice of its partials.
            if (e.constant?.[1]) seen(`rule ${e.rule}Constant`);
          },
        });
    },
    missing: () => ({
      kinds: Object.keys(kinds).filter((kind) => !count.has(kind)),
      rules: Object.keys(rules).filter(
        (rule) => !count.has(`rule ${rule}`) && !unreachable.has(rule),
      ),
    }),
  };
}
