/** Names of the module, and whether those to be emitted are free. */
import { ts } from "ts-morph";
import type { Derivative, Marked } from "../ir/program.ts";
import { nodesIn } from "./nodes.ts";
import { report } from "./problems.ts";
import type { Reader } from "./reading.ts";

/** Every identifier that the text holds anywhere. */
export function namesIn(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const node of nodesIn(file))
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node))
      names.add(node.text);
  return names;
}

const suffixes: Readonly<Record<Derivative, readonly string[]>> = {
  reverse: ["Grad", "ValueAndGrad", "Vjp", "Adjoint"],
  forward: ["Jvp"],
  hessian: ["Hvp", "Hessian"],
  jacobian: ["Jacobian"],
};

/** Reports a name that the module declares already. A mere use (`lossGrad(3)`) is what the name is for. */
export function checkNames(
  reader: Reader,
  marked: Marked,
  at: ts.Node,
): boolean {
  const declared = declaredIn(reader.file);
  const own = [...marked.derivatives].flatMap((d) => suffixes[d]);
  const clash = own
    .map((suffix) => `${marked.base}${suffix}`)
    .find((name) => declared.has(name));
  const inClass = clash ?? clashingMember(marked, at, own);
  if (inClass !== undefined)
    report(reader, at, "AD1025", { name: inClass, of: marked.name });
  return inClass === undefined;
}

/** A member of the class that has a forwarder's name. */
function clashingMember(
  { method }: Marked,
  at: ts.Node,
  own: readonly string[],
): string | undefined {
  const owner = at.parent.parent;
  if (method === undefined || !ts.isClassLike(owner)) return undefined;
  const names = owner.members.map((m) => m.name?.getText());
  return own
    .map((suffix) => method.base + suffix)
    .find((name) => names.includes(name));
}

/** What the module declares or imports at its top level. */
function declaredIn(file: ts.SourceFile): ReadonlySet<string> {
  const { locals } = file as unknown as {
    locals?: ReadonlyMap<string, ts.Symbol>;
  };
  return new Set(locals?.keys() ?? []);
}
