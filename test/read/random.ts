/** Random programs full of effects inside expressions, jumps and shared storage: what lowering gets wrong if it can. */

export interface Random {
  /** An integer below n. */
  readonly below: (n: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, pick: (items) => items[below(items.length)]! };
}

interface Scope {
  readonly random: Random;
  /** Numbers that can be assigned. */
  readonly names: readonly string[];
  readonly loops: readonly string[];
  readonly depth: number;
}

/** A module with one marked function of (x, y, a, p). */
export function randomModule(seed: number): string {
  const random = randomOf(seed);
  fresh = 0;
  const scope: Scope = { random, names: ["x", "y"], loops: [], depth: 3 };
  const helpers = [
    "const K = [3, -1, 0.5, 2];",
    "function pure(u: number, v = u + 1) { let s = u; for (let i = 0; i < 2; i++) s = s * 0.5 + v; return s; }",
    "function bump(b: number[], i: number) { if (i > 2) return b[0]!; b[i] = b[i]! + 1; return b[i]!; }",
    "const tiny = (u: number, v: number) => u * v + u;",
  ];
  const body = [
    "let fuel = 40;",
    "let z = x - y;",
    "const inc = (d: number) => { x += d; return x; };",
    "const early = (d: number) => { if (d > 1) { z -= 1; return d; } for (const e of a) { if (e > d) return e; z += 0.5; } return z; };",
    ...statements({ ...scope, names: ["x", "y", "z"] }, 6),
    "return x + y * 3 + z * 7;",
  ];
  return `${helpers.join("\n")}\n/** @differentiable */\nexport function f(x: number, y: number, a: number[], p: { u: number; v: number }): number {\n${body.join("\n")}\n}\n`;
}

function statements(s: Scope, count: number): string[] {
  let names = s.names;
  return Array.from({ length: count }, () => {
    const made = statement({ ...s, names });
    const declared = /^(?:let|var) (\w+) =/.exec(made)?.[1];
    if (declared !== undefined) names = [...names, declared];
    return made;
  });
}

let fresh = 0;

function statement(s: Scope): string {
  const { random } = s;
  if (s.depth === 0) return simple(s);
  const inner: Scope = { ...s, depth: s.depth - 1 };
  const block = (n: number): string => `{ ${statements(inner, n).join(" ")} }`;
  switch (random.below(14)) {
    case 0:
      return `if (${cond(s, 2)}) ${block(2)} else ${block(1)}`;
    case 1:
      return `if (${cond(s, 2)}) ${block(2)}`;
    case 2:
      return `let w${fresh++} = ${num(s, 2)};`;
    case 3:
    case 4:
      return loop(s);
    case 5:
      return choice(s);
    case 6:
      return random.pick([
        "[x, y] = [y, x];",
        "[a[0], a[1]] = [a[1]!, a[0]!];",
        `[x, a[2], p.u] = [${num(s, 1)}, ${num(s, 1)}, x];`,
        `({ u: x, v: y = 2 } = p);`,
        `{ const [c, ...d] = a; x += c! - d[1]!; }`,
        `{ const { u, ...o } = p; y += u * o.v; }`,
      ]);
    case 7:
      return `{ const outer = ${num(s, 1)}; { let x = outer; x += 1; y += x; } }`;
    case 8:
      return s.loops.length > 0 && random.below(2) === 0
        ? `if (${cond(s, 1)}) ${random.pick(["break", "continue"])}${random.below(2) === 0 ? "" : ` ${random.pick(s.loops)}`};`
        : random.below(6) === 0
          ? `if (${cond(s, 1)}) return ${num(s, 1)};`
          : simple(s);
    default:
      return simple(s);
  }
}

function simple(s: Scope): string {
  const { random } = s;
  switch (random.below(6)) {
    case 0:
      return `a[${index(s, 1)}] ${random.pick(["=", "+=", "*="])} ${num(s, 2)};`;
    case 1:
      return `p.${random.pick(["u", "v"])} ${random.pick(["=", "-="])} ${num(s, 2)};`;
    case 2:
      return `${effect(s, 1)};`;
    default:
      return `${random.pick(s.names)} ${random.pick(["=", "+=", "-=", "*="])} ${num(s, 3)};`;
  }
}

function loop(s: Scope): string {
  const { random } = s;
  const label = `l${fresh++}`;
  const inner: Scope = { ...s, depth: s.depth - 1, loops: [...s.loops, label] };
  const body = `{ if (fuel-- < 0) break; ${statements(inner, 3).join(" ")} }`;
  const i = `i${fresh++}`;
  switch (random.below(5)) {
    case 0:
      return `${label}: while (${cond(s, 1)}) ${body}`;
    case 1:
      return `${label}: do ${body} while (${cond(s, 1)});`;
    case 2:
      return `${label}: for (const ${i} of a) { x += ${i}; ${body.slice(1)}`;
    case 3:
      return `${label}: for (let ${i} = 0, j = 4; ${i} < j; ${random.pick([`${i}++`, `${i}++, j--`, `${i} += 1 + bump(a, 0) * 0`])}) { y += ${i}; ${body.slice(1)}`;
    default:
      return `${label}: for (var ${i} = 0; ${i}++ < 3; ) ${body}`;
  }
}

function choice(s: Scope): string {
  const { random } = s;
  const inner: Scope = { ...s, depth: s.depth - 1 };
  const clause = (head: string): string =>
    `${head}: { ${statements(inner, 1 + random.below(2)).join(" ")} } ${random.below(2) === 0 ? "break;" : ""}`;
  const clauses = [
    "case 0",
    "case 1",
    random.below(2) === 0 ? "default" : "case 2",
    "case 3",
  ].map(clause);
  return `switch (${index(s, 1)}) { ${clauses.join(" ")} }`;
}

function num(s: Scope, depth: number): string {
  const { random } = s;
  if (depth === 0 || random.below(5) === 0)
    return random.pick([
      ...s.names,
      ...s.names,
      "2",
      "0.5",
      "-1",
      "a[1]!",
      "p.u",
      "K[2]!",
      "a.length",
    ]);
  const n = (): string => num(s, depth - 1);
  switch (random.below(12)) {
    case 0:
    case 1:
      return `(${n()} ${random.pick(["+", "-", "*"])} ${n()})`;
    case 2:
      return `(${cond(s, depth - 1)} ? ${n()} : ${n()})`;
    case 3:
      return `a[${index(s, depth - 1)}]!`;
    case 4:
      return `(${effect(s, depth - 1)})`;
    case 5:
      return `(${effect(s, depth - 1)}, ${n()})`;
    case 6:
      return `pure(${n()}${random.below(2) === 0 ? `, ${n()}` : ""})`;
    case 7:
      return `bump(a, ${index(s, depth - 1)})`;
    case 8:
      return `${random.pick(["inc", "early"])}(${n()})`;
    case 9:
      return `tiny(${n()}, ${n()})`;
    case 10:
      return `Math.${random.pick(["max", "min", "hypot"])}(${n()}, ${n()})`;
    default:
      return `(${random.pick(["-", "+"])}${n()})`;
  }
}

/** An assignment as an expression. */
function effect(s: Scope, depth: number): string {
  const { random } = s;
  const name = random.pick(s.names);
  switch (random.below(6)) {
    case 0:
      return `${name}${random.pick(["++", "--"])}`;
    case 1:
      return `${random.pick(["++", "--"])}${name}`;
    case 2:
      return `${name} ${random.pick(["=", "+=", "*="])} ${num(s, depth)}`;
    case 3:
      return `a[${index(s, depth)}] ${random.pick(["=", "+="])} ${num(s, depth)}`;
    case 4:
      return `p.u${random.pick(["++", " += 2", "--"])}`;
    default:
      return `a[${index(s, depth)}]!${random.pick(["++", "--"])}`;
  }
}

const index = (s: Scope, depth: number): string =>
  s.random.below(2) === 0
    ? String(s.random.below(4))
    : `(${num(s, depth)} & 3)`;

function cond(s: Scope, depth: number): string {
  const { random } = s;
  const c = (): string => cond(s, depth - 1);
  const compare = `${num(s, depth)} ${random.pick(["<", ">", "<=", "!=="])} ${num(s, depth)}`;
  if (depth === 0) return compare;
  return random.pick([
    compare,
    compare,
    `(${c()} && ${c()})`,
    `(${c()} || ${c()})`,
    `!(${c()})`,
  ]);
}
