/** What is said of a marked method beside its function. */
import { ts } from "ts-morph";
import type { MarkedMethod } from "../ir/program.ts";
import type { Type } from "../ir/types.ts";
import { memberName, parentOf } from "./classes/members.ts";
import type { Mark } from "./marks.ts";
import { isMarked } from "./marks.ts";
import type { Reader } from "./reading.ts";

/** The type of a method's object, with all fields of its class. */
export function selfType(reader: Reader, owner: ts.ClassDeclaration): Type {
  const { checker, types } = reader;
  return types.declared(checker.getTypeAtLocation(owner));
}

export function methodOf(
  reader: Reader,
  { node, base, isStatic }: Mark,
  owner: NonNullable<Mark["owner"]>,
  key: string,
): MarkedMethod {
  const name = (node.name as ts.Identifier).text;
  const flags = ts.getCombinedModifierFlags(node);
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isDefault = ts.ModifierFlags.Default;
  return {
    className: owner.name.text,
    name,
    base,
    isStatic,
    isHidden: (flags & hidden) !== 0,
    typeParams: listText(node.typeParameters),
    classTypeParams: listText(owner.typeParameters),
    overrides: (member) => inherits(reader, owner, member, isStatic),
    members: membersOf(reader, owner, name, key),
    end: node.end,
    isDefaultExport: (ts.getCombinedModifierFlags(owner) & isDefault) !== 0,
  };
}

const listText = (
  params: ts.NodeArray<ts.TypeParameterDeclaration> | undefined,
): string =>
  params === undefined ? "" : `<${params.map((p) => p.getText()).join(", ")}>`;

/** The members of the class, and of those above it, that the function is made of. */
function membersOf(
  reader: Reader,
  owner: ts.ClassDeclaration,
  name: string,
  key: string,
): string[] {
  const names = new Set([name]);
  const used = reader.members.get(key);
  for (const c of classesAbove(reader, owner))
    for (const used1 of used?.get(c) ?? []) names.add(used1);
  // What starts with `#` can't be overridden.
  return [...names].filter((n) => !n.startsWith("#"));
}

function* classesAbove(
  reader: Reader,
  owner: ts.ClassLikeDeclaration,
): Generator<ts.ClassLikeDeclaration> {
  for (
    let c: ReturnType<typeof parentOf> = owner;
    c !== undefined && c !== "unknown";
    c = parentOf(reader, c)
  )
    yield c;
}

/** Has a class above a member of that name, or will it have one when it is compiled? */
function inherits(
  reader: Reader,
  owner: ts.ClassDeclaration,
  member: string,
  isStatic: boolean,
): boolean {
  const { checker } = reader;
  const clause = owner.heritageClauses?.find(
    (h) => h.token === ts.SyntaxKind.ExtendsKeyword,
  );
  const parent = clause?.types[0];
  if (parent === undefined) return false;
  const type = isStatic
    ? checker.getTypeAtLocation(parent.expression)
    : checker.getTypeAtLocation(parent);
  if (type.getProperty(member) !== undefined) return true;
  const suffix = /(ValueAndGrad|Grad|Vjp|Adjoint|Jvp|Hvp|Hessian|Jacobian)$/;
  const [above] = [...classesAbove(reader, owner)].slice(1);
  if (above === undefined) return false;
  return [above, ...classesAbove(reader, above)].some((c) =>
    c.members.some(
      (m) =>
        m.name !== undefined &&
        memberName(m.name) === member.replace(suffix, "") &&
        isMarked(reader, m),
    ),
  );
}
