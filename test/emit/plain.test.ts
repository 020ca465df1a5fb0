/** What is printed without Prettier's printer is what it would have printed. */
import { expect, test } from "vitest";
import { format, WIDTH } from "../../transformer/5-emit/format.ts";
import { disguised } from "../../transformer/5-emit/marks.ts";
import { plain } from "../../transformer/5-emit/plain.ts";
import { seeded } from "./random.ts";

const operators =
  "+ - * / % ** & | ^ << >> >>> < <= > >= === !== == != && ||".split(" ");
const leaves = ["x", "w0", "$a", "1", "0.5", "12", "1e-7", '"a"', "this"];

/** A random expression, each operand in parentheses, as the emitter writes it. */
function expression(random: () => number, depth: number): string {
  const pick = <T>(list: readonly T[]): T =>
    list[Math.floor(random() * list.length)]!;
  const inner = (): string => expression(random, depth - 1);
  if (depth === 0) return pick(leaves);
  const name = pick(["x", "y", "f(x)", "f(x).g(y)"]);
  switch (Math.floor(random() * 13)) {
    case 0:
      return pick(leaves);
    case 1:
      return `${pick(["-", "+", "!", "~"])}(${inner()})`;
    case 2:
      return `(${inner()}) ? (${inner()}) : (${inner()})`;
    case 3:
      return `(${inner()})[${inner()}]!`;
    case 4:
      return `(${inner()}).length`;
    case 5:
      return `Math.max(${inner()}, ${inner()})`;
    case 6:
      return `[${inner()}, ${inner()}]`;
    case 7:
      return `zerosLike<Float64Array[]>(${inner()})`;
    case 8:
      return pick([`${name}[${inner()}]`, `new Float64Array(${inner()})`]);
    case 9:
      return `{ value: ${inner()}, x }`;
    default:
      return `(${inner()}) ${disguised(pick(operators))} (${inner()})`;
  }
}

const around: readonly ((e: string, f: string) => string)[] = [
  (e) => `const z = ${e};`,
  (e) => `let z: number = ${e};`,
  (e) => `return (${e});`,
  (e) => `throw ${e};`,
  (e, f) => `x[${f}] += ${e};`,
  (e, f) => `(x).push(${f}, ${e});`,
  (e, f) => `if (${e}) \u0005 else if (${f}) \u0005 else \u0005`,
  (e) => `while (${e}) \u0005`,
  (e, f) => `for (let i = ${e}; (i) >= (${f}); i--) \u0005`,
];

test("short statements are printed as Prettier prints them", () => {
  const random = seeded(7);
  let known = 0;
  for (let round = 0; round < 6000; round++) {
    const depth = 1 + Math.floor(random() * 3);
    const e = expression(random, depth);
    const f = expression(random, 1);
    const statement = around[round % around.length]!(e, f);
    const lines = plain(statement, WIDTH);
    if (lines === undefined) continue;
    known++;
    const braced = statement.replaceAll("\u0005", "{\u0298;}");
    const expected = lines.join("\n").replaceAll("\u0005", "\u0298;");
    expect(format(braced), statement).toBe(`${expected}\n`);
  }
  expect(known).toBeGreaterThan(2000);
});

test("what it does not know is left to Prettier", () => {
  for (const statement of [
    "x = (a) => a;",
    "x = a ?? b;",
    "f(...a);",
    "const [a, b] = c;",
    "x = `a`;",
    "x = 1_000;",
    "x = 1.50;",
    "a.b().c().d();",
    "x = [[1, 2], [3, 4]];",
    "x = a < b;",
    "x = 'a';",
    "x = y as T;",
    "x = /a/;",
    "do {} while (x);",
    "label: x;",
    "x = y = z;",
  ])
    expect(plain(statement, WIDTH), statement).toBeUndefined();
});
