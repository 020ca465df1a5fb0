/** `Vjp`: the value, and a pullback that owns what it reads. */
import type * as ir from "../../ir/nodes.ts";
import {
  element,
  if_,
  let_,
  number,
  ownText,
  read,
  variable,
} from "../../ir/build.ts";
import { groupType, helperCall, newGroup } from "../../ir/helpers.ts";
import type { Derived, Marked } from "../../ir/program.ts";
import {
  float64ArrayType,
  isReference,
  opaque,
  undefinedType,
  voidType,
} from "../../ir/types.ts";
import type { Deriver } from "../halves.ts";
import { writtenParams } from "../summary.ts";
import { shadowVariable } from "../shadows.ts";
import { hiddenFields } from "../../ir/own.ts";
import type { Selection } from "./selection.ts";
import { canCarry, entryKeys } from "./selection.ts";
import { inPlace } from "./adjoint.ts";
import {
  commaSeparated,
  copiesTogether,
  handedOn,
  overlapGuards,
  separate,
  spread,
} from "./arguments.ts";
import {
  undefinedExpr,
  omitted,
  tupleExpr,
  mayBeOmitted,
  listExpr,
  labelOf,
  gradientText,
  describe,
  bare,
} from "./results.ts";

/** Value and pullback. The pullback runs both sweeps on arguments that it owns, so it can be called again. */
export function vjpEntry(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  adjoint: Derived,
): Derived {
  const { origin } = func;
  const params = func.params.map((p) => handedOn(p, func));
  const summary = deriver.summaries.of(func.key)!;
  const written = writtenParams(summary);
  const isVoid =
    func.result.kind === "void" || func.result.kind === "undefined";
  const references = params.flatMap((p, i) =>
    isReference(p.variable.type) ? [i] : [],
  );
  const owned = new Map(
    references.map((i) => [
      i,
      variable(params[i]!.variable.name, params[i]!.variable.type),
    ]),
  );
  const statements: ir.Stmt[] = overlapGuards({ ...func, params }, written);
  const given = (i: number): ir.Expr => read(params[i]!.variable);
  statements.push(...copiesTogether(owned, given, "group", origin));
  const argument = (i: number): ir.Expr =>
    read(owned.get(i) ?? params[i]!.variable);

  // The primal runs on the arguments, or on copies of those that it writes into.
  // A copy of an object has no `#x`, which its methods would look for: it is a copy of the method that runs.
  const runsCopy =
    written.has(0) &&
    func.params[0]!.self === true &&
    hiddenFields(func.params[0]!.variable.type).length > 0;
  const runs = new Map(
    [...written].map((i) => [
      i,
      variable(
        params[i]!.variable.name,
        (runsCopy ? func.params : params)[i]!.variable.type,
      ),
    ]),
  );
  statements.push(...copiesTogether(runs, argument, "written", origin));
  const runArgs = params.map((p, i) => read(runs.get(i) ?? p.variable));
  const value = variable("value", func.result);
  if (runsCopy)
    statements.push({
      ...{ kind: "call", origin, callee: func.key, args: runArgs },
      ...(isVoid ? {} : { result: value }),
    });
  else statements.push(...primalCall(marked, func, runArgs, value));
  const returnedValue: ir.Expr = isVoid
    ? listExpr(
        params,
        params.map((p, i) => read(runs.get(i) ?? p.variable)),
      )
    : read(value);

  // The pullback.
  const cotangent = variable(
    isVoid
      ? "cotangents"
      : params.some((p) => p.variable.name === "out")
        ? "dresult"
        : "dout",
    func.result,
  );
  const scalars = selection.inputs.filter(
    (i) => !isReference(params[i]!.variable.type),
  );
  const shadowed = params.flatMap((p, i) =>
    isReference(p.variable.type) &&
    (selection.inputs.includes(i) || (written.has(i) && canCarry(p)))
      ? [i]
      : [],
  );
  const inner: ir.Stmt[] = [];
  const again = new Map(
    [...written].map((i) => [
      i,
      variable(params[i]!.variable.name, params[i]!.variable.type),
    ]),
  );
  inner.push(...copiesTogether(again, argument, "written", origin));
  const shadowGroup =
    shadowed.length > 1 ? variable("shadows", groupType) : undefined;
  if (shadowGroup) inner.push(let_(origin, shadowGroup, newGroup()));
  // What two arguments share has one cotangent.
  const added =
    isVoid && shadowed.length > 1 ? variable("added", groupType) : undefined;
  if (added) inner.push(let_(origin, added, newGroup()));
  const shadows = new Map(
    shadowed.map((i) => [i, shadowVariable(params[i]!.variable)]),
  );
  for (const [i, d] of shadows) {
    inner.push(
      let_(origin, d, {
        kind: "zeros",
        type: d.type,
        // A cotangent of what is written has the structure that it has at the end.
        of: runs.has(i) ? read(runs.get(i)!) : argument(i),
        ...(shadowGroup ? { group: shadowGroup } : {}),
      }),
    );
    if (isVoid) {
      const given = ownText([read(cotangent), `[${i}]`], d.type);
      const part = variable(`given`, d.type);
      inner.push(
        let_(origin, part, given),
        if_(
          origin,
          ownText([read(part), " !== undefined"], { kind: "boolean" }),
          [
            {
              kind: "effect",
              origin,
              value: helperCall(
                "addInto",
                [read(d), read(part)],
                voidType,
                added,
              ),
            },
          ],
        ),
      );
    }
  }
  const slots = variable("slots", float64ArrayType);
  if (scalars.length > 0)
    inner.push(
      let_(origin, slots, {
        kind: "allocate",
        type: float64ArrayType,
        length: number(scalars.length),
      }),
    );
  const adjointArgs: ir.Expr[] = [
    ...params.map((_, i) =>
      read(again.get(i) ?? owned.get(i) ?? params[i]!.variable),
    ),
    ...references.map((i): ir.Expr =>
      shadows.has(i)
        ? read(shadows.get(i)!)
        : { kind: "const", type: undefinedType, value: undefined },
    ),
    ...(isVoid ? [] : [read(cotangent)]),
    ...(scalars.length > 0 ? [read(slots)] : []),
  ];
  inner.push({
    kind: "effect",
    origin,
    value: ownText(
      [`${adjoint.name}(`, ...separate(adjointArgs), ")"],
      voidType,
      false,
    ),
  });
  const entries = params.map((p, i): ir.Expr => {
    if (!selection.inputs.includes(i)) return undefinedExpr;
    const e: ir.Expr = isReference(p.variable.type)
      ? read(shadows.get(i)!)
      : element(read(slots), number(scalars.indexOf(i)));
    return mayBeOmitted(func, func.params[i]!) && !isReference(p.variable.type)
      ? omitted(p, e)
      : e;
  });
  inner.push({ kind: "return", origin, value: tupleExpr(params, entries) });

  const cotangentText = isVoid
    ? `[${params.map((p, i) => `${labelOf(p)}?: ${shadows.has(i) ? `${bare(p)} | undefined` : "undefined"}`).join(", ")}]`
    : func.resultText;
  const valueText = isVoid
    ? `[${params.map((p) => `${labelOf(p, "")}: ${inPlace(p).annotation}`).join(", ")}]`
    : func.resultText;
  const gradText = gradientText(func, selection);
  const body: ir.Block = [
    ...statements,
    {
      kind: "return",
      origin,
      value: {
        kind: "objectLiteral",
        type: opaque("unknown"),
        fields: [
          { name: "value", value: returnedValue },
          {
            name: "pullback",
            value: {
              kind: "lambda",
              type: opaque("unknown"),
              params: [
                {
                  variable: cotangent,
                  optional: false,
                  rest: false,
                  annotation: cotangentText,
                  fixed: false,
                },
              ],
              resultText: gradText,
              body: inner,
            },
          },
        ],
      },
    },
  ];
  return {
    name: `${marked.base}Vjp`,
    key: entryKeys(marked).vjp,
    exported: marked.exported,
    isPublic: true,
    doc: [
      `{@link ${marked.name}} and its pullback, from a cotangent of the ${isVoid ? "written arguments" : "result"} to ${describe(marked.name, params, selection)}.`,
      "The pullback owns what it reads, and can be called any number of times.",
    ],
    params,
    resultText: `{ value: ${valueText}; pullback(${isVoid ? "cotangents" : "cotangent"}: ${cotangentText}): ${gradText} }`,
    body,
    origin,
  };
}

/** The user's own function on these arguments. */
function primalCall(
  { name, method }: Marked,
  func: ir.Func,
  args: readonly ir.Expr[],
  value: ir.Variable,
): ir.Stmt[] {
  const { origin, params } = func;
  const isVoid =
    func.result.kind === "void" || func.result.kind === "undefined";
  const isMethod = method !== undefined && !method.isStatic;
  const given = params.map((p, i) => spread(p, args[i]!));
  const parts = isMethod
    ? [
        given[0]!,
        method.isHidden ? `["${method.name}"](` : `.${method.name}(`,
        ...separate(given.slice(1)),
        ")",
      ]
    : [`${name}(`, ...separate(given), ")"];
  const call = ownText(parts, isVoid ? voidType : func.result, false);
  return isVoid
    ? [{ kind: "effect", origin, value: call }]
    : [let_(origin, value, call)];
}

/**
 * Value and pullback of a number-valued function whose code has effects or draws: those must happen once, so
 * the gradient is computed with the value, and a pullback scales it.
 */
export function eagerVjpEntry(
  marked: Marked,
  func: ir.Func,
  selection: Selection,
): Derived {
  const { origin } = func;
  const params = func.params.map((p) => handedOn(p, func));
  const gradText = gradientText(func, selection);
  const both = variable("both", opaque("unknown"));
  const cotangent = variable("dout");
  const call = ownText(
    [`${marked.base}ValueAndGrad(`, ...commaSeparated(params), ")"],
    both.type,
    false,
  );
  const gradient = ownText([read(both), ".grad"], opaque("unknown"));
  const scaled = helperCall("scaled", [gradient, read(cotangent)]);
  const result = variable("grad", scaled.type);
  const pullback: ir.LambdaExpr = {
    kind: "lambda",
    type: opaque("unknown"),
    params: [
      {
        ...{ variable: cotangent, annotation: "number" },
        ...{ optional: false, rest: false, fixed: false },
      },
    ],
    resultText: gradText,
    body: [
      let_(origin, result, { ...scaled, type: opaque(gradText) }),
      { kind: "return", origin, value: read(result) },
    ],
  };
  return {
    name: `${marked.base}Vjp`,
    key: entryKeys(marked).vjp,
    exported: marked.exported,
    isPublic: true,
    doc: [
      `{@link ${marked.name}} and its pullback, from a cotangent of the result to ${describe(marked.name, params, selection)}.`,
      "Its code has effects, which happen once: the gradient is computed with the value, and the pullback scales it.",
    ],
    params,
    resultText: `{ value: number; pullback(cotangent: number): ${gradText} }`,
    body: [
      let_(origin, both, call),
      {
        kind: "return",
        origin,
        value: {
          kind: "objectLiteral",
          type: opaque("unknown"),
          fields: [
            {
              name: "value",
              value: ownText([read(both), ".value"], opaque("number")),
            },
            { name: "pullback", value: pullback },
          ],
        },
      },
    ],
    origin,
  };
}
