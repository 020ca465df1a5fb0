/** The lecture's cases A to E, as a student would write them. */
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

export function chain(x: number): number {
  const v = x ** 2;
  const u = Math.sin(v);
  return Math.exp(u);
}

export function neuron(w: number[], b: number, x: number[], y: number): number {
  let z = b;
  for (const [i, xi] of x.entries()) z += w[i]! * xi;
  return (sigmoid(z) - y) ** 2;
}

export function batch(
  w: number[],
  b: number,
  xs: number[][],
  ys: number[],
): number {
  const costs = xs.map((x, n) => neuron(w, b, x, ys[n]!));
  return costs.reduce((sum, c) => sum + c, 0) / costs.length;
}

export function network(
  w: number[],
  b: number[],
  x: readonly [number, number],
  y: number,
): number {
  const [w1, w2, w3, w4, w5, w6] = w as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const h1 = sigmoid(w1 * x[0] + w2 * x[1] + b[0]!);
  const h2 = sigmoid(w3 * x[0] + w4 * x[1] + b[1]!);
  return (sigmoid(w5 * h1 + w6 * h2 + b[2]!) - y) ** 2;
}

export function convolution(a: number[][], k: number[][], y: number): number {
  const rows = a.length - k.length + 1;
  const columns = a[0]!.length - k[0]!.length + 1;
  let sum = 0;
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      let f = 0;
      k.forEach((row, i) =>
        row.forEach((weight, j) => (f += a[r + i]![c + j]! * weight)),
      );
      sum += Math.max(f, 0);
    }
  return Math.abs(sum / (rows * columns) - y);
}
