/** `Adjoint`: the allocation-free form, which adds to what it is given. */
import type * as ir from "../../ir/nodes.ts";
import {
  compare,
  element,
  if_,
  length,
  let_,
  number,
  ownText,
  read,
  store,
  variable,
  throw_,
} from "../../ir/build.ts";
import { groupType, helperCall, newGroup } from "../../ir/helpers.ts";
import type { Derived, Marked } from "../../ir/program.ts";
import {
  carries,
  float64ArrayType,
  isReference,
  voidType,
} from "../../ir/types.ts";
import { tidy } from "../../4-simplify/tidy.ts";
import { readsTarget } from "../../2-analyze/growth.ts";
import { inWorkspace } from "../workspace.ts";
import type { Deriver } from "../halves.ts";
import { shadowVariable } from "../shadows.ts";
import { visitBlock } from "../../ir/walk.ts";
import type { Selection } from "./selection.ts";
import { entryKeys } from "./selection.ts";
import { joint } from "./joint.ts";
import { overlapGuards } from "./arguments.ts";
import { undefinedExpr, bare } from "./results.ts";

/** The allocation-free form: adds to shadows that it is given. */
export function adjointEntry(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
): Derived {
  const dresult = variable(
    func.params.some((p) => p.variable.name === "out") ? "dresult" : "dout",
    func.result,
  );
  const { subject, sweeps, shadows, written, moved } = joint(
    deriver,
    func,
    selection,
    entryKeys(marked).adjoint,
    () => (carries(func.result) ? read(dresult) : undefined),
    true,
  );
  const origin = func.origin;
  const params = subject.func.params;
  const hasResult =
    func.result.kind !== "void" && func.result.kind !== "undefined";
  const slots = variable("slots", float64ArrayType);
  const scalars = selection.inputs.filter(
    (i) => !isReference(params[i]!.variable.type),
  );

  const shadowParams: ir.Param[] = [];
  const opening: ir.Stmt[] = [];
  for (const [i, p] of params.entries()) {
    if (!isReference(p.variable.type)) continue;
    const d = shadows.get(i);
    const given = d ?? shadowVariable(p.variable);
    const annotation = d ? `${bare(p)} | undefined` : "undefined";
    shadowParams.push({
      variable: given,
      optional: false,
      rest: false,
      annotation,
      fixed: false,
    });
    if (d) {
      const missing: ir.Expr = {
        kind: "logic",
        type: { kind: "boolean" },
        op: "===",
        args: [read(d), undefinedExpr],
      };
      opening.push(
        if_(origin, missing, [
          {
            kind: "assign",
            origin,
            variable: d,
            value: { kind: "zeros", type: d.type, of: read(p.variable) },
          },
        ]),
      );
    }
  }
  const finish = scalars.map((i, k): ir.Stmt => {
    const d = sweeps.adjoints.get(params[i]!.variable);
    const slot = element(read(slots), number(k));
    return store(
      origin,
      slot,
      d
        ? {
            kind: "apply",
            type: { kind: "number" },
            rule: "add",
            args: [slot, read(d)],
          }
        : slot,
    );
  });
  const usedFinish = finish.filter(
    (s) => s.kind === "store" && s.value.kind === "apply",
  );
  const returned: ir.Stmt[] =
    hasResult && subject.value
      ? [{ kind: "return", origin, value: subject.value }]
      : [];
  const added = moved.size > 1 ? variable("added", groupType) : undefined;
  const swept = tidy([
    ...overlapGuards(func, written, sweeps.apart),
    ...opening,
    ...[...moved].map(([i, working]) =>
      let_(origin, working, {
        kind: "zeros",
        type: working.type,
        of: read(params[i]!.variable),
      }),
    ),
    ...sweeps.forward,
    ...lengthGuards(
      func,
      new Map([...shadows].map(([i, d]) => [i, moved.get(i) ?? d])),
      written,
    ),
    // The cotangent of the final contents, in their structure.
    ...(added ? [let_(origin, added, newGroup())] : []),
    ...[...moved].map(([i, working]): ir.Stmt => {
      const add = helperCall(
        "addInto",
        [read(working), read(shadows.get(i)!)],
        voidType,
        added,
      );
      return {
        kind: "effect",
        origin: { ...origin, role: "adjoint" },
        value: add,
      };
    }),
    ...sweeps.reverse,
    ...[...moved].map(([i, working]): ir.Stmt => ({
      kind: "effect",
      origin,
      value: replaceContents(read(shadows.get(i)!), read(working)),
    })),
    ...usedFinish,
    ...returned,
  ]);
  // Where references move, shadows of local arrays may outlive the call in those of arguments.
  const { body, workspace } = inWorkspace(
    swept,
    new Set(sweeps.saved.flatMap((s) => s.cache ?? [])),
    moved.size > 0 ? new Set() : new Set(subject.shadows.values()),
  );
  return {
    name: `${marked.base}Adjoint`,
    key: entryKeys(marked).adjoint,
    exported: marked.exported,
    isPublic: true,
    doc: [
      ...adjointDoc(marked, params, scalars, hasResult, written),
      ...(workspace
        ? [
            "`workspace`, an object of your own (`{}`) for calls one after the other, keeps its buffers from call to call.",
          ]
        : []),
    ],
    params: [
      ...params.map(inPlace),
      ...shadowParams,
      ...(hasResult
        ? [
            {
              variable: dresult,
              optional: false,
              rest: false,
              annotation: func.resultText,
              fixed: false,
            },
          ]
        : []),
      ...(scalars.length > 0
        ? [
            {
              variable: slots,
              optional: false,
              rest: false,
              annotation: "Float64Array",
              fixed: false,
            },
          ]
        : []),
      ...(workspace ? [workspace] : []),
    ],
    resultText: hasResult ? func.resultText : "void",
    body,
    origin,
  };
}

export const inPlace = (p: ir.Param): ir.Param => {
  if (p.rest) return { ...p, rest: false };
  return p.optional
    ? { ...p, optional: false, annotation: `${p.annotation} | undefined` }
    : p;
};

/** An argument that an element store made longer has outgrown its shadow: better an error than a derivative that misses a part. */
export function lengthGuards(
  func: ir.Func,
  shadows: ReadonlyMap<number, ir.Variable>,
  written: ReadonlySet<number>,
): ir.Stmt[] {
  return [...written].flatMap((i): ir.Stmt[] => {
    const { variable: v } = func.params[i]!;
    const d = shadows.get(i);
    if (d === undefined || v.type.kind !== "array") return [];
    let stores = false;
    visitBlock(func.body, {
      stmt: (s) => {
        if (s.kind === "call") stores = true;
        if (s.kind !== "store" || s.target.kind !== "element") return;
        if (s.target.array.type.kind === "array" && !readsTarget(s, s.target))
          stores ||= !isLoopCounter(func.body, s.target.index);
      },
    });
    if (!stores) return [];
    const grew = compare("!==", length(read(v)), length(read(d)));
    const message = `${func.name}: \`${v.name}\` was made longer by storing past its end, which its derivative can't follow. Use \`push\`, or make it long enough first.`;
    return [if_(func.origin, grew, [throw_(func.origin, "Error", message)])];
  });
}

/** Is the index the counter of a loop that runs to some length? (Then it stays within, as people write it.) */
function isLoopCounter(body: ir.Block, index: ir.Expr): boolean {
  let found = false;
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind !== "loop" || index.kind !== "read") return;
      const counts = s.init.some((l) => l.variable === index.variable);
      const test = s.test?.kind === "logic" ? s.test.args[1] : undefined;
      if (counts && (test?.kind === "length" || test?.kind === "read"))
        found = true;
    },
  });
  return found;
}

/** Puts what one array or object holds into another. */
const replaceContents = (target: ir.Expr, source: ir.Expr): ir.ForeignExpr =>
  target.type.kind === "dictionary" && target.type.container === "map"
    ? ownText(
        [source, ".forEach((part, key) => ", target, ".set(key, part))"],
        voidType,
        false,
      )
    : target.type.kind === "array"
      ? ownText(
          [target, ".splice(0, ", target, ".length, ...", source, ")"],
          voidType,
          false,
        )
      : ownText(["Object.assign(", target, ", ", source, ")"], voidType, false);

function adjointDoc(
  marked: Marked,
  params: readonly ir.Param[],
  scalars: readonly number[],
  hasResult: boolean,
  written: ReadonlySet<number>,
): string[] {
  const names = (indices: Iterable<number>): string =>
    [...indices].map((i) => `\`${params[i]!.variable.name}\``).join(", ");
  const doc = [
    `ADDS the adjoints of {@link ${marked.name}} to the shadows${scalars.length > 0 ? " and slots" : ""} it is given${hasResult ? ", and returns its value" : ""}; clear them first where that is not wanted.`,
  ];
  if (scalars.length > 0)
    doc.push(`\`slots\` has one slot each for ${names(scalars)}.`);
  if (written.size > 0)
    doc.push(
      `The shadow of ${names(written)} holds the cotangent of its final contents on entry, of its initial contents on return.`,
    );
  return doc;
}
