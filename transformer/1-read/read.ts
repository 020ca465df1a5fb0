/** From a source file to IR: every marked function, and all that it reaches. */
import { ts } from "ts-morph";
import { newTags } from "./calls/tags.ts";
import type { Diagnostic, Marked, ReadResult } from "../ir/program.ts";
import { carries } from "../ir/types.ts";
import { assignedNames } from "./assigned.ts";
import { ReadAgain } from "./classes/dispatch.ts";
import { subclassesOf } from "./classes/subclasses.ts";
import { exportedNames } from "./exported.ts";
import { readDeclared } from "./function.ts";
import type { FindImplementation } from "./implementations.ts";
import { internalError } from "./internal-error.ts";
import { readIntrinsics } from "./intrinsics.ts";
import { lowering } from "./lowering.ts";
import type { Mark } from "./marks.ts";
import { findMarks } from "./marks.ts";
import { checkNames, namesIn } from "./names.ts";
import { Refusal, reportProblem } from "./problems.ts";
import type { Reader } from "./reading.ts";
import { methodOf, selfType } from "./method.ts";
import { modulesOf } from "./modules/modules.ts";
import type { PackageImport } from "./project.ts";
import { checkKind, checkSignature, namesOf } from "./signature.ts";
import { typeReader } from "./types/type-reader.ts";
import { nameIn, visibleNames } from "./visible.ts";

/** Reads one file of a program. Never throws: what goes wrong in here is a diagnostic. */
export function read(
  file: ts.SourceFile,
  program: ts.Program,
  implementation: FindImplementation = () => undefined,
): ReadResult {
  const tagged = new Set<ts.Declaration>();
  for (;;) {
    try {
      return readOnce(file, program, implementation, tagged);
    } catch (e) {
      if (!(e instanceof ReadAgain)) throw e;
      e.classes.forEach((c) => tagged.add(c));
    }
  }
}

function readOnce(
  file: ts.SourceFile,
  program: ts.Program,
  implementation: FindImplementation,
  tagged: ReadonlySet<ts.Declaration>,
): ReadResult {
  const reader = newReader(file, program, implementation, new Set(tagged));
  const marked: Marked[] = [];
  try {
    const marks = findMarks(reader);
    const asked = readIntrinsics(reader, marks);
    const exported = exportedNames(reader);
    for (const mark of marks) {
      const before = countErrors(reader);
      const found = readMarked(reader, mark);
      if (countErrors(reader) === before) checkKind(reader, mark);
      if (found === undefined || countErrors(reader) > before) continue;
      if (!checkSignature(reader, mark, reader.functions.get(found)!)) continue;
      const entry = finish(reader, mark, found, asked.get(mark), exported);
      if (checkNames(reader, entry, mark.nameNode)) marked.push(entry);
    }
  } catch (e) {
    if (e instanceof ReadAgain) throw e;
    reader.diagnostics.push(internalError(file, file, "module", e));
  }
  return {
    module: { functions: reader.functions },
    marked,
    diagnostics: sorted(reader.diagnostics),
    taken: reader.taken,
    copies: [...reader.copies.values()].map(({ name, text }) => ({
      name,
      text,
    })),
    packages: [...reader.packages.values()],
  };
}

function newReader(
  file: ts.SourceFile,
  program: ts.Program,
  implementation: FindImplementation,
  tagged: ReadonlySet<ts.Declaration>,
): Reader {
  const checker = program.getTypeChecker();
  const assigned = new Map<ts.SourceFile, ReadonlySet<ts.Symbol>>();
  const codeOf = (node: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration => {
    const symbol = node.name && checker.getSymbolAtLocation(node.name);
    const code = symbol && reader.twins.get(symbol)?.valueDeclaration;
    if (code === undefined || ts.isClassLike(code)) return code ?? node;
    // `exports.Vec3 = Vec3`
    const given = ts.findAncestor(code, ts.isBinaryExpression)?.right;
    const made = given && reader.modules.valueOf(given, undefined);
    return made?.kind === "function" && ts.isClassLike(made.node)
      ? made.node
      : node;
  };
  const visible = visibleNames(checker, file);
  const types = typeReader(
    program,
    checker,
    file,
    codeOf,
    (symbol) => nameIn(file, visible, symbol),
    tagged,
  );
  const packages = new Map<string, PackageImport>();
  const modules = modulesOf({
    program,
    file,
    checker,
    implementation,
    ask: (wanted) => {
      packages.set(`${wanted.from} ${wanted.specifier}`, wanted);
    },
  });
  const reader: Reader = {
    program,
    checker,
    file,
    types,
    lower: lowering,
    functions: new Map(),
    inProgress: new Map(),
    refused: new Set(),
    changes: new Map(),
    members: new Map(),
    assigned: (of) => {
      let found = assigned.get(of);
      if (found === undefined)
        assigned.set(of, (found = assignedNames(checker, of)));
      return found;
    },
    visible,
    taken: namesIn(file),
    copies: new Map(),
    literals: new Map(),
    tagged,
    subclasses: subclassesOf(program, checker),
    argumentUsers: new Map(),
    symbols: new Map(),
    tags: newTags(),
    implementation,
    twins: new Map(),
    modules,
    packages,
    diagnostics: [],
  };
  return reader;
}

const countErrors = (reader: Reader): number =>
  reader.diagnostics.filter((d) => d.severity === "error").length;

function readMarked(reader: Reader, mark: Mark): string | undefined {
  try {
    const self =
      mark.owner === undefined || mark.isStatic
        ? undefined
        : selfType(reader, mark.owner);
    const { key, refused } = readDeclared(reader, mark.node, mark.name, self);
    return refused ? undefined : key;
  } catch (e) {
    if (e instanceof ReadAgain) throw e;
    if (e instanceof Refusal) {
      reportProblem(reader, e.problem);
      return undefined;
    }
    reader.diagnostics.push(
      internalError(reader.file, mark.nameNode, mark.name, e),
    );
    return undefined;
  }
}

function finish(
  reader: Reader,
  mark: Mark,
  key: string,
  asked: ReturnType<ReturnType<typeof readIntrinsics>["get"]>,
  exported: ReadonlySet<ts.Symbol>,
): Marked {
  const func = reader.functions.get(key)!;
  const names = namesOf(mark);
  const wrt = mark.wrt
    ?.map((name) => names.indexOf(name))
    .filter((i) => i >= 0 && carries(func.params[i]!.variable.type));
  const { owner } = mark;
  const symbol = reader.checker.getSymbolAtLocation(mark.nameNode);
  const { end } = mark.declaration;
  const isFunction =
    ts.isFunctionDeclaration(mark.declaration) || owner !== undefined;
  return {
    key,
    name: mark.name,
    ...(owner === undefined
      ? { base: mark.base }
      : {
          base: `${owner.name.text}_${mark.base}`,
          method: methodOf(reader, mark, owner, key),
        }),
    exported:
      owner === undefined && symbol !== undefined && exported.has(symbol),
    ...(wrt === undefined ? {} : { wrt }),
    derivatives: new Set([...mark.derivatives, ...(asked?.derivatives ?? [])]),
    narrowed: asked?.narrowed ?? [],
    hookAt: end,
    hookNeedsSemicolon: !isFunction && reader.file.text[end - 1] !== ";",
  };
}

const sorted = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...diagnostics].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start,
  );
