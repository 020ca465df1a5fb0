/** The modules that the compiled file reaches, each run once on what is known, when somebody asks for it. */
import { ts } from "ts-morph";
import { unwrapped } from "../symbols.ts";
import type { PackageImport } from "../project.ts";
import { changesLater, type Changing } from "./later.ts";
import { patchesIn, type Patches } from "./patches.ts";
import { interpreter, TooLong } from "./interpreter.ts";
import type { Made, MadeFunction, MadeObject, Scope } from "./values.ts";
import {
  giveAway,
  newObject,
  nothing,
  objectIn,
  propertyOf,
  unknown,
} from "./values.ts";
import { specifiersOf } from "../reached.ts";

export interface Modules {
  /** What an expression of names, properties and keys is, once all modules have run, and as long as nobody writes there. */
  readonly valueOf: (node: ts.Expression, scope: Scope | undefined) => Made;
  /** What an instance that a constructor function makes inherits under a name. */
  readonly ofPrototype: (maker: MadeFunction, name: string) => Made;
  readonly patches: Patches;
}

export interface ModulesOptions {
  readonly program: ts.Program;
  /** The file that is compiled. */
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** The file that runs for an import of a package; it has to be asked for where it was not read yet. */
  readonly implementation: (
    specifier: string,
    from: string,
  ) => string | undefined;
  readonly ask: (wanted: PackageImport) => void;
}

interface Module {
  readonly scope: Scope;
  readonly exports: Made;
  /** Of CommonJS: where `module.exports` is written. */
  readonly holder: Made | undefined;
}

export function modulesOf(options: ModulesOptions): Modules {
  const { program, checker, implementation, ask } = options;
  const known = new Map<ts.SourceFile, Module | "running" | "unknown">();
  const patches = patchesIn(program, checker, (file) => {
    load();
    return typeof known.get(file) === "object";
  });
  const changing = new Map<ts.SourceFile, Changing>();
  let scopes = 0;
  const allScopes: Scope[] = [];

  const isESModule = (file: ts.SourceFile): boolean =>
    (file as { externalModuleIndicator?: unknown }).externalModuleIndicator !==
    undefined;

  const machine = interpreter({
    symbolOf: localSymbol,
    outer,
    required,
    newScope: (parent, self, args) => {
      const scope = {
        id: ++scopes,
        file: parent.file,
        cells: new Map<ts.Symbol, Made>(),
        parent,
        self,
        ...(args === undefined ? {} : { args }),
      };
      allScopes.push(scope);
      return scope;
    },
  });

  function localSymbol(node: ts.Node): ts.Symbol | undefined {
    const symbol =
      ts.isIdentifier(node) &&
      ts.isShorthandPropertyAssignment(node.parent) &&
      node.parent.name === node
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
    return symbol && oneOf(symbol);
  }

  /** Of a function with a prototype, TypeScript has one symbol before it has looked at that, and another one after. */
  function oneOf(symbol: ts.Symbol): ts.Symbol {
    const { valueDeclaration } = symbol;
    if (valueDeclaration === undefined || !ts.isFunctionLike(valueDeclaration))
      return symbol;
    const known = functions.get(valueDeclaration);
    if (known === undefined) functions.set(valueDeclaration, symbol);
    return known ?? symbol;
  }
  const functions = new Map<ts.Declaration, ts.Symbol>();

  /**
   * Packages run whole, from what is imported of them on and in the order of their imports: one module may write
   * into what another has made.
   */
  function load(): void {
    if (isLoaded) return;
    isLoaded = true;
    const own = new Set([options.file]);
    for (const file of own)
      for (const specifier of specifiersOf(file)) {
        const path = implementation(specifier.text, file.fileName);
        const code =
          path === undefined ? undefined : program.getSourceFile(path);
        if (code !== undefined) moduleOf(code);
        else {
          const declared = checker
            .getSymbolAtLocation(specifier)
            ?.declarations?.find(ts.isSourceFile);
          if (declared !== undefined && !declared.isDeclarationFile)
            own.add(declared);
        }
      }
  }
  let isLoaded = false;

  /** Of an ES module: what runs before it. */
  function* importsOf(file: ts.SourceFile): Generator<ts.SourceFile> {
    for (const s of file.statements) {
      const isImport =
        ts.isImportDeclaration(s) && s.importClause?.isTypeOnly !== true;
      const isExport = ts.isExportDeclaration(s) && !s.isTypeOnly;
      const specifier = isImport || isExport ? s.moduleSpecifier : undefined;
      if (specifier === undefined || !ts.isStringLiteral(specifier)) continue;
      const declared = checker
        .getSymbolAtLocation(specifier)
        ?.declarations?.find(ts.isSourceFile);
      const path = implementation(specifier.text, file.fileName);
      const code = path === undefined ? declared : program.getSourceFile(path);
      if (code !== undefined && !code.isDeclarationFile) yield code;
    }
  }

  function moduleOf(file: ts.SourceFile): Module | undefined {
    const found = known.get(file);
    if (found === "running" || found === "unknown") return undefined;
    if (found !== undefined) return found;
    known.set(file, "running");
    const made = run(file);
    known.set(file, made ?? "unknown");
    return made;
  }

  function run(file: ts.SourceFile): Module | undefined {
    const holder = isESModule(file)
      ? undefined
      : newObject([["exports", newObject()]]);
    const scope: Scope = {
      id: 0,
      file,
      cells: new Map(),
      parent: undefined,
      self: holder === undefined ? nothing : holder.properties.get("exports")!,
    };
    allScopes.push(scope);
    const before = holder === undefined ? [...importsOf(file)] : [];
    before.forEach(moduleOf);
    running.push({ file, scope, holder });
    try {
      machine.runModule(file, scope);
    } catch (e) {
      if (!(e instanceof TooLong) && !(e instanceof RangeError)) throw e;
      // What it did to what it had imported is not known.
      for (const each of before)
        for (const value of moduleOf(each)?.scope.cells.values() ?? [])
          giveAway(value);
      return undefined;
    } finally {
      running.pop();
    }
    return {
      scope,
      holder,
      exports: holder === undefined ? unknown : propertyOf(holder, "exports"),
    };
  }
  const running: {
    readonly file: ts.SourceFile;
    readonly scope: Scope;
    readonly holder: Made | undefined;
  }[] = [];

  /** `module` and `exports` of a file, while it runs and after. */
  function holderOf(file: ts.SourceFile): Made | undefined {
    const now = running.find((r) => r.file === file);
    if (now !== undefined) return now.holder;
    const made = known.get(file);
    return typeof made === "object" ? made.holder : undefined;
  }

  function outer(node: ts.Identifier, scope: Scope): Made {
    const symbol = localSymbol(node);
    const ofImport = symbol && imported(symbol);
    if (ofImport !== undefined) return ofImport;
    // (Of a CommonJS file, `module` and `exports` are symbols too, of the file or of what is assigned.)
    const declaration = symbol?.declarations?.find(
      (d) =>
        !program.isSourceFileDefaultLibrary(d.getSourceFile()) &&
        (ts.isVariableDeclaration(d) ||
          ts.isParameter(d) ||
          ts.isBindingElement(d) ||
          ts.isFunctionLike(d) ||
          ts.isClassLike(d) ||
          ts.isEnumDeclaration(d)),
    );
    if (declaration === undefined || isAmbient(declaration)) {
      const holder = holderOf(scope.file);
      switch (node.text) {
        case "undefined":
          return nothing;
        case "NaN":
          return { kind: "constant", value: NaN };
        case "Infinity":
          return { kind: "constant", value: Infinity };
        case "module":
          return holder ?? nothing;
        case "exports":
          return holder === undefined ? nothing : propertyOf(holder, "exports");
        case "define":
          return nothing;
        // What is put there is seen by others, who read it.
        case "globalThis":
        case "global":
          return { kind: "global", path: "globalThis" };
        // Of the browser or of Node: what there is depends on where the code runs.
        case "window":
        case "self":
        case "process":
        case "document":
          return unknown;
        default:
          // A flag that nobody declares, `DO_NOT_EXPORT`: asked for by `typeof`.
          return symbol === undefined && /^[A-Z]+(_[A-Z]+)+$/.test(node.text)
            ? nothing
            : { kind: "global", path: node.text };
      }
    }
    // Declared in another file, or in a function that did not run.
    const file = declaration.getSourceFile();
    if (file === scope.file) return unknown;
    return moduleOf(file)?.scope.cells.get(symbol!) ?? unknown;
  }

  const isAmbient = (d: ts.Declaration): boolean =>
    d.getSourceFile().isDeclarationFile &&
    !ts.isExternalModule(d.getSourceFile());

  // --------------------------------------------------------------------------------------------- imports

  function fileOf(
    specifier: string,
    from: ts.SourceFile,
    literal?: ts.Expression,
  ): ts.SourceFile | undefined {
    const declared =
      literal && checker.getSymbolAtLocation(literal)?.declarations?.[0];
    if (
      declared !== undefined &&
      ts.isSourceFile(declared) &&
      !declared.isDeclarationFile
    )
      return declared;
    const path = implementation(specifier, from.fileName);
    if (path !== undefined) return program.getSourceFile(path);
    ask({ specifier, from: from.fileName });
    return undefined;
  }

  function required(specifier: string, from: ts.SourceFile): Made {
    const file = fileOf(specifier, from);
    if (file === undefined) return unknown;
    if (isESModule(file)) return namespaceOf(file);
    // In a cycle: what there is of it so far.
    const going = running.find((r) => r.file === file);
    if (going?.holder !== undefined) return unknown;
    return moduleOf(file)?.exports ?? unknown;
  }

  /** What a name is that an import declares. */
  function imported(symbol: ts.Symbol): Made | undefined {
    const d = symbol.declarations?.[0];
    if (d === undefined) return undefined;
    if (
      !ts.isImportSpecifier(d) &&
      !ts.isImportClause(d) &&
      !ts.isNamespaceImport(d) &&
      !ts.isExportSpecifier(d)
    )
      return undefined;
    let n: ts.Node = d;
    while (
      !ts.isImportDeclaration(n) &&
      !ts.isExportDeclaration(n) &&
      !ts.isSourceFile(n)
    )
      n = n.parent;
    if (ts.isSourceFile(n)) return undefined;
    const from = d.getSourceFile();
    const { moduleSpecifier } = n;
    if (moduleSpecifier === undefined) {
      const local =
        ts.isExportSpecifier(d) &&
        checker.getExportSpecifierLocalTargetSymbol(d);
      return local ? valueOfSymbol(local) : unknown;
    }
    if (!ts.isStringLiteral(moduleSpecifier)) return unknown;
    const file = fileOf(moduleSpecifier.text, from, moduleSpecifier);
    if (file === undefined) return unknown;
    if (ts.isNamespaceImport(d)) return namespaceOf(file);
    const name = ts.isImportClause(d)
      ? "default"
      : (d.propertyName ?? d.name).text;
    return exportOf(file, name);
  }

  function exportOf(file: ts.SourceFile, name: string): Made {
    if (!isESModule(file)) {
      const whole = moduleOf(file)?.exports ?? unknown;
      const named = machine.readOf(whole, name);
      const isMissing = named.kind === "constant" && named.value === undefined;
      return name === "default" && isMissing ? whole : named;
    }
    const module = checker.getSymbolAtLocation(file);
    const symbol =
      module && checker.getExportsOfModule(module).find((s) => s.name === name);
    return symbol === undefined ? unknown : valueOfSymbol(symbol);
  }

  /** Of a name that is exported: by the file that declares it. */
  function valueOfSymbol(symbol: ts.Symbol): Made {
    const ofImport = imported(symbol);
    if (ofImport !== undefined) return ofImport;
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined) return unknown;
    const file = declaration.getSourceFile();
    if (ts.isNamespaceExport(declaration)) {
      const { moduleSpecifier } = declaration.parent;
      const of =
        moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
          ? fileOf(moduleSpecifier.text, file, moduleSpecifier)
          : undefined;
      return of === undefined ? unknown : namespaceOf(of);
    }
    if (isChanging(file, symbol)) return unknown;
    const local = localOf(declaration);
    const cells = moduleOf(file)?.scope.cells;
    return (
      cells?.get(oneOf(symbol)) ??
      cells?.get(symbol) ??
      (local === undefined ? undefined : cells?.get(local)) ??
      unknown
    );
  }

  /** The name inside the module of what `export function f` declares under the name `f`. */
  const localOf = (declaration: ts.Declaration): ts.Symbol | undefined => {
    const { name } = declaration as { name?: ts.Node };
    return name === undefined ? undefined : localSymbol(name);
  };

  const namespaces = new Map<ts.SourceFile, Made>();
  function namespaceOf(file: ts.SourceFile): Made {
    if (!isESModule(file)) {
      const whole = moduleOf(file)?.exports ?? unknown;
      return whole;
    }
    const found = namespaces.get(file);
    if (found !== undefined) return found;
    const made = newObject();
    namespaces.set(file, made);
    const module = checker.getSymbolAtLocation(file);
    for (const symbol of module ? checker.getExportsOfModule(module) : [])
      made.properties.set(symbol.name, valueOfSymbol(symbol));
    return made;
  }

  // --------------------------------------------------------------------------------------------- changes

  function changingIn(file: ts.SourceFile): Changing {
    let found = changing.get(file);
    if (found === undefined)
      changing.set(file, (found = changesLater(checker, file)));
    return found;
  }
  const isChanging = (file: ts.SourceFile, symbol: ts.Symbol): boolean => {
    const { symbols } = changingIn(file);
    return (
      symbols.has(symbol) ||
      (functions.has(symbol.valueDeclaration!) &&
        [...symbols].some(
          (s) => s.valueDeclaration === symbol.valueDeclaration,
        ))
    );
  };

  /** Names, properties and literal keys alone: what can be asked again and again. */
  function settledValue(node: ts.Expression, scope: Scope | undefined): Made {
    load();
    const e = unwrapped(node);
    if (ts.isIdentifier(e)) {
      const symbol = localSymbol(e);
      if (symbol === undefined) return unknown;
      const file = e.getSourceFile();
      for (let s = scope; s !== undefined; s = s.parent) {
        const found = s.cells.get(symbol);
        if (found !== undefined)
          return isChanging(s.file, symbol) ? unknown : found;
      }
      const own = moduleOf(file)?.scope;
      const found = own?.cells.get(symbol);
      if (found !== undefined)
        return isChanging(file, symbol) ? unknown : found;
      return own === undefined ? unknown : outer(e, own);
    }
    if (ts.isPropertyAccessExpression(e) || ts.isElementAccessExpression(e)) {
      const object = settledValue(e.expression, scope);
      const name = ts.isPropertyAccessExpression(e)
        ? e.name.text
        : keyOf(settledValue(e.argumentExpression, scope));
      if (name === undefined || object.kind === "unknown") return unknown;
      const isWritten =
        objectIn(object) !== undefined &&
        (patches.later().has(name) ||
          changingIn(e.getSourceFile()).properties.has(name) ||
          (object.kind === "function" &&
            changingIn(object.scope.file).properties.has(name)));
      if (isWritten) return unknown;
      const value = machine.readOf(object, name);
      const holder = objectIn(object);
      return value.kind !== "function" &&
        holder !== undefined &&
        filledLater().has(holder)
        ? unknown
        : value;
    }
    if (ts.isStringLiteralLike(e) || ts.isNumericLiteral(e))
      return {
        kind: "constant",
        value: ts.isNumericLiteral(e) ? Number(e.text) : e.text,
      };
    return unknown;
  }

  /**
   * What functions write into by keys that are not known, under whatever name they know it. What they put beside
   * the functions of a library is not counted (`extend(lib, more)`).
   */
  function filledLater(): ReadonlySet<MadeObject> {
    if (filled !== undefined) return filled;
    const found = new Set<MadeObject>();
    const note = (value: Made | undefined): void => {
      const object = value && objectIn(value);
      if (object === undefined || found.has(object)) return;
      found.add(object);
      for (const part of object.properties.values()) note(part);
    };
    for (const scope of allScopes)
      for (const symbol of changingIn(scope.file).filled) {
        note(scope.cells.get(symbol));
        if (scope.parent === undefined) note(imported(symbol));
      }
    return (filled = found);
  }
  let filled: ReadonlySet<MadeObject> | undefined;

  const keyOf = (key: Made): string | undefined =>
    key.kind === "constant" ? String(key.value) : undefined;

  function ofPrototype(maker: MadeFunction, name: string): Made {
    load();
    const prototype = propertyOf(maker, "prototype");
    const value = propertyOf(prototype, name);
    const isWritten =
      patches.later().has(name) ||
      changingIn(maker.scope.file).properties.has(name);
    return isWritten ? unknown : value;
  }

  return { valueOf: settledValue, ofPrototype, patches };
}

export const isSourceFunction = (
  made: Made,
): made is MadeFunction & { readonly node: ts.FunctionLikeDeclaration } =>
  made.kind === "function" && !ts.isClassLike(made.node);
