/** What a marked function's signature must offer. Decided by types alone. */
import { ts } from "ts-morph";
import type * as ir from "../ir/nodes.ts";
import { carries, carriesVisibly, typeText } from "../ir/types.ts";
import type { Mark } from "./marks.ts";
import { report } from "./problems.ts";
import type { Reader } from "./reading.ts";
import { isUnknown } from "./types/compatible.ts";

/** Reports what is missing; true if nothing is. */
export function checkSignature(
  reader: Reader,
  mark: Mark,
  func: ir.Func,
): boolean {
  const { node, nameNode, name } = mark;
  const complain = (
    ...[at, code, args]: [
      ts.Node,
      Parameters<typeof report>[2],
      Parameters<typeof report>[3],
    ]
  ): false => {
    report(reader, at, code, args);
    return false;
  };
  // Of a method, the object comes first.
  const params = func.params.slice(func.params[0]?.self ? 1 : 0);
  const unknown = params.findIndex((p) => isUnknown(p.variable.type));
  if (unknown >= 0) {
    const p = node.parameters[unknown]!;
    return complain(p, "AD1043", {
      name: p.name.getText(),
      type: typeText(params[unknown]!.variable.type),
    });
  }
  const differentiable = func.params.map(
    (p) => !p.fixed && (p.self ? carries : carriesVisibly)(p.variable.type),
  );
  if (!differentiable.includes(true))
    return complain(nameNode, "AD1042", { name });
  const names = namesOf(mark);
  const excluded = mark.wrt?.find((n) => !differentiable[names.indexOf(n)]);
  if (excluded !== undefined) {
    const { type } = func.params[names.indexOf(excluded)]!.variable;
    return complain(mark.tag, "AD1026", {
      name: excluded,
      type: typeText(type),
    });
  }
  if (func.result.kind !== "void" && !carriesVisibly(func.result))
    return complain(nameNode, "AD1044", { name, type: typeText(func.result) });
  return true;
}

/** What `wrt` may name, in the order of the derived function's parameters. */
export const namesOf = ({ node, owner, isStatic }: Mark): string[] => [
  ...(owner !== undefined && !isStatic ? ["this"] : []),
  ...node.parameters.map((p) => p.name.getText()),
];

/** A promise or an iterator is no value that could have a derivative. */
export function checkKind(reader: Reader, { node, nameNode }: Mark): void {
  const isAsync =
    (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;
  if (isAsync) report(reader, nameNode, "AD1011", { what: "async" });
  else if (node.asteriskToken !== undefined)
    report(reader, nameNode, "AD1011", { what: "function*" });
}
