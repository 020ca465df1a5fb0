/** Programs of any size. */

/** `count` functions of about 30 lines each, no two alike, none calling another. */
export function manyFunctions(count: number): string {
  return Array.from({ length: count }, (_, k) => thirtyLines(k)).join("\n");
}

const thirtyLines = (k: number): string => `
/** Number ${k} of many. @differentiable */
export function loss${k}(w: Float64Array, b: number, xs: Float64Array[], ys: Float64Array): number {
  let sum = 0;
  let penalty = ${k + 1};
  for (let n = 0; n < xs.length; n++) {
    let z = b;
    for (let i = 0; i < w.length; i++) {
      z += w[i]! * xs[n]![i]!;
    }
    const h = ${["Math.tanh(z)", "Math.sin(z)", "1 / (1 + Math.exp(-z))", "z * z", "Math.exp(-z * z)"][k % 5]};
    const e = h - ys[n]!;
    if (e > ${k % 7}) {
      sum += ${k + 2} * e;
    } else {
      sum += e * e;
    }
    penalty *= 1 + ${(k % 3) + 1} * h * h;
  }
  let previous = b;
  let current = ${k + 1} * b;
  for (let step = 0; step < ${(k % 4) + 3}; step++) {
    const next = Math.cos(current) + previous;
    previous = current;
    current = next;
  }
  let norm = 0;
  for (const each of w) {
    norm += each * each;
  }
  return sum / xs.length + Math.log(penalty) + Math.sqrt(norm + 1) + current;
}
`;

/** One function of so many statements, each of which reads what the one before has computed. */
export function longFunction(statements: number): string {
  const lines = Array.from({ length: statements }, (_, k) => {
    const from = k === 0 ? "x" : `t${k - 1}`;
    const forms = [
      `Math.sin(${from}) * y`,
      `${from} * ${from} + ${k}`,
      `y / (1 + ${from} * ${from})`,
      `Math.exp(-${from}) + ${from} * y`,
    ];
    return `  const t${k} = ${forms[k % forms.length]};`;
  });
  return `/** Long. @differentiable */
export function long(x: number, y: number): number {
${lines.join("\n")}
  return t${statements - 1};
}
`;
}
