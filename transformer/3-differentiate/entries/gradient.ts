/** `Grad` and `ValueAndGrad` of a number-valued function, and gradients narrowed to some parameters. */
import type * as ir from "../../ir/nodes.ts";
import { capital } from "../../ir/text.ts";
import { number, ownText, read, variable } from "../../ir/build.ts";
import { overlapTest } from "../../ir/helpers.ts";
import type { Derived, Marked } from "../../ir/program.ts";
import { opaque, tupleOf } from "../../ir/types.ts";
import { tidy } from "../../4-simplify/tidy.ts";
import type { Deriver } from "../halves.ts";
import { visitBlock } from "../../ir/walk.ts";
import type { Selection } from "./selection.ts";
import { entryKeys } from "./selection.ts";
import { joint } from "./joint.ts";
import { lengthGuards } from "./adjoint.ts";
import {
  handedOn,
  commaSeparated,
  overlapGuards,
  copyStatements,
  gradientShadows,
  substitute,
} from "./arguments.ts";
import {
  entryOf,
  tupleExpr,
  labelOf,
  entryText,
  gradientText,
  describe,
} from "./results.ts";

interface Gradient {
  readonly params: readonly ir.Param[];
  /** Both sweeps, and what stands in front of them. */
  readonly sweeps: ir.Block;
  readonly value: ir.Expr;
  /** One for each parameter. */
  readonly entries: readonly ir.Expr[];
}

function gradientOf(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  key: string,
): Gradient {
  const { subject, sweeps, shadows, written } = joint(
    deriver,
    func,
    selection,
    key,
    () => number(1),
  );
  for (const s of sweeps.saved) deriver.saved.push({ func: marked.name, ...s });
  const origin = func.origin;
  const params = subject.func.params;
  const guards = overlapGuards(func, written, sweeps.apart);
  // What the primal writes into is a copy: a gradient changes none of its arguments.
  const copies = new Map(
    [...written].map((i) => [
      params[i]!.variable,
      variable(params[i]!.variable.name, params[i]!.variable.type),
    ]),
  );
  const entryShadows = gradientShadows(params, shadows, copies);
  const entries = params.map((_, i) =>
    entryOf(func, i, selection, shadows, sweeps.adjoints),
  );
  const setup = [...guards, ...copyStatements(copies, origin), ...entryShadows];
  const sweep = substitute(
    [
      ...sweeps.forward,
      ...lengthGuards(func, shadows, written),
      ...sweeps.reverse,
    ],
    copies,
  );
  return {
    params,
    sweeps: [...setup, ...sweep],
    value: subject.value ?? number(0),
    entries,
  };
}

/** `valueAndGrad` and `grad` of a number-valued function. */
export function gradientEntries(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
): Derived[] {
  const keys = entryKeys(marked);
  const { params, sweeps, value, entries } = gradientOf(
    deriver,
    marked,
    func,
    selection,
    keys.valueAndGrad,
  );
  const { origin } = func;
  const gradText = gradientText(func, selection);
  const gradient = tupleExpr(params, entries);
  const name = (kind: string): string => `${marked.base}${kind}`;

  const body = tidy([
    ...sweeps,
    {
      kind: "return",
      origin,
      value: {
        kind: "objectLiteral",
        type: opaque("unknown"),
        fields: [
          { name: "value", value },
          { name: "grad", value: gradient },
        ],
      },
    },
  ]);
  const gradientBody = tidy(returningField(body, "grad"));
  const common = {
    exported: marked.exported,
    isPublic: true,
    params,
    origin,
  };
  const valueAndGrad: Derived = {
    ...common,
    name: name("ValueAndGrad"),
    key: keys.valueAndGrad,
    doc: [
      `{@link ${marked.name}} and its gradient: ${describe(marked.name, params, selection)}.`,
    ],
    resultText: `{ value: number; grad: ${gradText} }`,
    body,
  };
  const isShort = statementCount(gradientBody) <= 24;
  const forwarded = params.map((p) => handedOn(p, func));
  const gradBody: ir.Block = isShort
    ? gradientBody
    : [
        {
          kind: "return",
          origin,
          value: ownText(
            [
              `${name("ValueAndGrad")}(`,
              ...commaSeparated(forwarded),
              ").grad",
            ],
            opaque("unknown"),
          ),
        },
      ];
  const grad: Derived = {
    ...common,
    ...(isShort ? {} : { params: forwarded }),
    name: name("Grad"),
    key: keys.grad,
    doc: [
      `The gradient of {@link ${marked.name}}: ${describe(marked.name, params, selection)}.`,
    ],
    resultText: gradText,
    body: gradBody,
  };
  return [grad, valueAndGrad];
}

/** A body that ends by returning an object, with one of its fields returned instead. */
function returningField(body: ir.Block, name: string): ir.Block {
  const last = body.at(-1);
  if (last?.kind !== "return" || last.value?.kind !== "objectLiteral")
    throw new Error("it does not return an object");
  const { value } = last.value.fields.find((f) => f.name === name)!;
  return [...body.slice(0, -1), { ...last, value }];
}

/**
 * What `grad(loss, 0)` and `grad(loss, [0, 1])` of this module ask for: the entry of one parameter, or a tuple of
 * them, and nothing else is computed. Undefined where the entries must be selected from the whole gradient: where
 * another argument may be the same object, it says more than a derivative in which that one is a constant.
 */
export function narrowedEntry(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  whole: Selection,
  chosen: readonly number[],
): Derived | undefined {
  const { params } = func;
  const typeOf = (i: number): ir.Expr => read(params[i]!.variable);
  const others = whole.inputs.filter((j) => !chosen.includes(j));
  const isApart = chosen.every(
    (i) =>
      whole.inputs.includes(i) &&
      !params[i]!.rest &&
      others.every((j) => overlapTest(typeOf(i), typeOf(j)) === undefined),
  );
  if (others.length === 0 || !isApart) return undefined;
  const key = `${marked.key}#Grad${chosen.join("_")}`;
  const selection = { inputs: chosen };
  const made = gradientOf(deriver, marked, func, selection, key);
  const entries = chosen.map((i) => made.entries[i]!);
  const { origin } = func;
  const elements = tupleOf(entries.map((e) => e.type));
  const value: ir.Expr =
    entries.length === 1
      ? entries[0]!
      : { kind: "arrayLiteral", type: elements, elements: entries };
  const texts = chosen.map((i) => entryText(func, selection, i));
  const names = chosen.map((i) => labelOf(params[i]!));
  const wrt = chosen.map((i) => `\`${params[i]!.variable.name}\``).join(", ");
  return {
    name: `${names.join("")}Of${capital(marked.base)}`,
    key,
    exported: false,
    isPublic: false,
    doc: [`The derivative of {@link ${marked.name}} by ${wrt} alone.`],
    params: made.params,
    resultText:
      texts.length === 1
        ? texts[0]!
        : `[${texts.map((t, i) => `${names[i]!}: ${t}`).join(", ")}]`,
    body: tidy([...made.sweeps, { kind: "return", origin, value }]),
    origin,
  };
}

function statementCount(block: ir.Block): number {
  let n = 0;
  visitBlock(block, { stmt: () => n++ });
  return n;
}
