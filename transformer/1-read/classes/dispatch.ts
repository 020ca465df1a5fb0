/**
 * Methods that the object decides. What is made in differentiated code is a record of its fields; where one place
 * may hold instances of several classes, each says in a field of its own which class made it, and a call is a
 * choice between the methods of those that come there. Which classes need the field is known only when such a
 * call is met: the file is read again then.
 */
import { ts } from "ts-morph";
import { compare, field } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { ObjectType } from "../../ir/types.ts";
import { definedPart, mayMiss, membersOf } from "../../ir/types.ts";
import type { FunctionValue } from "../bindings.ts";
import type { Reader, Reading } from "../reading.ts";
import { textOpaque } from "../types/literal.ts";
import { classTagOf, isOfClass } from "../types/partial.ts";
import { classesFrom } from "./members.ts";
import { instancesMade } from "./tested.ts";

/** Classes, and what their instances are declared to be, turned out to need the field. */
export class ReadAgain extends Error {
  readonly classes: readonly ts.Declaration[];
  constructor(classes: readonly ts.Declaration[]) {
    super("read again");
    this.classes = classes;
  }
}

export const classField = "$class";

/** What an instance says of its class. */
export function tagOf(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
): string | undefined {
  if (!reader.tagged.has(node)) return undefined;
  const name = node.name?.text ?? "class";
  const same = [...reader.tagged].filter(
    (d) => ts.isClassLike(d) && (d.name?.text ?? "class") === name,
  );
  const at = same.indexOf(node);
  return at === 0 ? name : `${name} ${at + 1}`;
}

/** The members of an object's type, where each is of exactly one class. */
function exactMembers(object: ir.Expr): readonly ObjectType[] | undefined {
  const type = definedPart(object.type);
  const members = membersOf(type);
  const tags = members.map((m) =>
    m.kind === "object" ? classTagOf(m.shape) : undefined,
  );
  const isKnown =
    tags.length > 0 &&
    tags.every((tag) => tag !== undefined) &&
    new Set(tags).size === tags.length;
  return isKnown ? (members as ObjectType[]) : undefined;
}

/** What `find` gives for the object, or a choice between what it gives for each class that it may be of. */
export function ofEachClass(
  object: ir.Expr,
  find: (object: ir.Expr) => FunctionValue | undefined,
): FunctionValue | undefined {
  const type = definedPart(object.type);
  const members = type.kind === "union" ? exactMembers(object) : undefined;
  if (members === undefined) return find(object);
  const options = members.map((m) => ({
    test: isTagged({ ...object, type }, classTagOf(m.shape)!),
    value: find({ ...object, type: m }),
  }));
  return options.every((o) => o.value !== undefined)
    ? { kind: "choice", options: options as Options }
    : undefined;
}

type Options = (FunctionValue & { kind: "choice" })["options"];

const isTagged = (object: ir.Expr, tag: string): ir.Expr =>
  compare("===", field(object, classField), {
    kind: "const",
    type: textOpaque(JSON.stringify(tag)),
    value: tag,
  });

/** `object instanceof C`, where the object says of which class it is. */
export function testedByTag(
  object: ir.Expr,
  of: ts.ClassLikeDeclaration,
): ir.Expr | undefined {
  const members = exactMembers(object);
  if (members === undefined || mayMiss(object.type)) return undefined;
  const tests = members
    .filter((m) => isOfClass(m.shape, of))
    .map((m) => isTagged(object, classTagOf(m.shape)!));
  if (tests.length === members.length || tests.length === 0)
    return {
      kind: "const",
      type: { kind: "boolean" },
      value: tests.length > 0,
    };
  return tests.reduce((a, b) => compare("||", a, b));
}

/**
 * Nothing is known by the type alone: if instances were made here that such a place can hold, they have to say of
 * which class they are.
 */
export function askForClasses(cx: Reading, object: ir.Expr): void {
  const needed = membersOf(definedPart(object.type)).flatMap((m) =>
    m.kind === "object" ? mayBe(cx.reader, m) : [],
  );
  if (needed.some((c) => !cx.reader.tagged.has(c))) throw new ReadAgain(needed);
}

/** The classes of instances that were made, what the type is declared by, and what stands between them. */
function mayBe(reader: Reader, type: ObjectType): ts.Declaration[] {
  const { types, checker } = reader;
  if (classTagOf(type.shape) !== undefined) return [];
  const declared = types.origins.get(type.shape);
  const base = types.classes.get(type.shape);
  const made = [...instancesMade(reader)];
  const found =
    base !== undefined
      ? made.filter((c) => classesFrom(reader, c).includes(base))
      : declared?.symbol === undefined
        ? []
        : made.filter((c) => {
            const symbol = c.name && checker.getSymbolAtLocation(c.name);
            return (
              symbol !== undefined &&
              checker.isTypeAssignableTo(
                checker.getDeclaredTypeOfSymbol(symbol),
                declared,
              )
            );
          });
  if (found.length === 0) return [];
  return [
    ...(declared?.symbol?.declarations ?? []),
    ...found.flatMap((c) => classesFrom(reader, c)),
  ];
}
