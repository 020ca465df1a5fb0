/** TypeScript's types as IR types: the start of our own inference. */
import { ts } from "ts-morph";
import type {
  Field,
  ObjectType,
  Shape,
  Type,
  TypedArrayName,
} from "../../ir/types.ts";
import type { InScope } from "./in-scope.ts";
import { inScopeOf } from "./in-scope.ts";
import { join, nothing } from "./compatible.ts";
import { markBase, markPartial, markTagged, setChain } from "./partial.ts";
import type { MadeFunction } from "../modules/values.ts";
import { parentDeclaration } from "../classes/subclasses.ts";
import {
  isNumericOpaque,
  isTextOpaque,
  numericOpaque,
  textOpaque,
} from "./literal.ts";
import {
  arrayOf,
  booleanType,
  nullType,
  numberType,
  opaque,
  stringType,
  tupleOf,
  typeKey,
  typeText,
  undefinedType,
  unionOf,
  voidType,
} from "../../ir/types.ts";

export interface TypeReader {
  /** A declared type: number literals and enums are what they are, and carry nothing. */
  readonly declared: (type: ts.Type) => Type;
  /** The type of a value: `3` is a number. */
  readonly ofValue: (type: ts.Type) => Type;
  /** The one type of records with these fields that have no name of their own. */
  readonly record: (fields: ReadonlyMap<string, Field>) => Type;
  /** The type of instances made in code that is read, with the fields they were given. */
  readonly instance: (
    node: ts.ClassLikeDeclaration,
    fields: ReadonlyMap<string, Field>,
    /** By which it says at run time of which class it is. */
    tag?: string,
  ) => Type;
  /** The same of a constructor function, by the prototypes of what it makes. */
  readonly made: (
    maker: MadeFunction,
    prototypes: readonly object[],
    fields: ReadonlyMap<string, Field>,
  ) => Type;
  /** A type of its own, though other records may have the same fields. */
  readonly ownRecord: (fields: ReadonlyMap<string, Field>) => ObjectType;
  /** The classes behind the types of their instances. */
  readonly classes: ReadonlyMap<Shape, ts.ClassLikeDeclaration>;
  /** The constructor functions behind the types of what they made. */
  readonly makers: ReadonlyMap<Shape, MadeFunction>;
  /** The TypeScript types behind those of classes and interfaces. */
  readonly origins: ReadonlyMap<Shape, ts.Type>;
  readonly text: (type: ts.Type) => string;
  /** The text of a type that stands in another file, as the compiled file can write it. */
  readonly inScope: InScope;
}

const typedArrayNames: ReadonlySet<string> = new Set<TypedArrayName>([
  "Float64Array",
  "Float32Array",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
]);

export const isTypedArrayName = (name: string): name is TypedArrayName =>
  typedArrayNames.has(name);

export function typeReader(
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  /** The code of a class that a package declares. */
  codeOf: (node: ts.ClassLikeDeclaration) => ts.ClassLikeDeclaration,
  /** The name by which the file reaches what a symbol stands for. */
  nameOf: (symbol: ts.Symbol) => string | undefined,
  /** Classes and interfaces whose instances say which class made them. */
  tagged: ReadonlySet<ts.Declaration>,
): TypeReader {
  const named = new Map<ts.Type, Type>();
  const classes = new Map<Shape, ts.ClassLikeDeclaration>();
  const makers = new Map<Shape, MadeFunction>();
  const origins = new Map<Shape, ts.Type>();
  const records = new Map<string, Type>();
  /** Types whose fields are being read, and those that were met again meanwhile. */
  const open = new Set<ts.Type>();
  const recursive = new Set<ts.Type>();

  const inScope = inScopeOf(checker, file);
  const text = (type: ts.Type): string =>
    checker.typeToString(
      type,
      file,
      ts.TypeFormatFlags.NoTruncation |
        ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
        ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType,
    );

  function declared(type: ts.Type): Type {
    const { flags } = type;
    // A name that leads to no type (JSDoc of packages is full of them) is printed as it stands, and says nothing.
    if (flags & ts.TypeFlags.Any) return opaque("any");
    if (flags & ts.TypeFlags.Number) return numberType;
    if (flags & ts.TypeFlags.String) return stringType;
    if (flags & ts.TypeFlags.BooleanLike) return booleanType;
    const literal = literalType(type);
    if (literal !== undefined) return literal;
    if (flags & ts.TypeFlags.Undefined) return undefinedType;
    if (flags & ts.TypeFlags.Void) return voidType;
    if (flags & ts.TypeFlags.Null) return nullType;
    // Of the elements of an empty list, it is what is put in later that says more.
    if (flags & ts.TypeFlags.Never) return nothing;
    if (type.isUnion()) return union(type);
    if (type.isIntersection()) return intersection(type);
    if (flags & ts.TypeFlags.TypeParameter) return typeParameter(type);
    if (flags & ts.TypeFlags.Object) return objectOf(type as ts.ObjectType);
    return opaque(text(type));
  }

  /** `1 | 2 | 3` and `'a' | 'b'` are one thing that carries nothing, printed as its author named it. */
  function literalType(type: ts.Type): Type | undefined {
    const all = (flag: ts.TypeFlags): boolean =>
      type.isUnion()
        ? type.types.every((t) => t.flags & flag)
        : (type.flags & flag) !== 0;
    if (all(ts.TypeFlags.NumberLike)) return numericOpaque(text(type));
    if (all(ts.TypeFlags.StringLike)) return textOpaque(text(type));
    return type.flags & ts.TypeFlags.EnumLike ? opaque(text(type)) : undefined;
  }

  /** The literals among the members are one member: `'a' | 'b' | undefined`. */
  function union(type: ts.UnionType): Type {
    const isLiteral = (t: ts.Type): boolean =>
      (t.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral)) !==
      0;
    const literals = type.types.filter(isLiteral);
    const others = type.types.filter((t) => !isLiteral(t)).map(declared);
    if (literals.length < 2) return unionOf(type.types.map(declared));
    const texts = literals.map(text).join(" | ");
    const isNumber = literals.every(
      (t) => t.flags & ts.TypeFlags.NumberLiteral,
    );
    const one = isNumber ? numericOpaque(texts) : textOpaque(texts);
    return unionOf([...others, one]);
  }

  function intersection(type: ts.IntersectionType): Type {
    // A branded number (`number & { unit: 'm' }`) is a number, `Fixed<number[]>` an array.
    const base = type.types.find(
      (t) => !(t.flags & ts.TypeFlags.Object) || isList(t),
    );
    if (base !== undefined) return declared(base);
    const first = type.types.filter((t) => !onlySymbolKeys(t));
    if (first.length === 1) return declared(first[0]!);
    return shapeOf(type, type);
  }

  /** `{ readonly [fixed]?: true }`, the brand of `Fixed`. */
  const onlySymbolKeys = (type: ts.Type): boolean =>
    checker
      .getPropertiesOfType(type)
      .every((p) => p.escapedName.toString().startsWith("__@"));

  const isList = (type: ts.Type): boolean =>
    checker.isArrayType(type) ||
    checker.isTupleType(type) ||
    isTypedArrayName(type.symbol?.name ?? "");

  function typeParameter(type: ts.Type): Type {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type
      ? opaque("unknown")
      : declared(constraint);
  }

  function objectOf(type: ts.ObjectType): Type {
    if (checker.isArrayType(type)) {
      const [element] = checker.getTypeArguments(type as ts.TypeReference);
      return arrayOf(declared(element!));
    }
    if (checker.isTupleType(type)) return tuple(type as ts.TypeReference);
    const { symbol } = type as { symbol?: ts.Symbol };
    if (symbol !== undefined && fromLibrary(symbol)) {
      if (isTypedArrayName(symbol.name))
        return { kind: "typedArray", name: symbol.name };
      if (symbol.name === "ArrayLike") {
        const [element] = checker.getTypeArguments(type as ts.TypeReference);
        return element === undefined
          ? opaque(text(type))
          : arrayOf(declared(element));
      }
      if (symbol.name === "Map" || symbol.name === "ReadonlyMap") {
        const map = mapOf(type as ts.TypeReference);
        if (map !== undefined) return map;
      }
      // `Record<'a' | 'b', number>` comes from the library too, and is a record.
      if (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class))
        return opaque(text(type));
    }
    if (type.getCallSignatures().length > 0) return opaque(text(type));
    if (type.getConstructSignatures().length > 0) return opaque(text(type));
    return shapeOf(type, type);
  }

  function mapOf(type: ts.TypeReference): Type | undefined {
    const [key, value] = checker.getTypeArguments(type).map(declared);
    return key && value && isKey(key)
      ? { kind: "dictionary", container: "map", key, value }
      : undefined;
  }

  /** `Record<string, number>` */
  function recordByKey(type: ts.Type): Type {
    const [info, ...others] = checker.getIndexInfosOfType(type);
    const value = info === undefined ? undefined : declared(info.type);
    if (info === undefined || others.length > 0 || value === undefined)
      return opaque(text(type));
    const key = declared(info.keyType);
    return isKey(key)
      ? { kind: "dictionary", container: "record", key, value }
      : opaque(text(type));
  }

  function tuple(type: ts.TypeReference): Type {
    const target = type.target as ts.TupleType;
    const elements = checker.getTypeArguments(type).map(declared);
    if (target.combinedFlags & ts.ElementFlags.Variable)
      return arrayOf(unionOf(elements));
    return tupleOf(
      elements.map((e, i) =>
        target.elementFlags[i]! & ts.ElementFlags.Optional
          ? unionOf([e, undefinedType])
          : e,
      ),
    );
  }

  /** How the compiled module reaches the prototype of a class. */
  function prototypeOf(
    symbol: ts.Symbol | undefined,
  ): Pick<Shape, "prototype"> {
    const name = symbol === undefined ? undefined : nameOf(symbol);
    return name === undefined ? {} : { prototype: `${name}.prototype` };
  }

  /** Where a class gives access to its `#x`, and how it types it. */
  function accessorFor(property: ts.Symbol): NonNullable<Field["accessor"]> {
    const declaration = property.valueDeclaration as ts.PropertyDeclaration;
    return {
      name: declaration.name.getText(),
      type:
        declaration.type?.getText() ?? text(checker.getTypeOfSymbol(property)),
      at: declaration.parent.end - 1,
      isReadonly: isReadonlyProperty(property),
    };
  }

  /** By its name, where the file or a package that it imports has it; else by what it is made of. */
  function textInScope(
    type: ts.Type,
    properties: readonly ts.Symbol[],
  ): string {
    const named = inScope(text(type));
    if (named !== undefined || properties.length === 0)
      return named ?? text(type);
    const parts = properties.map((p) => {
      const mark = p.flags & ts.SymbolFlags.Optional ? "?" : "";
      const key = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(p.name)
        ? p.name
        : JSON.stringify(p.name);
      const said = inScope(text(checker.getTypeOfSymbol(p)));
      return `${key}${mark}: ${said ?? "any"}`;
    });
    return `{ ${parts.join("; ")} }`;
  }

  const fromLibrary = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((d) =>
      program.isSourceFileDefaultLibrary(d.getSourceFile()),
    ) ?? false;

  function shapeOf(type: ts.Type, identity: ts.Type): Type {
    const known = named.get(identity);
    if (known !== undefined) {
      if (open.has(identity)) recursive.add(identity);
      return known;
    }
    const properties = checker.getPropertiesOfType(type);
    const isDictionary =
      checker.getIndexInfosOfType(type).length > 0 && properties.length === 0;
    if (isDictionary) return recordByKey(type);
    const { symbol } = type as { symbol?: ts.Symbol };
    const isClass = ((symbol?.flags ?? 0) & ts.SymbolFlags.Class) !== 0;
    const hasName =
      type.aliasSymbol !== undefined ||
      ((symbol?.flags ?? 0) &
        (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !==
        0;
    const fields = new Map<string, Field>();
    const own = properties.flatMap((property) => {
      const kind = isField(property)
        ? ("visible" as const)
        : hiddenKind(property, properties, file);
      return kind === undefined ? [] : [{ property, kind }];
    });
    const printed = textInScope(type, properties);
    const isHidden = own.some(({ kind }) => kind !== "visible");
    const shown: Type[] = [];
    const shape: Shape = {
      shown,
      text: printed.replace(/; \}/g, " }"),
      fields,
      isClass,
      ...prototypeOf(isClass ? symbol : undefined),
      ...(isHidden
        ? { fieldsName: `${text(type).replace(/\W.*/s, "")}Fields` }
        : {}),
    };
    const declaration = symbol?.valueDeclaration;
    if (isClass && declaration !== undefined && ts.isClassLike(declaration))
      register(shape, declaration);
    origins.set(shape, type);
    if (symbol?.declarations?.some((d) => tagged.has(d))) markBase(shape);
    const result: Type = { kind: "object", shape };
    // Before its fields: the type may be recursive.
    named.set(identity, result);
    open.add(identity);
    for (const { property, kind } of own) {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const propertyType = checker.getTypeOfSymbol(property);
      const fieldType = asSaid(declared(propertyType), propertyType);
      const isPrivateName = kind === "#";
      fields.set(isPrivateName ? publicName(property) : property.name, {
        type: optional ? withoutUndefined(fieldType) : fieldType,
        optional,
        ...(isReadonlyProperty(property) ? { readonly: true } : {}),
        ...(kind === "visible" ? {} : { hidden: kind }),
        ...(isPrivateName ? { accessor: accessorFor(property) } : {}),
      });
    }
    for (const property of properties)
      if (property.flags & ts.SymbolFlags.Accessor && isVisible(property))
        shown.push(declared(checker.getTypeOfSymbol(property)));
    open.delete(identity);
    if (hasName || recursive.has(identity)) return result;
    const unnamed = recordWith(fields, shape.text);
    named.set(identity, unnamed);
    return unnamed;
  }

  /** The type of a field, with its lists `readonly` where they are declared so. */
  function asSaid(type: Type, said: ts.Type): Type {
    if (type.kind === "array" && checker.isArrayType(said)) {
      const [element] = checker.getTypeArguments(said as ts.TypeReference);
      const list = arrayOf(asSaid(type.element, element!));
      return said.symbol.name === "ReadonlyArray"
        ? { ...list, readonly: true }
        : list;
    }
    if (type.kind === "tuple" && checker.isTupleType(said)) {
      const { target } = said as ts.TypeReference & { target: ts.TupleType };
      return target.readonly ? { ...type, readonly: true } : type;
    }
    return type;
  }

  /** Records without a name are the same type when their fields are. */
  const record = (fields: ReadonlyMap<string, Field>): Type =>
    recordWith(fields, recordText(fields));

  function recordWith(
    fields: ReadonlyMap<string, Field>,
    printed: string,
  ): Type {
    const key = `${fieldsKey(fields)};${printed}`;
    let found = records.get(key);
    if (found === undefined) {
      const shape = {
        text: printed,
        fields: new Map(fields),
        isClass: false,
      };
      found = { kind: "object", shape };
      records.set(key, found);
    }
    return found;
  }

  const wide = new Map<ts.Type, Type>();
  function ofValue(type: ts.Type): Type {
    let found = wide.get(type);
    if (found === undefined) {
      found = declared(widenLiterals(type));
      wide.set(type, found);
    }
    return found;
  }

  /** `3` as number, `readonly [1, 2]` (of `as const`) as a tuple of numbers; enums stay. */
  function widenLiterals(type: ts.Type): ts.Type {
    if (type.flags & ts.TypeFlags.EnumLike) return type;
    return checker.getWidenedType(checker.getBaseTypeOfLiteralType(type));
  }

  const ownRecord = (fields: ReadonlyMap<string, Field>): ObjectType => ({
    kind: "object",
    shape: {
      text: recordText(fields),
      fields: new Map(fields),
      isClass: false,
    },
  });

  function register(shape: Shape, declared: ts.ClassLikeDeclaration): void {
    const node = codeOf(declared);
    classes.set(shape, node);
    const chain: ts.Declaration[] = [node];
    for (
      let c = above(node);
      c !== undefined && !chain.includes(c);
      c = above(c)
    )
      chain.push(c);
    setChain(shape, chain);
  }

  const above = (node: ts.Declaration): ts.Declaration | undefined =>
    ts.isClassLike(node) ? parentDeclaration(checker, node) : undefined;

  const instances = new Map<ts.ClassLikeDeclaration, Map<string, Type>>();
  function instance(
    node: ts.ClassLikeDeclaration,
    fields: ReadonlyMap<string, Field>,
    tag?: string,
  ): Type {
    const known = instances.get(node) ?? new Map<string, Type>();
    instances.set(node, known);
    const key = fieldsKey(fields);
    const found = known.get(key);
    if (found !== undefined) return found;
    const type = ownRecord(fields);
    register(type.shape, node);
    markPartial(type.shape);
    if (tag !== undefined)
      markTagged(type.shape, tag, (other) =>
        instance(node, joinedFields(fields, other.fields), tag),
      );
    known.set(key, type);
    return type;
  }

  const madeBy = new Map<MadeFunction, Map<string, Type>>();
  function made(
    maker: MadeFunction,
    prototypes: readonly object[],
    fields: ReadonlyMap<string, Field>,
  ): Type {
    const known = madeBy.get(maker) ?? new Map<string, Type>();
    madeBy.set(maker, known);
    const key = fieldsKey(fields);
    const found = known.get(key);
    if (found !== undefined) return found;
    const type = ownRecord(fields);
    makers.set(type.shape, maker);
    setChain(type.shape, prototypes);
    markPartial(type.shape);
    known.set(key, type);
    return type;
  }

  return {
    ...{ made, makers },
    ...{ declared, ofValue, record, ownRecord, instance, classes, text },
    ...{ origins, inScope },
  };
}

/**
 * Data that only the class sees. Of `#x`, only where the class stands in the compiled file: a hook in it makes
 * `$x` of it.
 */
function hiddenKind(
  property: ts.Symbol,
  all: readonly ts.Symbol[],
  file: ts.SourceFile,
): Field["hidden"] {
  const declaration = property.valueDeclaration;
  if (declaration === undefined || !isData(property)) return undefined;
  const source = declaration.getSourceFile();
  if (source.isDeclarationFile) return undefined;
  if (!isPrivateName(property)) return "private";
  const name = publicName(property);
  const isFree = all.every(
    (p) =>
      p === property ||
      (isPrivateName(p) ? publicName(p) !== name : p.name !== name),
  );
  return source === file && isFree ? "#" : undefined;
}

const isPrivateName = (property: ts.Symbol): boolean =>
  /^__#/.test(property.escapedName.toString());

/** `$x` for `#x`. */
const publicName = (property: ts.Symbol): string =>
  `$${property.escapedName.toString().replace(/^__#\d+@#/, "")}`;

const isData = (property: ts.Symbol): boolean =>
  !(property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) &&
  !/^__@/.test(property.escapedName.toString());

/** Own data that is visible from outside: no methods, no accessors, nothing private. */
function isField(property: ts.Symbol): boolean {
  return isData(property) && isVisible(property);
}

function isVisible(property: ts.Symbol): boolean {
  if (isPrivateName(property)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return !property.declarations?.some(
    (d) => ts.getCombinedModifierFlags(d) & hidden,
  );
}

function withoutUndefined(type: Type): Type {
  if (type.kind !== "union") return type;
  return unionOf(type.members.filter((m) => m.kind !== "undefined"));
}

/** Said so where it is declared, or by a mapped type (`Readonly<Options>`). */
function isReadonlyProperty(property: ts.Symbol): boolean {
  const { links } = property as { links?: { checkFlags?: number } };
  const CHECK_READONLY = 8;
  if (((links?.checkFlags ?? 0) & CHECK_READONLY) !== 0) return true;
  return (property.declarations ?? []).some(
    (d) => (ts.getCombinedModifierFlags(d) & ts.ModifierFlags.Readonly) !== 0,
  );
}

/** What either holds; what only one has may be missing. */
function joinedFields(
  a: ReadonlyMap<string, Field>,
  b: ReadonlyMap<string, Field>,
): Map<string, Field> {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map(
    [...names].map((name): [string, Field] => {
      const [x, y] = [a.get(name), b.get(name)];
      const one = (x ?? y)!;
      if (x === undefined || y === undefined)
        return [name, { ...one, type: unionOf([one.type, undefinedType]) }];
      return [name, { ...x, type: join(x.type, y.type) }];
    }),
  );
}

function recordText(fields: ReadonlyMap<string, Field>): string {
  const parts = [...fields].map(([name, f]) => {
    const key = /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
    return `${key}${f.optional ? "?" : ""}: ${typeText(f.type)}`;
  });
  return parts.length === 0 ? "object" : `{ ${parts.join("; ")} }`;
}

const fieldsKey = (fields: ReadonlyMap<string, Field>): string =>
  [...fields]
    .map(([name, f]) => `${name}${f.optional ? "?" : ""}:${typeKey(f.type)}`)
    .join(";");

/** Keys that are one thing wherever they are written: no objects, which have shadows of their own. */
const isKey = (type: Type): boolean =>
  type.kind === "string" ||
  type.kind === "number" ||
  type.kind === "boolean" ||
  (type.kind === "opaque" && (isTextOpaque(type) || isNumericOpaque(type)));
