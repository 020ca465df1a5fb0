/** Arguments of entries: handed on, copied, given shadows, and checked for storage that they share. */
import type * as ir from "../../ir/nodes.ts";
import { if_, let_, ownText, read, variable, throw_ } from "../../ir/build.ts";
import {
  groupType,
  newGroup,
  overlapTest,
  rowsTest,
} from "../../ir/helpers.ts";
import type { Type } from "../../ir/types.ts";
import { asDeclared, isReference } from "../../ir/types.ts";
import { mapBlock, renamed } from "../../ir/walk.ts";

export const separate = (args: readonly ir.Expr[]): (string | ir.Expr)[] =>
  args.flatMap((arg, i) => (i === 0 ? [arg] : [", ", arg]));

export const commaSeparated = (
  params: readonly ir.Param[],
): (string | ir.Expr)[] =>
  separate(params.map((p) => spread(p, read(p.variable))));

/** A parameter that is handed on as it is, by its author's type. */
export const handedOn = (p: ir.Param, { typeParams }: ir.Func): ir.Param => {
  const { name, type } = p.variable;
  if (!isReference(type)) return p;
  const isGeneric = typeParams !== undefined && type.kind !== "object";
  const declared = isGeneric ? asText(p.annotation, type) : asDeclared(type);
  return { ...p, variable: variable(name, declared) };
};

/** A list whose type names type parameters: what holds it is not taken apart. */
const asText = (text: string, type: Type): Type => ({
  kind: "object",
  shape: {
    text,
    fields: new Map([["", { type: asDeclared(type), optional: false }]]),
    isClass: false,
  },
});

export const spread = (p: ir.Param, e: ir.Expr): ir.Expr =>
  p.rest ? ownText(["...", e], e.type) : e;

/**
 * Throws where arguments that must be apart share storage.
 * @param apart parameters whose rows must be apart from one another.
 */
export function overlapGuards(
  func: ir.Func,
  written: ReadonlySet<number>,
  apart: ReadonlySet<ir.Variable> = new Set(),
): ir.Stmt[] {
  const guards: ir.Stmt[] = [...apart].map((v) =>
    if_(func.origin, rowsTest(read(v)), [
      throw_(
        func.origin,
        "Error",
        `${func.name}: two rows of \`${v.name}\` share storage, and \`${v.name}\` is written. Its derivative is made for rows that are apart: pass a copy of one.`,
      ),
    ]),
  );
  for (const i of written) {
    for (const [j, other] of func.params.entries()) {
      if (j === i || (written.has(j) && j < i)) continue;
      const p = func.params[i]!;
      const test = overlapTest(read(p.variable), read(other.variable));
      if (test === undefined) continue;
      const message = `${func.name}: the arguments \`${p.variable.name}\` and \`${other.variable.name}\` share storage, and \`${p.variable.name}\` is written. Its derivative is made for arguments that are apart: pass a copy of one.`;
      guards.push(
        if_(func.origin, test, [throw_(func.origin, "Error", message)]),
      );
    }
  }
  return guards;
}

export function copyStatements(
  copies: ReadonlyMap<ir.Variable, ir.Variable>,
  origin: ir.Origin,
): ir.Stmt[] {
  return [...copies].map(([v, copy]) =>
    let_(origin, copy, { kind: "copy", type: copy.type, of: read(v) }),
  );
}

/** Copies of several values; what these share is one object in all copies, by a group of the given name. */
export function copiesTogether(
  made: ReadonlyMap<number, ir.Variable>,
  of: (i: number) => ir.Expr,
  name: string,
  origin: ir.Origin,
): ir.Stmt[] {
  const group = made.size > 1 ? variable(name, groupType) : undefined;
  const shared = group ? { group } : {};
  return [
    ...(group ? [let_(origin, group, newGroup())] : []),
    ...[...made].map(([i, v]) =>
      let_(origin, v, { kind: "copy", type: v.type, of: of(i), ...shared }),
    ),
  ];
}

/** Fresh shadows of the parameters; arguments that share parts share their shadows. */
export function gradientShadows(
  params: readonly ir.Param[],
  shadows: ReadonlyMap<number, ir.Variable>,
  copies: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Stmt[] {
  const statements: ir.Stmt[] = [];
  const list = [...shadows];
  const at = { file: "", line: 0, column: 0, start: 0, end: 0, text: "" };
  const mayShare = (a: Type, b: Type): boolean =>
    overlapTest(read(variable("a", a)), read(variable("b", b))) !== undefined;
  const sharing = new Set(
    list.flatMap(([i]) =>
      list.some(
        ([j]) =>
          j !== i &&
          mayShare(params[i]!.variable.type, params[j]!.variable.type),
      )
        ? [i]
        : [],
    ),
  );
  const group = sharing.size > 0 ? variable("shadows", groupType) : undefined;
  if (group) statements.push(let_(at, group, newGroup()));
  for (const [i, d] of list) {
    const source = copies.get(params[i]!.variable) ?? params[i]!.variable;
    statements.push(
      let_(at, d, {
        kind: "zeros",
        type: d.type,
        of: read(source),
        ...(group && sharing.has(i) ? { group } : {}),
      }),
    );
  }
  return statements;
}

/** Puts other variables in the place of some. */
export function substitute(
  block: ir.Block,
  by: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Block {
  if (by.size === 0) return block;
  return mapBlock(
    block,
    (e) => renamed(e, by),
    (s) => s,
  );
}
