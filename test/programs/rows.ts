/** One row in two places. @differentiable */
export function sameRowTwice(x: number[]): number {
  const row = x.slice();
  const a = [row, row];
  for (let i = 0; i < 2; i++)
    for (let j = 1; j < row.length; j++) a[i]![j]! *= a[1 - i]![j - 1]!;
  return a[0]![2]! * a[1]![1]!;
}
/** Rows that are put in twice by a loop. @differentiable */
export function rowPerPair(x: number[], n: number): number {
  const a: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row = x.map((e) => e * (i + 1));
    a.push(row);
    a.push(row);
  }
  let s = 0;
  for (let i = 1; i < a.length; i++) {
    s += a[i]![0]! * a[i - 1]![1]!;
    for (let j = 0; j < x.length; j++) a[i]![j]! *= a[i - 1]![j]!;
    s += a[i - 1]![0]! ** 2;
  }
  return s;
}
/** Rows that change places. @differentiable */
export function swappedRows(m: number[][], n: number): number {
  const a = m.map((row) => row.slice());
  let s = 0;
  for (let k = 0; k < n; k++) {
    const t = a[k]!;
    a[k] = a[k + 1]!;
    a[k + 1] = t;
    for (let j = 0; j < 2; j++) a[k]![j]! *= a[k + 1]![j]!;
    s += a[k]![0]! * a[0]![1]!;
  }
  return s;
}
/** A row of the argument among fresh ones. @differentiable */
export function borrowedRow(m: number[][]): number {
  const a: number[][] = [];
  for (let i = 0; i < 2; i++) {
    const row = m[i]!.slice();
    a.push(row);
  }
  a.push(m[0]!);
  a.push(m[0]!);
  let s = 0;
  for (let i = 1; i < a.length; i++) {
    s += a[i]![0]! * a[i - 1]![0]!;
    a[i]![0]! *= a[i - 1]![0]! + 1;
    s += a[i - 1]![0]! ** 3;
  }
  return s;
}
/** The list is copied, its rows are not. @differentiable */
export function shallowList(m: number[][]): number {
  const a = m.map((row) => row.slice());
  const b = a.slice();
  let s = 0;
  for (let i = 0; i < a.length; i++) {
    s += a[i]![0]! * b[i]![1]!;
    b[i]![0]! *= a[i]![1]!;
    if (i > 0) b[i]![1] = a[i - 1]![0]! * s;
    s += a[i]![0]! * b[i]![0]!;
  }
  return s;
}
/** Rows by another name, one step behind. @differentiable */
export function rowBehind(m: number[][], steps: number): number {
  const a = m.map((row) => row.slice());
  let s = 0;
  for (let t = 0; t < steps; t++)
    for (let i = 1; i < a.length; i++) {
      const here = a[i]!;
      const behind = a[i - 1]!;
      for (let j = 0; j < here.length; j++) {
        s += here[j]! * behind[j]!;
        here[j] = Math.sin(here[j]! * behind[j]!) + s;
      }
    }
  return s;
}
/** A row is replaced by a fresh one, and the old one is still held. @differentiable */
export function replacedRow(m: number[][]): number {
  const a = m.map((row) => row.slice());
  const old = a[0]!;
  const fresh = [1, 2, 3];
  a[0] = fresh;
  let s = 0;
  for (let i = 0; i < a.length; i++) {
    s += a[i]![0]! * old[0]!;
    a[i]![0]! += old[1]! * old[0]!;
    old[0] = s * a[i]![0]!;
  }
  return s;
}
/** Two lists in turn, of which either may be the other. @differentiable */
export function eitherList(m: number[][], flag: number): number {
  const a = m.map((row) => row.slice());
  const b = flag > 0 ? a : m.map((row) => row.slice());
  let s = 0;
  for (let i = 0; i + 1 < a.length; i++) {
    s += a[i]![0]! * b[i + 1]![0]!;
    b[i]![0] = a[i + 1]![0]! * s;
    a[i + 1]![0]! *= b[i]![0]! + a[i]![0]!;
  }
  return s * b[1]![0]!;
}
function put(list: number[][], i: number, row: number[]): void {
  list[i] = row;
}
/** A helper fills the list. @differentiable */
export function filledByHelper(x: number[]): number {
  const a = [x.slice(), x.slice()];
  const row = x.slice();
  put(a, 0, row);
  put(a, 1, row);
  let s = 0;
  for (let i = 0; i < 2; i++) {
    s += a[i]![0]! * a[1 - i]![1]!;
    a[i]![0]! *= a[1 - i]![0]!;
    s += a[0]![0]! ** 2;
  }
  return s;
}
function eliminate(a: number[][]): void {
  for (let k = 0; k < a.length; k++)
    for (let i = k + 1; i < a.length; i++) {
      a[i]![k]! /= a[k]![k]!;
      for (let j = k + 1; j < a.length; j++) a[i]![j]! -= a[i]![k]! * a[k]![j]!;
    }
}
/** A helper works in place, on rows that are apart and on rows that are not. @differentiable */
export function helperInPlace(m: number[][]): number {
  const a = m.map((row) => row.slice());
  eliminate(a);
  const row = [a[1]![1]!, a[0]![0]!];
  const b = [row, row];
  eliminate(b);
  return a[1]![1]! * b[1]![0]! + b[0]![1]!;
}
/** Rows of one matrix are read while those of another are written, and back. @differentiable */
export function backAndForth(m: Float64Array[], steps: number): number {
  const a = m.map((row) => row.slice());
  const b = m.map((row) => row.slice());
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < a.length; i++)
      for (let j = 0; j < 2; j++) b[i]![j] = a[i]![j]! * a[i - 1]![j]!;
    for (let i = 1; i < a.length; i++)
      for (let j = 0; j < 2; j++)
        a[i]![j] = Math.sin(b[i]![j]! * b[i - 1]![j]!);
  }
  return a[1]![0]! * a[2]![1]!;
}
/** A matrix per iteration, whose rows end where another one's begin. @differentiable */
export function freshEachTime(x: number[], n: number): number {
  let s = x[0]!;
  for (let t = 0; t < n; t++) {
    const a = [x.slice(), [s, s * s, 1]];
    for (let i = 0; i < 2; i++)
      for (let j = 1; j < 3; j++) a[i]![j]! *= a[1 - i]![j - 1]!;
    s = a[0]![2]! + a[1]![1]!;
  }
  return s;
}
/** The argument's rows, in place, and then the list itself. @differentiable */
export function rotatedRows(a: number[][]): number {
  let s = 0;
  for (let i = 1; i < a.length; i++) {
    a[i]![0]! *= a[i - 1]![1]!;
    s += a[i]![0]! * a[i - 1]![0]!;
  }
  const first = a[0]!;
  for (let i = 1; i < a.length; i++) a[i - 1] = a[i]!;
  a[a.length - 1] = first;
  for (let i = 1; i < a.length; i++) {
    a[i]![0]! *= a[i - 1]![1]!;
    s += a[i]![0]! * a[i - 1]![0]!;
  }
  return s;
}
/** Recursion with the same list. @differentiable */
export function downwards(a: number[][], i: number): number {
  if (i + 1 >= a.length) return a[i]![0]!;
  a[i + 1]![0]! *= a[i]![0]!;
  const below = downwards(a, i + 1);
  a[i]![0]! += below * a[i + 1]![1]!;
  return below * a[i]![0]!;
}
