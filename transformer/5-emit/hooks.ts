/**
 * What stands on the last line of a marked declaration: the registration that puts its derivatives on the
 * function, and in a class what reaches its derivatives, or its `#x`, from outside.
 */
import { HELPER_MARK } from "../ir/helpers.ts";
import type { Forwarder, MarkedMethod, Registration } from "../ir/program.ts";
import type { Shape } from "../ir/types.ts";
import { propertyKey } from "./expressions.ts";

export interface Hook {
  readonly at: number;
  readonly text: string;
  /** A member of a class: it can't stand anywhere else. */
  readonly member?: { readonly method: MarkedMethod; readonly of: Forwarder };
  /** A pair of accessors for a `#x` of a class. */
  readonly accessor?: string;
}

/**
 * `(loss as { adjoint?: unknown }).adjoint = { of: loss, grad: lossGrad };` compiles wherever `loss.adjoint =`
 * does not: under isolatedDeclarations, on an annotated `const`, on an import.
 */
export function registrationText(
  r: Registration,
  nameOf: (key: string) => string,
): string {
  const { name: marked, method, wrt } = r.marked;
  const isMember = method !== undefined && !method.isStatic;
  const name =
    method === undefined
      ? marked
      : `${method.className}${isMember ? ".prototype" : ""}${method.isHidden ? `["${method.name}"]` : `.${method.name}`}`;
  const entries = isMember
    ? (r.forwarders ?? []).map(
        (f) => `${f.kind}: ${method.className}.prototype.${f.name}`,
      )
    : Object.entries(r.entries).map(
        ([property, key]) => `${propertyKey(property)}: ${nameOf(key)}`,
      );
  const narrowed = Object.entries(r.narrowed).map(
    ([indices, key]) => `${propertyKey(indices)}: ${nameOf(key)}`,
  );
  const facts = [
    ...(narrowed.length > 0 ? [`narrowed: { ${narrowed.join(", ")} }`] : []),
    ...(r.single && !isMember ? ["single: true"] : []),
    ...(isMember ? ["method: true"] : []),
    ...(r.opaque === undefined ? [] : [`opaque: "${r.opaque}"`]),
    ...(wrt === undefined ? [] : [`wrt: [${wrt.join(", ")}]`]),
  ];
  return `(${name} as { adjoint?: unknown }).adjoint = { ${[`of: ${name}`, ...entries, ...facts].join(", ")} };`;
}

export const hooksOf = (
  registrations: readonly Registration[],
  nameOf: (key: string) => string,
  helper: (name: string) => string,
): Hook[] =>
  registrations.flatMap((r): Hook[] => {
    const { hookAt: at, hookNeedsSemicolon, method } = r.marked;
    const registration = {
      at,
      text: `${hookNeedsSemicolon ? ";" : ""} ${registrationText(r, nameOf)}`,
    };
    if (method === undefined) return [registration];
    const members = (r.forwarders ?? []).map((given): Hook => {
      const of = { ...given, body: withHelpers(given.body, helper) };
      return {
        at: method.end,
        text: ` ${memberText(method, of)}`,
        member: { method, of },
      };
    });
    return [...members, registration];
  });

/** The derivative as a member of the class. */
function memberText(method: MarkedMethod, of: Forwarder): string {
  const words = [
    ...(method.isStatic ? ["static"] : []),
    ...(method.overrides(of.name) ? ["override"] : []),
  ];
  const head = [...words, `${of.name}${method.typeParams}(${of.params})`];
  return `${head.join(" ")}: ${of.result} { ${of.body} }`;
}

const helperName = new RegExp(`${HELPER_MARK}(\\w+)${HELPER_MARK}`, "g");
const withHelpers = (text: string, helper: (name: string) => string): string =>
  text.replace(helperName, (_, name: string) => helper(name));

/** `$x` for the `#x` of a class: `protected`, so that types from outside see no more than before. */
export const accessorHooks = (shapes: readonly Shape[]): Hook[] => {
  const hooks = new Map<string, Hook>();
  for (const shape of shapes)
    for (const [name, { accessor }] of shape.fields)
      if (accessor !== undefined)
        hooks.set(`${accessor.at}${name}`, {
          at: accessor.at,
          accessor: accessor.name,
          text:
            ` protected get ${name}(): ${accessor.type} { return this.${accessor.name}; }` +
            (accessor.isReadonly
              ? " "
              : ` protected set ${name}(value: ${accessor.type}) { this.${accessor.name} = value; } `),
        });
  return [...hooks.values()];
};
