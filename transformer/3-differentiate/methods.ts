/**
 * The derivatives of a method are functions of its object and its arguments. As members of its class they take
 * the object from `this`, and give its entry by name: `{ self, args }`.
 */
import { HELPER_MARK } from "../ir/helpers.ts";
import type * as ir from "../ir/nodes.ts";
import type { Derived, Forwarder, MarkedMethod } from "../ir/program.ts";
import { carries, isReference } from "../ir/types.ts";
import { gradientText, isKeyword, labelOf } from "./entries/results.ts";
import type { Selection } from "./entries/selection.ts";
import {
  afterwardsText,
  tangentText,
  tangentsText,
  valuesText,
} from "./forward/entries.ts";

/** What the members are called, by the property of the registered record. */
const suffixes: Readonly<Record<string, string>> = {
  grad: "Grad",
  valueAndGrad: "ValueAndGrad",
  vjp: "Vjp",
  adjoint: "Adjoint",
  jvp: "Jvp",
  hvp: "Hvp",
};

/** `entries`: by the property of the registered record, the function that was derived. */
export function forwardersOf(
  method: MarkedMethod,
  func: ir.Func,
  selection: Selection,
  entries: Readonly<Record<string, Derived>>,
): Forwarder[] {
  const shape = shapeOf(func, selection);
  return Object.entries(entries).flatMap(([kind, derived]) => {
    const suffix = suffixes[kind];
    if (suffix === undefined) return [];
    const made = method.isStatic
      ? asItIs(derived)
      : makers[kind]!(derived, shape);
    return [
      {
        kind,
        name: method.base + suffix,
        ...made,
        body: `${guardOf(method)} ${made.body}`,
      },
    ];
  });
}

/** A derivative never answers for the code of a class below, which overrides what it was made of. */
function guardOf({ className, isStatic, members, name }: MarkedMethod): string {
  if (!isStatic)
    return `${HELPER_MARK}mustInherit${HELPER_MARK}(this, ${className}.prototype, ${JSON.stringify(members)});`;
  const differs = members.map((m) => `this.${m} !== ${className}.${m}`);
  const message = `The derivative of '${className}.${name}' was made for its own class, and what it is made of is overridden here.`;
  return `if (this !== undefined && (${differs.join(" || ")})) throw new Error(${JSON.stringify(message)});`;
}

/** What all members of one method share. */
interface Shape {
  readonly func: ir.Func;
  /** The parameters without the object. */
  readonly params: readonly ir.Param[];
  /** Those that are differentiated, by index among them. */
  readonly inputs: Selection;
  /** The object has an entry. */
  readonly hasSelf: boolean;
  readonly gradient: string;
  /** The type of the object. (`this` can't stand in the type of a property.) */
  readonly self: string;
  /** A name that no parameter has. */
  readonly free: (wish: string) => string;
}

type Made = Pick<Forwarder, "params" | "result" | "body">;
type Maker = (derived: Derived, shape: Shape) => Made;

function shapeOf(func: ir.Func, { inputs }: Selection): Shape {
  const params = func.params.slice(1);
  const own = {
    inputs: inputs.flatMap((i) => (i > 0 ? [i - 1] : [])),
  };
  const hasSelf = inputs.includes(0);
  const self = func.params[0]?.annotation ?? "";
  const args = gradientText({ ...func, params }, own);
  return {
    func,
    params,
    inputs: own,
    hasSelf,
    gradient: hasSelf ? `{ self: ${self}; args: ${args} }` : args,
    self,
    free: freeOf(params.map((p) => p.variable.name)),
  };
}

function freeOf(taken: readonly string[]): Shape["free"] {
  return (wish) => {
    let name = wish;
    for (let n = 1; taken.includes(name); n++) name = `${wish}${n}`;
    return name;
  };
}

const beside = (shape: Shape, taken: readonly string[]): Shape => ({
  ...shape,
  free: freeOf(taken),
});

/** A static method is a function like any other. */
const asItIs = (derived: Derived): Made => ({
  params: derived.params.map(paramText).join(", "),
  result: derived.resultText,
  body: `return ${derived.name}(${derived.params.map(argumentText).join(", ")});`,
});

const makers: Readonly<Record<string, Maker>> = {
  grad: (derived, shape) => ({
    params: shape.params.map(paramText).join(", "),
    result: shape.gradient,
    body: gradientBody(shape, callOf(derived, shape)),
  }),
  valueAndGrad: (derived, shape) => {
    const [value, grad] = [shape.free("value"), shape.free("grad")];
    return {
      params: shape.params.map(paramText).join(", "),
      result: `{ value: number; grad: ${shape.gradient} }`,
      body: `const { ${as("value", value)}, ${as("grad", grad)} } = ${callOf(derived, shape)}; ${opening(shape, grad)}return { ${as("value", value)}, grad: ${gradientValue(shape, grad)} };`,
    };
  },
  vjp: (derived, shape) => {
    const { func, params } = shape;
    const isVoid =
      func.result.kind === "void" || func.result.kind === "undefined";
    const [value, pullback] = [shape.free("value"), shape.free("pullback")];
    const after = afterwardsText({ params });
    const given = cotangentsText(shape);
    const valueText = !isVoid
      ? func.resultText
      : shape.hasSelf
        ? `{ self: ${shape.self}; args: ${after} }`
        : after;
    const cotangent = !isVoid
      ? func.resultText
      : shape.hasSelf
        ? `{ self?: ${shape.self} | undefined; args?: ${given} }`
        : given;
    const name = isVoid ? "cotangents" : "cotangent";
    const handed = !isVoid
      ? name
      : shape.hasSelf
        ? `[${name}.self, ...(${name}.args ?? [])] as never`
        : `[undefined, ...${name}] as never`;
    const valueExpr = !isVoid
      ? value
      : shape.hasSelf
        ? `{ self: ${value}[0], args: ${value}.slice(1) as never }`
        : `${value}.slice(1) as never`;
    return {
      params: params.map(paramText).join(", "),
      result: `{ value: ${valueText}; pullback(${name}: ${cotangent}): ${shape.gradient} }`,
      body: `const { ${as("value", value)}, ${as("pullback", pullback)} } = ${callOf(derived, shape)}; return { value: ${valueExpr}, pullback: (${name}: ${cotangent}): ${shape.gradient} => { ${gradientBody(shape, `${pullback}(${handed})`)} } };`,
    };
  },
  adjoint: (derived) => {
    const taken: string[] = [];
    const rest = derived.params.slice(1).map((p): ir.Param => {
      const wish = p.variable.name;
      // The shadow of `o` would be called `do`.
      const name = freeOf(taken)(isKeyword(wish) ? `${wish}1` : wish);
      taken.push(name);
      return { ...p, variable: { ...p.variable, name } };
    });
    return {
      params: rest.map(paramText).join(", "),
      result: derived.resultText,
      body: `return ${derived.name}(${["this", ...rest.map(argumentText)].join(", ")});`,
    };
  },
  jvp: (derived, shape) => {
    const { func, params } = shape;
    const isVoid =
      func.result.kind === "void" || func.result.kind === "undefined";
    const call = alongCall(derived, shape);
    const tangent = carries(func.result)
      ? tangentText(func.result, func.resultText)
      : "undefined";
    if (!isVoid)
      return {
        ...alongParams(shape),
        result: `{ value: ${func.resultText}; tangent: ${tangent} }`,
        body: `return ${call};`,
      };
    const parts = (text: string): string =>
      shape.hasSelf ? `{ self: ${shape.self}; args: ${text} }` : text;
    const taken = (name: string): string =>
      shape.hasSelf
        ? `{ self: ${name}[0], args: ${name}.slice(1) as never }`
        : `${name}.slice(1) as never`;
    return {
      ...alongParams(shape),
      result: `{ value: ${parts(afterwardsText({ params }))}; tangent: ${parts(tangentsText({ params }, shape.inputs))} }`,
      body: `const { value, tangent } = ${call}; return { value: ${taken("value")}, tangent: ${taken("tangent")} };`,
    };
  },
  hvp: (derived, shape) => ({
    ...alongParams(shape),
    result: shape.gradient,
    body: gradientBody(
      beside(shape, ["args", "tangents"]),
      alongCall(derived, shape),
    ),
  }),
};

const alongParams = (shape: Shape): Pick<Made, "params"> => {
  const { params, inputs, self } = shape;
  const tangents = tangentsText({ params }, inputs);
  return {
    params: `args: ${valuesText({ params })}, tangents: ${shape.hasSelf ? `{ self: ${self} | undefined; args: ${tangents} }` : tangents}`,
  };
};

const alongCall = (derived: Derived, { hasSelf }: Shape): string =>
  `${derived.name}([this, ...args], ${hasSelf ? "[tangents.self, ...tangents.args]" : "[undefined, ...tangents]"})`;

const as = (property: string, name: string): string =>
  property === name ? name : `${property}: ${name}`;

const paramText = (p: ir.Param): string =>
  `${p.rest ? "..." : ""}${p.variable.name}${p.optional ? "?" : ""}: ${p.annotation}`;

const argumentText = (p: ir.Param): string =>
  `${p.rest ? "..." : ""}${p.variable.name}`;

const callOf = (derived: Derived, { params }: Shape): string =>
  `${derived.name}(${["this", ...params.map(argumentText)].join(", ")})`;

/** Statements that return what a call gives, in the shape that a method's gradient has. */
function gradientBody(shape: Shape, call: string): string {
  const grad = shape.free("grad");
  const text = gradientValue(shape, grad);
  return `const ${grad} = ${call}; ${opening(shape, grad)}return ${text};`;
}

/** The entries of the arguments, by name, where there are many. */
function opening(shape: Shape, grad: string): string {
  return isMany(shape)
    ? `const [${shape.hasSelf ? shape.free("self") : ""}, ...${shape.free("args")}] = ${grad}; `
    : "";
}

function gradientValue(shape: Shape, grad: string): string {
  const { params, hasSelf } = shape;
  const many = isMany(shape);
  const args = many
    ? shape.free("args")
    : params.length === 0
      ? "[]"
      : `${grad}[1]`;
  if (!hasSelf) return args;
  const self = many
    ? shape.free("self")
    : params.length === 0
      ? grad
      : `${grad}[0]`;
  return `{ self: ${self}, ${as("args", args)} }`;
}

const isMany = ({ params }: Shape): boolean =>
  params.length > 1 || params.some((p) => p.rest);

/** One for each parameter whose contents the method can have changed. */
const cotangentsText = ({ params }: Shape): string =>
  `[${params
    .map((p) => {
      const takes = isReference(p.variable.type) && carries(p.variable.type);
      const text = takes ? `${p.annotation} | undefined` : "undefined";
      return `${labelOf(p)}?: ${text}`;
    })
    .join(", ")}]`;
