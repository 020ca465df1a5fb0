/** Insertion sort by shifting, then differences of neighbours. @differentiable */
export function insertionSort(xs: Float64Array): number {
  for (let i = 1; i < xs.length; i++) {
    const x = xs[i]!;
    let j = i - 1;
    while (j >= 0 && xs[j]! > x) {
      xs[j + 1] = xs[j]!;
      j--;
    }
    xs[j + 1] = x;
  }
  let sum = 0;
  for (let i = 1; i < xs.length; i++) sum += i * (xs[i]! - xs[i - 1]!) ** 2;
  return sum;
}

/** Heap sort in place, keys and values together. @differentiable */
export function heapSort(keys: number[], values: number[]): number {
  const swap = (i: number, j: number) => {
    [keys[i], keys[j]] = [keys[j]!, keys[i]!];
    [values[i], values[j]] = [values[j]!, values[i]!];
  };
  const sink = (root: number, end: number) => {
    for (let child = 2 * root + 1; child < end; child = 2 * root + 1) {
      if (child + 1 < end && keys[child + 1]! > keys[child]!) child++;
      if (keys[root]! >= keys[child]!) return;
      swap(root, child);
      root = child;
    }
  };
  const n = keys.length;
  for (let i = (n >> 1) - 1; i >= 0; i--) sink(i, n);
  for (let end = n - 1; end > 0; end--) {
    swap(0, end);
    sink(0, end);
  }
  let acc = 0;
  for (let i = 0; i < n; i++) acc = 0.5 * acc + keys[i]! * values[i]!;
  return acc;
}

/** The k-th smallest by quickselect, and what the partitions left at the ends. @differentiable */
export function quickselect(xs: number[], k: number): number {
  const a = [...xs];
  let low = 0;
  let high = a.length - 1;
  while (low < high) {
    const pivot = a[(low + high) >> 1]!;
    let i = low;
    let j = high;
    do {
      while (a[i]! < pivot) i++;
      while (pivot < a[j]!) j--;
      if (i <= j) {
        const t = a[i]!;
        a[i++] = a[j]!;
        a[j--] = t;
      }
    } while (i <= j);
    if (j < k) low = i;
    if (k < i) high = j;
  }
  return a[k]! ** 2 + 0.1 * a[0]! * a[a.length - 1]!;
}

/** Quicksort with a stack of bounds instead of recursion. @differentiable */
export function quicksort(xs: Float64Array): number {
  const stack = [0, xs.length - 1];
  while (stack.length) {
    const high = stack.pop()!;
    const low = stack.pop()!;
    if (low >= high) continue;
    let store = low;
    for (let i = low; i < high; i++) {
      if (xs[i]! > xs[high]!) continue;
      [xs[i], xs[store]] = [xs[store]!, xs[i]!];
      store++;
    }
    [xs[store], xs[high]] = [xs[high]!, xs[store]!];
    stack.push(low, store - 1, store + 1, high);
  }
  return xs.reduce((sum, x, i) => sum + x * Math.sin(i + x), 0);
}

/** A permutation applied in place, cycle by cycle. @differentiable */
export function permuted(xs: number[], to: Int32Array): number {
  const done = new Uint8Array(xs.length);
  for (let start = 0; start < xs.length; start++) {
    let at = start;
    let carried = xs[start]!;
    while (!done[at]) {
      done[at] = 1;
      at = to[at]!;
      const t = xs[at]!;
      xs[at] = carried;
      carried = t * 1.01;
    }
  }
  let sum = 0;
  xs.forEach((x, i) => {
    sum += x ** (i + 1);
  });
  return sum;
}

/** A rotation of an array by three reversals. @differentiable */
export function rotatedByReversal(xs: Float64Array, k: number): number {
  const reverse = (i: number, j: number): void => {
    for (; i < j; i++, j--) {
      const t = xs[i]!;
      xs[i] = xs[j]!;
      xs[j] = t;
    }
  };
  const n = xs.length;
  reverse(0, k - 1);
  reverse(k, n - 1);
  reverse(0, n - 1);
  let y = 0;
  for (let i = 0; i < n; i++) y = y * xs[i]! + i;
  return y;
}

/** A square matrix transposed in place, then multiplied by itself in place row by row. @differentiable */
export function transposed(m: number[][]): number {
  for (let i = 0; i < m.length; i++) {
    for (let j = 0; j < i; j++) [m[i]![j], m[j]![i]] = [m[j]![i]!, m[i]![j]!];
  }
  for (const row of m) {
    const old = [...row];
    for (let j = 0; j < row.length; j++) {
      let sum = 0;
      for (let k = 0; k < old.length; k++) sum += old[k]! * m[k]![j]!;
      row[j] = sum;
    }
  }
  return m[0]![m.length - 1]! * m[1]![0]!;
}

/** Three arrays that change their names in every round. @differentiable */
export function threeNames(x: number, rounds: number): number {
  let a = [x, 1];
  let b = [x * x, 2];
  let c = [Math.sin(x), 3];
  for (let r = 0; r < rounds; r++) {
    a[0]! += b[0]! * c[1]!;
    b[1]! *= a[0]! / 5;
    [a, b, c] = r % 2 ? [c, a, b] : [b, c, a];
    c[0] = a[1]! - b[0]!;
  }
  return a[0]! + 2 * b[0]! + 3 * c[0]! + a[1]! * b[1]! * c[1]!;
}

/** A tournament: winners move up, losers are swapped down. @differentiable */
export function tournament(xs: number[]): number {
  let score = 0;
  for (let width = xs.length; width > 1; width = Math.ceil(width / 2)) {
    for (let i = 0; i < width >> 1; i++) {
      const j = width - 1 - i;
      if (xs[i]! < xs[j]!) {
        const winner = xs[j]!;
        xs[j] = xs[i]!;
        xs[i] = winner;
      }
      score += (xs[i]! - xs[j]!) * (i + 1);
      xs[i]! *= 0.9;
    }
  }
  return score * xs[0]!;
}
