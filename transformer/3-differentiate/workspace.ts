/**
 * The workspace of an `Adjoint`: what it needs to save values and for adjoints of local arrays is kept there from
 * call to call, so that a hot loop allocates nothing. The primal's own arrays are the author's, and may be handed
 * on: they are made in each call.
 */
import { isConst, length, read, variable } from "../ir/build.ts";
import { helperCall } from "../ir/helpers.ts";
import type * as ir from "../ir/nodes.ts";
import { opaque, stringType } from "../ir/types.ts";

export interface InWorkspace {
  readonly body: ir.Block;
  /** Absent where nothing would be kept in it. */
  readonly workspace?: ir.Param;
}

export function inWorkspace(
  body: ir.Block,
  caches: ReadonlySet<ir.Variable>,
  shadows: ReadonlySet<ir.Variable>,
): InWorkspace {
  const text = "Record<string, Float64Array>";
  const workspace = variable("workspace", opaque(text));
  const kept = new Map<string, number>();
  const changed = body.map((s): ir.Stmt => {
    if (s.kind !== "let" || s.value === undefined) return s;
    const isCache = caches.has(s.variable);
    if (!isCache && !shadows.has(s.variable)) return s;
    const size = sizeOf(s.value);
    if (size === undefined) return s;
    // Two of one name are told apart by their number.
    const { name } = s.variable;
    const before = kept.get(name) ?? 0;
    kept.set(name, before + 1);
    const key: ir.Expr = {
      kind: "const",
      type: stringType,
      value: before === 0 ? name : `${name}#${before}`,
    };
    const helper = isCache ? "room" : "clearedRoom";
    const value = helperCall(
      helper,
      [read(workspace), key, size],
      s.variable.type,
    );
    return { ...s, value };
  });
  if (kept.size === 0) return { body };
  return {
    body: changed,
    workspace: {
      variable: workspace,
      optional: true,
      rest: false,
      annotation: text,
      fixed: false,
    },
  };
}

/** The length of a new `Float64Array` of zeros. */
function sizeOf(value: ir.Expr): ir.Expr | undefined {
  if (value.type.kind !== "typedArray" || value.type.name !== "Float64Array")
    return undefined;
  if (value.kind === "zeros") return length(value.of);
  if (value.kind !== "allocate") return undefined;
  const isZero = value.fill === undefined || isConst(value.fill, 0);
  return isZero ? value.length : undefined;
}
