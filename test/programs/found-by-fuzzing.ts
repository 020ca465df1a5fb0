/** What `npm run fuzz` found, as small as it made it. */

function decayed(first: number, ...more: number[]): number {
  let sum = first;
  for (const x of more) sum = sum * 0.5 + x;
  return sum + more.length;
}

/** A call of the primal with a rest parameter. @differentiable */
export function inactiveRest(rows: number[][], x: number): number {
  rows[0]![1]! += decayed(Math.PI) + decayed(1, 2, 3);
  return rows[0]![1]! * x;
}

/** What is stored into a rest parameter reaches no argument. @differentiable */
export function storedIntoRest(scale: number, ...xs: number[]): number {
  xs[1] = scale * xs[0]!;
  return xs[0]! * xs[1];
}

class Length {
  value: number;
  constructor(value: number) {
    this.value = value;
  }
  static of(value: number): Length {
    const made = new Length(value);
    for (let i = 0; i < 2; i++) made.value += 1;
    return made;
  }
  private static halved(value: number): Length {
    const made = new Length(value);
    while (made.value > 1) made.value /= 2;
    return made;
  }
  times(other: Length): number {
    return this.value * other.value;
  }
  static unit(value: number): Length {
    const made = Length.halved(value);
    for (let i = 0; i < 2; i++) made.value += 1;
    return made;
  }
}

/** A static method of which nothing is active. @differentiable */
export function inactiveStatic(x: number): number {
  return new Length(x).times(Length.of(1.5)) * Length.unit(6).value;
}

/** What is unshifted is read before the list is cut. @differentiable */
export function unshiftedFromItself(x: number): number {
  const list = [x, x * x, 1];
  list.unshift(list[1]!);
  list.splice(1, 1, list[0]! * x, list[2]!);
  return list[0]! * list[1]! + list[2]!;
}

/** A kernel that makes its argument longer. @differentiable */
export function appended(x: number, list: number[]): void {
  list.push(x * list[0]!);
}

function rowsMoved(row: number[], matrix: number[][], times: number[]): void {
  for (const _ of times.slice()) {
    matrix[0] = matrix[1]!;
    row[0]! *= row[1]!;
  }
}

/** The helper is given a row, and puts another one in its place. @differentiable */
export function rowGivenAndMoved(matrix: number[][]): number[][] {
  rowsMoved(matrix[0]!, matrix, matrix[1]!);
  return matrix;
}

/** A row of one is put into the other: their cotangents are one, and it counts once. @differentiable */
export function rowShared(a: number[][], b: number[][]): void {
  a[1] = b[1]!;
  a[1][0] = 1;
}

/** And one the other way. @differentiable */
export function rowsExchanged(a: number[][], b: number[][]): void {
  a[1] = b[1]!;
  b[0] = a[0]!;
  a[1][0]! *= a[0]![1]!;
}

/** Entries that are listed before they change. @differentiable */
export function listedFirst(table: Record<string, number>): number {
  let s = 0;
  const entries = Object.entries(table);
  for (const [, v] of entries) {
    table["a"] = v * v;
    table["b"] = s;
    s += v * 2;
  }
  for (const [key, v] of Object.entries(table)) {
    table[key] = v * s;
    s += v * 2;
  }
  return s;
}

/** The end of a list is taken off by one argument. @differentiable */
export function splicedToTheEnd(x: number, y: number): number {
  const stack = [1, x, y];
  const [a, b] = stack.splice(-2);
  stack.push(b! * b!, a!);
  return stack[1]! * 2 + stack[2]! * stack.length;
}

interface Pair {
  from: number[];
  to: number[];
}

function swapped(pair: Pair, from: number[], to: number[]): void {
  pair.from = to;
  pair.to = from;
  to[0] = Math.sin(from[1]!) * to[0]!;
}

/** Two buffers that a helper swaps, given by their fields. @differentiable */
export function buffersSwappedBy(a: number[], b: number[]): number {
  const pair = { from: a.slice(), to: b.slice() };
  for (let i = 0; i < 3; i++) swapped(pair, pair.from, pair.to);
  return pair.from[0]! * pair.to[0]! + pair.from[1]!;
}

/** Two views, whichever it is. @differentiable */
export function viewsAlike(x: Float64Array, k: number): number {
  const v = k > 1 ? x.subarray(0) : x.subarray(1);
  v[0]! *= 2;
  return v[0]! * v[1]!;
}
