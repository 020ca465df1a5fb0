/** What the analyses found, as `adjoint explain` prints it behind declarations and statements. */
import { read } from "../ir/build.ts";
import type { DumpFacts } from "../ir/dump.ts";
import { dumpExpr } from "../ir/dump.ts";
import type * as ir from "../ir/nodes.ts";
import { carries, isReference } from "../ir/types.ts";
import type { Activity } from "./activity.ts";
import type { AliasClass, Aliases } from "./alias.ts";
import { find } from "./alias.ts";
import type { EffectsTable } from "./effects.ts";
import type { Counted } from "./loops.ts";

/** Classes by number, in the order in which they are met. */
function numbered(): (c: AliasClass) => string {
  const numbers = new Map<AliasClass, number>();
  return (c) => {
    const root = find(c);
    const n = numbers.get(root) ?? numbers.size + 1;
    numbers.set(root, n);
    return `#${n}`;
  };
}

/** References that may meet are in one class: `#1`, and what it holds: `[] in #2`. */
export function aliasFacts(aliases: Aliases, name = numbered()): DumpFacts {
  return {
    ofVariable: (v) => {
      if (!isReference(v.type)) return undefined;
      const c = aliases.ofVariable(v);
      const own = name(c);
      const held = [...c.content].map(
        ([slot, inner]) => `${slot} in ${name(inner)}`,
      );
      const outside = c.external ? ["seen from outside"] : [];
      return [own, ...held, ...outside].join(", ");
    },
  };
}

/** What each statement may change. */
export function effectFacts(
  effects: EffectsTable,
  aliases: Aliases,
): DumpFacts {
  const name = numbered();
  return {
    ...aliasFacts(aliases, name),
    ofStmt: (s) => {
      const { variables, heap } = effects.of(s);
      const changed = [
        ...[...variables].map((v) => v.name),
        ...[...heap].flatMap(([c, slots]) =>
          [...slots].map((slot) => `${slot} of ${name(c)}`),
        ),
      ];
      return changed.length === 0
        ? undefined
        : `changes ${[...new Set(changed)].join(", ")}`;
    },
  };
}

/** Varied: depends on an input. Useful: influences the result. Active: both, so that it has an adjoint. */
export function activityFacts(activity: Activity): DumpFacts {
  return {
    ofVariable: (v) => {
      if (!carries(v.type)) return undefined;
      if (activity.variable(v)) return "active";
      const varied = activity.varied(read(v));
      const useful = activity.usefulVariable(v);
      if (varied) return "varied, not useful";
      return useful ? "useful, not varied" : "neither varied nor useful";
    },
  };
}

export function countedText(counted: Counted): string {
  const { variable, start, op, bound, step } = counted;
  return `counted: ${variable.name} from ${dumpExpr(start)} while ${op} ${dumpExpr(bound)} by ${step}`;
}

/** Variables that only ever hold integers. */
export const integerFacts = (
  integers: ReadonlySet<ir.Variable>,
): DumpFacts => ({
  ofVariable: (v) => (integers.has(v) ? "integer" : undefined),
});
