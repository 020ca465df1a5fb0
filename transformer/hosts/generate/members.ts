/**
 * Derivatives of methods, added to their classes from outside: an interface that merges with the class, and
 * functions on its prototype. (A static method's are registered on it alone: no declaration merges with those.)
 */
import { ts } from "ts-morph";
import type { Hook } from "../../5-emit/hooks.ts";
import { diagnostic } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";
import type { Exports } from "./exports.ts";

export type Member = NonNullable<Hook["member"]>;

export const membersOf = (hooks: readonly Hook[]): Member[] =>
  hooks.flatMap(({ member }) =>
    member === undefined || member.method.isStatic ? [] : [member],
  );

/** What a module outside of the class can't have: its `#x`, and a member where the class has no exported name. */
export function unreachable(
  file: ts.SourceFile,
  hooks: readonly Hook[],
  exports: Exports,
): Diagnostic[] {
  const refused: Diagnostic[] = [];
  const refuse = (what: string, reason: string, at: number): void => {
    refused.push(diagnostic("AD1051", { what, reason }, file, at, at + 1));
  };
  for (const { accessor, at } of hooks)
    if (accessor !== undefined)
      refuse(accessor, "can be read by its class alone", at);
  for (const { method } of membersOf(hooks)) {
    const name = exports.exportedAs(method.className);
    if (name === undefined || name === "default")
      refuse(method.className, "is not exported by a name", method.end - 1);
  }
  return [...new Map(refused.map((d) => [d.message, d])).values()];
}

export function assignmentText({ method, of }: Member): string {
  const { className } = method;
  const self = className + namesOf(method.classTypeParams);
  const typeParams = joined(method.classTypeParams, method.typeParams);
  const params = [`this: ${self}`, ...(of.params === "" ? [] : [of.params])];
  return `${className}.prototype.${of.name} = function ${typeParams}(${params.join(", ")}): ${of.result} { ${of.body} };`;
}

export function declarationText(
  members: readonly Member[],
  source: string,
  exports: Exports,
): string {
  if (members.length === 0) return "";
  const byClass = new Map<string, Member[]>();
  for (const member of members) {
    const { className } = member.method;
    byClass.set(className, [...(byClass.get(className) ?? []), member]);
  }
  const interfaces = [...byClass].map(([className, own]) => {
    const lines = own.map(
      ({ method, of }) =>
        `${of.name}${method.typeParams}(${of.params}): ${of.result};`,
    );
    const { classTypeParams } = own[0]!.method;
    return `interface ${exports.exportedAs(className)!}${classTypeParams} {\n${lines.join("\n")}\n}`;
  });
  return `declare module ${source} {\n${interfaces.join("\n")}\n}`;
}

/** `<T extends number[]>` → `<T>` */
const namesOf = (typeParams: string): string => {
  const names = [
    ...typeParams.matchAll(/(?:^<|,)\s*(?:const\s+)?([\p{ID_Continue}$]+)/gu),
  ].map(([, name]) => name);
  return names.length === 0 ? "" : `<${names.join(", ")}>`;
};

const joined = (a: string, b: string): string =>
  a === "" || b === "" ? a + b : `${a.slice(0, -1)}, ${b.slice(1)}`;
