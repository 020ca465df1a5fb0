/** Output and input may be the same array: each cell reads its left neighbour. */
function smear(out: Float64Array, xs: Float64Array, k: number): void {
  for (let i = 0; i < xs.length; i++)
    out[i] = xs[i]! + k * (i > 0 ? xs[i - 1]! : 0);
}

/** The helper is called with two arrays, and then in place. @differentiable */
export function smeared(xs: Float64Array, k: number): number {
  const a = new Float64Array(xs.length);
  smear(a, xs, k);
  smear(a, a, k);
  smear(xs, a, 0.5);
  return xs[xs.length - 1]! * a[0]! + xs[1]! ** 2;
}

/** An array that is an element of two objects. @differentiable */
export function twoOwners(v: number[], s: number): number {
  const left = { data: v, scale: s };
  const right = { data: v, scale: s * s };
  for (const owner of [left, right, left]) {
    for (let i = 0; i < owner.data.length; i++) owner.data[i]! *= owner.scale;
  }
  right.data = [...v, s];
  right.data[0] = left.data[1]! + 1;
  return left.data[0]! * right.data[0]! + right.data[right.data.length - 1]!;
}

/** Rows rotated by taking the first off and putting it last. @differentiable */
export function conveyor(rows: number[][], rounds: number): number {
  const belt = [...rows];
  for (let r = 0; r < rounds; r++) {
    const first = belt.shift()!;
    first[0]! += belt[0]![1]! * 0.5;
    belt.push(first);
    belt[0]![1]! *= first[0]!;
  }
  return rows[0]![0]! + 2 * rows[1]![1]! + belt[0]![0]! * 3;
}

interface Node {
  value: number;
  next: Node | undefined;
}

/** A list built, reversed in place, and summed with growing weights. @differentiable */
export function reversedList(xs: number[]): number {
  let head: Node | undefined;
  for (const x of xs) head = { value: x * x, next: head };
  let back: Node | undefined;
  while (head) {
    const next: Node | undefined = head.next;
    head.next = back;
    back = head;
    head = next;
  }
  let weight = 1;
  let sum = 0;
  for (let node = back; node; node = node.next) {
    node.value *= weight;
    sum += node.value * (node.next ? node.next.value : 1);
    weight += 0.5;
  }
  return sum;
}

/** A name keeps pointing at the old row after the matrix has a new one. @differentiable */
export function oldRow(m: number[][], x: number): number {
  const row = m[0]!;
  m[0] = [x, x * x];
  row[0]! *= x;
  m[0]![1]! += row[0]!;
  m[1] = row;
  m[1][1] = m[0]![0]! * row[1]!;
  return row[1]! + m[0]![1]! * row[0]!;
}

/** A copy that is made in the middle: what comes after must not be seen in it. @differentiable */
export function copyInTheMiddle(xs: number[], t: number): number {
  const a = xs.map((x) => x * t);
  const before = a.slice();
  const same = a;
  for (let i = 0; i < same.length; i++)
    same[i]! += before[same.length - 1 - i]!;
  const after = [...a];
  a.fill(t);
  return before.reduce((s, x, i) => s + x * after[i]! * a[i]!, 0);
}

/** Which of the arrays is written depends on the numbers. @differentiable */
export function chosenTarget(a: number[], b: number[], c: number[]): number {
  for (let i = 0; i < 6; i++) {
    const from = a[0]! > b[0]! ? a : b;
    const to = from[1]! > c[1]! ? c : from === a ? b : a;
    to[i % 2]! += 0.3 * from[(i + 1) % 2]! + 0.1;
    from[0]! *= 0.8;
  }
  return a[0]! * a[1]! + 2 * b[0]! * b[1]! + 3 * c[0]! * c[1]!;
}

/** A graph: nodes refer to one another, and values flow along the edges. @differentiable */
export function flow(source: number, weights: number[]): number {
  const nodes = weights.map((w) => ({
    w,
    level: 0,
    to: [] as { level: number }[],
  }));
  nodes.forEach((node, i) => {
    if (i + 1 < nodes.length) node.to.push(nodes[i + 1]!);
    if (i + 2 < nodes.length) node.to.push(nodes[i + 2]!, nodes[i + 1]!);
  });
  nodes[0]!.level = source;
  for (const node of nodes) {
    for (const target of node.to)
      target.level += node.w * Math.tanh(node.level);
  }
  return nodes[nodes.length - 1]!.level * nodes[1]!.level;
}
