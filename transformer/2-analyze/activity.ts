/**
 * Activity: what depends on an input (varied) and influences the output (useful); only what is both gets an
 * adjoint (Hascoët and Pascual, TOMS 39(3), 2013, §3). Both are fixed points over the whole function, per
 * variable for numbers and per alias class for storage, so loops and jumps need no order.
 */
import type * as ir from "../ir/nodes.ts";
import type { Shape, Type } from "../ir/types.ts";
import { carries, isFloatArray, isReference } from "../ir/types.ts";
import { childrenOf, visitBlock } from "../ir/walk.ts";
import type { AliasClass, Aliases } from "./alias.ts";
import type { SummaryOf } from "./effects.ts";
import type { Outside } from "./outside.ts";
import { holesOf, mayKeep, readsState, storesOutside } from "./outside.ts";

/** Is the derivative of the operation zero everywhere (`Math.floor`)? */
export type IsFlat = (rule: string) => boolean;

/** The arguments of a call, by index, that can influence a derivative at all; undefined: not known, so all. */
export type RelevantTo = (call: ir.CallStmt) => ReadonlySet<number> | undefined;

export interface ActivityRequest {
  /** Parameters, by index, that are inputs. */
  readonly inputs: ReadonlySet<number>;
  /** Is the function's result an output? */
  readonly result: boolean;
  /** Parameters, by index, whose contents after the call are outputs. */
  readonly outputs: ReadonlySet<number>;
}

export interface Activity {
  readonly variable: (v: ir.Variable) => boolean;
  readonly storage: (c: AliasClass) => boolean;
  /** Are the numbers that the array or object itself holds active? */
  readonly holds: (e: ir.Expr) => boolean;
  /** Can active storage be reached through the class? */
  readonly leads: (c: AliasClass) => boolean;
  /** Does the value carry a derivative here: a number that depends on active inputs, or a reference to active storage? */
  readonly expr: (e: ir.Expr) => boolean;
  readonly varied: (e: ir.Expr) => boolean;
  readonly usefulVariable: (v: ir.Variable) => boolean;
  readonly outside: Outside;
  /** Active values that would have to go through code without a derivative. */
  readonly problems: readonly ir.Problem[];
}

/** Would a number in the value stand where the place's type knows of nothing: in a field that says `unknown`, say? */
function loses(
  place: Type,
  value: Type,
  seen: ReadonlySet<Shape> = new Set(),
): boolean {
  if (place === value || !carries(value)) return false;
  if (place.kind === "opaque") return true;
  if (value.kind === "union")
    return value.members.some((m) => loses(place, m, seen));
  if (place.kind === "union") {
    const same = place.members.filter((m) => m.kind === value.kind);
    return same.length > 0 && same.every((m) => loses(m, value, seen));
  }
  if (place.kind === "array" && value.kind === "array")
    return loses(place.element, value.element, seen);
  if (place.kind === "dictionary" && value.kind === "dictionary")
    return loses(place.value, value.value, seen);
  if (place.kind !== "object" || value.kind !== "object") return false;
  if (seen.has(value.shape)) return false;
  const within = new Set(seen).add(value.shape);
  return [...value.shape.fields].some(([name, f]) => {
    const known = place.shape.fields.get(name);
    return known !== undefined && loses(known.type, f.type, within);
  });
}

export function analyseActivity(
  func: ir.Func,
  aliases: Aliases,
  request: ActivityRequest,
  isFlat: IsFlat,
  summaryOf: SummaryOf,
  relevant: RelevantTo = () => undefined,
): Activity {
  const varied = new Set<ir.Variable>();
  const variedStorage = new Set<AliasClass>();
  const useful = new Set<ir.Variable>();
  const usefulStorage = new Set<AliasClass>();
  const problems = new Map<string, ir.Problem>();
  let changed = true;

  const add = <T>(set: Set<T>, item: T): void => {
    if (!set.has(item)) {
      set.add(item);
      changed = true;
    }
  };
  const leadsTo = (set: ReadonlySet<AliasClass>, c: AliasClass): boolean =>
    [...aliases.reachable(c)].some((r) => set.has(r));
  const addStorage = (set: Set<AliasClass>, c: AliasClass): void => {
    for (const r of aliases.reachable(c)) add(set, r);
  };

  /** Where varied values were handed to code that may keep them, or went into storage that other code may know. */
  const leaks = new Map<ir.Expr | ir.Stmt, ir.Problem>();
  const leak = (at: ir.Expr | ir.Stmt, problem: ir.Problem): void => {
    if (leaks.has(at)) return;
    leaks.set(at, problem);
    changed = true;
  };

  /** What leaked may have come back: looked at after all that flows by itself. */
  let returning = false;
  /** Foreign expressions that varied values flow into by themselves. */
  const direct = new Set<ir.Expr>();
  /** Has a varied value gone into storage of the module? */
  let intoTables = false;
  const leakIntoTable = (s: ir.Stmt): void => {
    intoTables = true;
    leak(s, stored(s));
  };

  // ------------------------------------------------------------------------------------ varied, forwards

  const storageOf = (e: ir.ElementExpr | ir.FieldExpr): AliasClass =>
    aliases.of(e.kind === "element" ? e.array : e.object);

  /** Strings and opaque values made from varied numbers count: what is parsed back from them must not lose its derivative unseen. */
  function isVaried(e: ir.Expr): boolean {
    switch (e.kind) {
      case "const":
      case "lambda":
      case "length":
      case "allocate":
        return (
          e.kind === "allocate" && e.fill !== undefined && isVaried(e.fill)
        );
      case "read":
        return isReference(e.type)
          ? leadsTo(variedStorage, aliases.of(e))
          : varied.has(e.variable);
      case "apply":
        return !isFlat(e.rule) && e.args.some(isVaried);
      case "logic":
        return e.op === "concat" || e.op === "&&" || e.op === "||"
          ? e.type.kind !== "boolean" && e.args.some(isVaried)
          : false;
      case "conditional":
        return isVaried(e.yes) || isVaried(e.no);
      case "element":
        if (e.array.type.kind === "typedArray" && !isFloatArray(e.array.type))
          return false;
        return holdsVaried(e);
      case "field":
        return holdsVaried(e);
      case "arrayLiteral":
        return e.elements.some(isVaried);
      case "objectLiteral":
        return e.fields.some((f) => isVaried(f.value));
      case "copy":
        return isVaried(e.of);
      case "zeros":
        return false;
      case "foreign":
        if (e.type.kind === "boolean") return false;
        if (e.structural) return holesOf(e).some(hasVariedKeys);
        if (holesOf(e).some(isVaried)) return true;
        return comesBack(e);
    }
  }

  /** Numbers that depend on an input became keys: whoever lists the keys has them as values again. */
  const variedKeys = new Set<AliasClass>();
  const hasVariedKeys = (e: ir.Expr): boolean =>
    isReference(e.type) && variedKeys.has(aliases.of(e));
  const isDictionary = (e: ir.Expr): boolean =>
    e.type.kind === "dictionary" ||
    (e.type.kind === "union" &&
      e.type.members.some((m) => m.kind === "dictionary"));

  const holdsVaried = (e: ir.ElementExpr | ir.FieldExpr): boolean =>
    carries(e.type) &&
    ((returning && intoTables && storageOf(e).external) ||
      (isReference(e.type)
        ? leadsTo(variedStorage, aliases.of(e))
        : variedStorage.has(storageOf(e))));

  /** What unknown code was handed may come back from unknown code, as text too: a memo, a view of a buffer. */
  function comesBack(e: ir.ForeignExpr): boolean {
    return returning && e.type.kind !== "boolean" && readsState(e);
  }

  /** The same, of a function that is called. */
  function callReturns(s: ir.CallStmt): boolean {
    const summary = summaryOf(s);
    if (summary === undefined || !returning) return false;
    // What the call itself hands out and gets back is told where the callee is looked at.
    if (![...leaks.keys()].some((at) => at !== s)) return false;
    const { readsState, readsTables } = summary.outside();
    return readsState || (intoTables && readsTables);
  }

  function flowForwards(s: ir.Stmt): void {
    switch (s.kind) {
      case "let":
      case "assign":
        if (s.value && isVaried(s.value)) {
          if (isReference(s.variable.type))
            addStorage(variedStorage, aliases.ofVariable(s.variable));
          else add(varied, s.variable);
        }
        break;
      case "store":
        if (isIntegerStorage(s.target)) break;
        if (
          s.target.kind === "element" &&
          isDictionary(s.target.array) &&
          isVaried(s.target.index)
        )
          add(variedKeys, storageOf(s.target));
        if (!isVaried(s.value)) break;
        addStorage(variedStorage, storageOf(s.target));
        if (storageOf(s.target).external) leakIntoTable(s);
        break;
      case "push":
        if (!isVaried(s.value)) break;
        addStorage(variedStorage, aliases.of(s.array));
        if (aliases.of(s.array).external) leakIntoTable(s);
        break;
      case "call": {
        const isGiven = s.args.some(isVaried);
        const outside = isGiven ? summaryOf(s)?.outside() : undefined;
        if (outside?.writesTables) leakIntoTable(s);
        if (outside?.keeps) leak(s, stored(s));
        if (!isGiven && !callReturns(s)) break;
        if (s.result) {
          if (isReference(s.result.type))
            addStorage(variedStorage, aliases.ofVariable(s.result));
          else if (s.result.type.kind !== "boolean") add(varied, s.result);
        }
        for (const c of writtenBy(s)) {
          add(variedStorage, c);
          if (isGiven) add(variedKeys, c);
          if (isGiven && c.external) leakIntoTable(s);
        }
        break;
      }
      default:
        break;
    }
    // Contents of varied storage that is reached through a class that became varied late.
    for (const c of variedStorage)
      for (const r of aliases.reachable(c)) add(variedStorage, r);
  }

  function writtenBy(call: ir.CallStmt): readonly AliasClass[] {
    const summary = summaryOf(call);
    if (summary === undefined) {
      return call.args
        .filter((arg) => isReference(arg.type))
        .flatMap((arg) => [...aliases.reachable(aliases.of(arg))]);
    }
    const ours = aliases.atCall(call);
    return [...summary.writes.keys()].flatMap((c) => ours.get(c) ?? []);
  }

  for (const [i, p] of func.params.entries()) {
    if (!request.inputs.has(i)) continue;
    if (isReference(p.variable.type))
      addStorage(variedStorage, aliases.ofVariable(p.variable));
    else if (carries(p.variable.type)) add(varied, p.variable);
  }
  spread();
  visitBlock(func.body, {
    expr: (e) => {
      if (e.kind === "foreign" && isGiven(e)) direct.add(e);
    },
  });
  if (leaks.size > 0) returning = changed = true;
  spread();

  /** What code that may remember writes, into storage or variables, may be what was kept. */
  function bringsBack(e: ir.ForeignExpr): void {
    for (const v of e.assigns) add(varied, v);
    for (const hole of e.mutates ? holesOf(e) : [])
      if (isReference(hole.type) && hole.kind !== "foreign")
        addStorage(variedStorage, aliases.of(hole));
  }

  /** Is it handed something varied, beside storage that was made out of our sight to begin with? */
  function isGiven(e: ir.ForeignExpr): boolean {
    return holesOf(e).some(
      (hole) =>
        isVaried(hole) &&
        !(isReference(hole.type) && aliases.of(hole).external),
    );
  }

  function spread(): void {
    while (changed) spreadOnce();
  }

  function spreadOnce(): void {
    changed = false;
    visitBlock(func.body, {
      stmt: flowForwards,
      expr: (e) => {
        if (e.kind !== "foreign" || !mayKeep(e)) return;
        if (holesOf(e).some(isVaried)) leak(e, e.problem);
        if (returning && readsState(e)) bringsBack(e);
      },
    });
  }

  // ---------------------------------------------------------------------------------- useful, backwards

  let needsState = false;
  let needsTables = false;

  /** Marks all that the value of `e` depends on differentiably. */
  function need(e: ir.Expr): void {
    switch (e.kind) {
      case "read":
        if (isReference(e.type)) addStorage(usefulStorage, aliases.of(e));
        else add(useful, e.variable);
        break;
      case "apply":
        if (!isFlat(e.rule)) e.args.forEach(need);
        break;
      case "logic":
        if (e.type.kind !== "boolean") e.args.forEach(need);
        break;
      case "conditional":
        need(e.yes);
        need(e.no);
        break;
      case "element":
      case "field":
        if (isReference(e.type)) addStorage(usefulStorage, aliases.of(e));
        add(usefulStorage, storageOf(e));
        needsTables ||= storageOf(e).external;
        break;
      case "arrayLiteral":
        e.elements.forEach(need);
        break;
      case "objectLiteral":
        for (const f of e.fields) need(f.value);
        break;
      case "allocate":
        if (e.fill) need(e.fill);
        break;
      case "copy":
        need(e.of);
        break;
      case "foreign":
        if (e.structural) break;
        needsState ||= readsState(e);
        for (const part of e.parts) if (typeof part !== "string") need(part);
        break;
      case "const":
      case "length":
      case "zeros":
      case "lambda":
        break;
    }
  }

  const isUsefulPlace = (v: ir.Variable): boolean =>
    isReference(v.type)
      ? leadsTo(usefulStorage, aliases.ofVariable(v))
      : useful.has(v);

  function flowBackwards(s: ir.Stmt): void {
    switch (s.kind) {
      case "let":
      case "assign":
        if (s.value && isUsefulPlace(s.variable)) need(s.value);
        break;
      case "store":
        if (
          !isIntegerStorage(s.target) &&
          usefulStorage.has(storageOf(s.target))
        )
          need(s.value);
        break;
      case "push":
        if (usefulStorage.has(aliases.of(s.array))) need(s.value);
        break;
      case "return":
        if (s.value && request.result) need(s.value);
        break;
      case "call": {
        const used =
          (s.result !== undefined && isUsefulPlace(s.result)) ||
          writtenBy(s).some((c) => usefulStorage.has(c));
        if (used) {
          const outside = summaryOf(s)?.outside();
          needsState ||= outside?.readsState ?? false;
          needsTables ||= outside?.readsTables ?? false;
          const matters = relevant(s);
          s.args.forEach((arg, i) => {
            if (matters === undefined || matters.has(i)) need(arg);
          });
        }
        break;
      }
      default:
        break;
    }
    for (const c of usefulStorage)
      for (const r of aliases.reachable(c)) add(usefulStorage, r);
  }

  for (const [i, p] of func.params.entries()) {
    if (request.outputs.has(i) && isReference(p.variable.type))
      addStorage(usefulStorage, aliases.ofVariable(p.variable));
  }
  changed = true;
  while (changed) {
    changed = false;
    visitBlock(func.body, { stmt: flowBackwards });
  }

  // ------------------------------------------------------------------------------------------- refusals

  const report = (p: ir.Problem): void => {
    problems.set(`${p.code}:${p.file}:${p.start}`, p);
  };

  /** Where something varied went out of our sight; what only handles the storage that it is in counts if nothing else does. */
  const reportLeaks = (): void => {
    const causes = [...leaks].filter(
      ([at]) => at.kind !== "foreign" || direct.has(at),
    );
    for (const [, problem] of causes.length > 0 ? causes : leaks)
      report(problem);
  };

  /** Along the differentiable parts of a value that is needed, no foreign expression may have varied holes. */
  function refuse(e: ir.Expr): void {
    switch (e.kind) {
      case "foreign":
        if (!isVaried(e)) break;
        if (!direct.has(e) && leaks.size > 0) {
          reportLeaks();
          // Where it came out is worth saying as a number, not as the container that it was in.
          if (e.type.kind === "number") report(e.problem);
        } else report(e.problem);
        break;
      case "apply":
        if (!isFlat(e.rule)) e.args.forEach(refuse);
        break;
      case "logic":
        if (e.type.kind !== "boolean") e.args.forEach(refuse);
        break;
      case "conditional":
        refuse(e.yes);
        refuse(e.no);
        break;
      case "element":
      case "field":
        if (intoTables && storageOf(e).external) reportLeaks();
        refuse(e.kind === "element" ? e.array : e.object);
        break;
      case "arrayLiteral":
      case "objectLiteral":
      case "allocate":
      case "copy":
        childrenOf(e).forEach(refuse);
        break;
      case "const":
      case "read":
      case "length":
      case "zeros":
      case "lambda":
        break;
    }
  }

  /** A number that goes where no number is expected would come back without its derivative. */
  function keepKnown(value: ir.Expr, place: Type, s: ir.Stmt): void {
    if (value.kind === "objectLiteral" && value.type.kind === "object") {
      const known = value.type.shape.fields;
      for (const f of value.fields) {
        const type = known.get(f.name)?.type;
        if (type !== undefined) keepKnown(f.value, type, s);
      }
      return;
    }
    if (value.kind === "arrayLiteral") {
      const { type } = value;
      if (type.kind === "array")
        for (const e of value.elements) keepKnown(e, type.element, s);
      return;
    }
    if (!loses(place, value.type) || !isVaried(value)) return;
    const { file, start, end, text } = s.origin;
    report({ code: "AD1009", args: { what: text }, file, start, end });
  }

  visitBlock(func.body, {
    stmt(s) {
      if (
        (s.kind === "let" || s.kind === "assign") &&
        s.value &&
        (isUsefulPlace(s.variable) || s.variable.type.kind === "opaque")
      )
        keepKnown(s.value, s.variable.type, s);
      // What comes back out of it is not known to depend on anything: nothing in it counts as useful.
      const isLost = s.kind === "store" && loses(s.target.type, s.value.type);
      if (
        s.kind === "store" &&
        (isLost || usefulStorage.has(storageOf(s.target)))
      )
        keepKnown(s.value, s.target.type, s);
      if (
        s.kind === "push" &&
        usefulStorage.has(aliases.of(s.array)) &&
        s.array.type.kind === "array"
      )
        keepKnown(s.value, s.array.type.element, s);
      if (s.kind === "return" && s.value && request.result)
        keepKnown(s.value, func.result, s);
      if (
        (s.kind === "let" || s.kind === "assign") &&
        s.value &&
        isUsefulPlace(s.variable)
      )
        refuse(s.value);
      if (
        s.kind === "store" &&
        !isIntegerStorage(s.target) &&
        usefulStorage.has(storageOf(s.target))
      )
        refuse(s.value);
      if (s.kind === "push" && usefulStorage.has(aliases.of(s.array)))
        refuse(s.value);
      if (s.kind === "return" && s.value && request.result) refuse(s.value);
      if (s.kind === "call") {
        s.args.forEach((arg) => (isVaried(arg) ? refuse(arg) : undefined));
        const used =
          (s.result !== undefined && isUsefulPlace(s.result)) ||
          writtenBy(s).some((c) => usefulStorage.has(c));
        if (used && callReturns(s)) {
          reportLeaks();
          report({ ...stored(s), code: "AD1004" });
        }
      }
    },
    expr(e) {
      if (e.kind !== "foreign") return;
      const holes = holesOf(e);
      if (storesOutside(e) && holes.some(isVaried)) report(e.problem);
      if (e.assigns.some((v) => useful.has(v))) needsState ||= readsState(e);
      for (const v of e.assigns) {
        if ((varied.has(v) || holes.some(isVaried)) && useful.has(v))
          report(e.problem);
      }
      if (!e.mutates) return;
      for (const hole of holes) {
        if (!isReference(hole.type)) continue;
        for (const c of aliases.reachable(aliases.of(hole))) {
          if (usefulStorage.has(c)) needsState ||= readsState(e);
          if (
            usefulStorage.has(c) &&
            (variedStorage.has(c) || holes.some(isVaried))
          ) {
            // Storage that was made out of our sight: the place where something active went in is the cause.
            if (c.external && leaks.size > 0 && !direct.has(e)) reportLeaks();
            else report(e.problem);
          }
        }
      }
    },
  });

  const activeVariable = (v: ir.Variable): boolean =>
    isReference(v.type)
      ? carries(v.type) && leadsToActive(aliases.ofVariable(v))
      : carries(v.type) && varied.has(v) && useful.has(v);
  const activeStorage = (c: AliasClass): boolean =>
    variedStorage.has(c) && usefulStorage.has(c);

  /** Can active storage be reached from here? A list of active rows need not be active itself. */
  const leadsToActive = (c: AliasClass): boolean =>
    [...aliases.reachable(c)].some(activeStorage);

  function activeExpr(e: ir.Expr): boolean {
    switch (e.kind) {
      case "read":
        return activeVariable(e.variable);
      case "apply":
        return !isFlat(e.rule) && e.args.some(activeExpr);
      case "conditional":
        return activeExpr(e.yes) || activeExpr(e.no);
      case "element":
      case "field":
        if (!carries(e.type)) return false;
        if (
          e.kind === "element" &&
          e.array.type.kind === "typedArray" &&
          !isFloatArray(e.array.type)
        )
          return false;
        return isReference(e.type)
          ? leadsToActive(aliases.of(e))
          : activeStorage(storageOf(e));
      case "arrayLiteral":
        return e.elements.some(activeExpr);
      case "objectLiteral":
        return e.fields.some((f) => activeExpr(f.value));
      case "allocate":
        return e.fill !== undefined && activeExpr(e.fill);
      case "copy":
        return activeExpr(e.of);
      case "const":
      case "logic":
      case "length":
      case "zeros":
      case "lambda":
      case "foreign":
        return false;
    }
  }

  return {
    variable: activeVariable,
    storage: activeStorage,
    holds: (e) => activeStorage(aliases.of(e)),
    leads: leadsToActive,
    expr: activeExpr,
    varied: isVaried,
    usefulVariable: isUsefulPlace,
    problems: [...problems.values()],
    outside: {
      keeps: leaks.size > 0,
      writesTables: intoTables,
      readsState: needsState,
      readsTables: needsTables,
    },
  };
}

/** The problem of a statement by which a varied value gets where other code may find it. */
const stored = ({ origin }: ir.Stmt): ir.Problem => ({
  code: "AD1005",
  args: { what: origin.text },
  file: origin.file,
  start: origin.start,
  end: origin.end,
});

function isIntegerStorage(target: ir.ElementExpr | ir.FieldExpr): boolean {
  return (
    target.kind === "element" &&
    target.array.type.kind === "typedArray" &&
    !isFloatArray(target.array.type)
  );
}
