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
  const clash = [...marked.derivatives]
    .flatMap((d) => suffixes[d])
    .map((suffix) => `${marked.base}${suffix}`)
    .find((name) => declared.has(name));
  if (clash !== undefined)
    report(reader, at, "AD1025", { name: clash, of: marked.name });
  return clash === undefined;
}

/** What the module declares or imports at its top level. */
function declaredIn(file: ts.SourceFile): ReadonlySet<string> {
  const { locals } = file as unknown as {
    locals?: ReadonlyMap<string, ts.Symbol>;
  };
  return new Set(locals?.keys() ?? []);
}
