/**
 * Constructor functions, as classes were written before there were classes: `function Vec(x) { this.x = x; }`, with
 * what its instances can do in `Vec.prototype`. Which functions stand there, the code of the module knows.
 */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { definedPart } from "../../ir/types.ts";
import type { FunctionValue } from "../bindings.ts";
import { newEnv } from "../bindings.ts";
import { usesArguments } from "../calls/own-arguments.ts";
import { bindArgument, packRest } from "../calls/parameters.ts";
import { isStable, temporary } from "../expressions/value.ts";
import { isSourceFunction } from "../modules/modules.ts";
import { moduleValue } from "../modules/value.ts";
import type { Made, MadeFunction, MadeObject } from "../modules/values.ts";
import { objectIn, propertyOf, unknown } from "../modules/values.ts";
import type { Argument, Reader, Reading } from "../reading.ts";
import { apart } from "../reading.ts";
import { hoistFunctions } from "../statements/block.ts";
import { hoistVars } from "../statements/hoist.ts";
import { fieldName } from "./instance.ts";
import type { Making } from "./making.ts";
import { NeedsVariable, newMaking, readField, step } from "./making.ts";
import { madeOfEach } from "./tested.ts";

type Source = FunctionValue & { kind: "source" };

/** The constructor function that an expression names. */
export function constructorOf(
  cx: Reading,
  node: ts.Expression,
): MadeFunction | undefined {
  const made = moduleValue(cx, node);
  return isSourceFunction(made) && isConstructor(made) ? made : undefined;
}

const isConstructor = ({ node }: MadeFunction): boolean =>
  (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) &&
  node.asteriskToken === undefined;

/** The prototypes of what it makes, nearest first; none where they are not known. */
export function prototypesOf(made: Made): readonly MadeObject[] {
  const found: MadeObject[] = [];
  let at = objectIn(propertyOf(made, "prototype"));
  while (at !== undefined && !found.includes(at)) {
    if (at.isOpen) return [];
    found.push(at);
    if (at.prototype === undefined) return found;
    at = objectIn(at.prototype);
  }
  return [];
}

/** The constructor function that made a value of this type. */
export function makerOf(reader: Reader, type: Type): MadeFunction | undefined {
  const t = definedPart(type);
  return t.kind === "object" ? reader.types.makers.get(t.shape) : undefined;
}

/** `object.name(…)`. */
export function prototypeMethod(
  reader: Reader,
  object: ir.Expr | Making,
  name: string,
): Source | undefined {
  const member = memberOf(reader, object, name);
  if (!isSourceFunction(member)) return undefined;
  const { node, scope } = member;
  return {
    ...{ kind: "source", node, name },
    ...(scope.parent === undefined ? {} : { scope }),
    ...(ts.isArrowFunction(node) ? {} : { self: object }),
  };
}

/** What `object.name` finds in a prototype. */
export function memberOf(
  reader: Reader,
  object: ir.Expr | Making,
  name: string,
): Made {
  const maker =
    object.kind === "made" ? object.maker : makerOf(reader, object.type);
  return maker === undefined
    ? unknown
    : reader.modules.ofPrototype(maker, name);
}

/** `new F(…)`. */
export function constructed(
  cx: Reading,
  maker: MadeFunction,
  args: readonly Argument[],
  site: ts.Node,
): ir.Expr | undefined {
  // Once when it is called without `new`, once with it; more is a constructor that makes itself.
  const isRecursive = cx.inlining.filter((n) => n === maker.node).length > 1;
  if (isRecursive || prototypesOf(maker).length === 0) return undefined;
  const variables = new Set<string>();
  for (;;) {
    const inner: Reading = {
      ...apart(cx),
      inlining: [...cx.inlining, maker.node],
    };
    const making = newMaking(inner, variables, maker);
    try {
      if (!run(inner, making, maker, args, site)) return undefined;
      madeOfEach(cx, prototypesOf(maker));
      cx.out.push(...inner.out);
      return literal(cx.reader, making, maker);
    } catch (e) {
      if (!(e instanceof NeedsVariable) || e.making !== making) throw e;
      variables.add(e.field);
    }
  }
}

/** False where the constructor returns: what it then gives may be another object. */
function run(
  cx: Reading,
  making: Making,
  maker: MadeFunction,
  args: readonly Argument[],
  site: ts.Node,
): boolean {
  const node = maker.node as ts.FunctionDeclaration | ts.FunctionExpression;
  const { scope } = maker;
  const own = argumentsFor(cx, node, args);
  const inside: Reading = {
    ...cx,
    env: {
      ...newEnv(),
      self: making,
      ...(scope.parent === undefined ? {} : { scope }),
      ...own.env,
    },
    frame: {
      returns: [],
      inlined: {
        label: { name: "made" },
        result: { name: "made", type: { kind: "undefined" } },
      },
    },
    jumps: [],
  };
  const given = packRest(inside, node.parameters, own.args, site);
  node.parameters.forEach((p, i) =>
    bindArgument(inside, p, given[i], () => false),
  );
  const { body } = node;
  if (body === undefined) return false;
  hoistVars(inside, body);
  hoistFunctions(inside, body.statements);
  for (const s of body.statements)
    step(inside, making, (inner) => inner.reader.lower.statement(inner, s));
  return inside.frame.returns.length === 0;
}

/** `arguments` of a body that is read in place. */
export function argumentsFor(
  cx: Reading,
  node: ts.FunctionLikeDeclaration,
  args: readonly Argument[],
): {
  readonly args: readonly Argument[];
  readonly env: { readonly args?: readonly ir.Expr[] };
} {
  if (!usesArguments(cx.reader, node)) return { args, env: {} };
  const own = args.map((a): Argument =>
    a.kind === "function" || isStable(cx, a.expr)
      ? a
      : { ...a, expr: temporary(cx, a.expr) },
  );
  const values = own.flatMap((a) => (a.kind === "value" ? [a.expr] : []));
  return values.length === own.length
    ? { args: own, env: { args: values } }
    : { args: own, env: {} };
}

function literal(reader: Reader, making: Making, maker: MadeFunction): ir.Expr {
  const fields = [...making.fields.keys()].map((name) => ({
    name: fieldName(name),
    value: readField(making, name),
  }));
  const types = new Map(
    fields.map((f) => [f.name, { type: f.value.type, optional: false }]),
  );
  return {
    kind: "objectLiteral",
    type: reader.types.made(maker, prototypesOf(maker), types),
    fields,
  };
}
