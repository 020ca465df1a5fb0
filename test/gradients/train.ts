/** Plain SGD on the lecture's examples, and what the notes print of it. */
import { expect } from "vitest";
import {
  epochs,
  examples,
  learningRate,
  type dense,
  type exponenc,
} from "../../fixtures/lecture/training.data.ts";

/** The parameters of two layers: weights and biases. */
export type Layers = [number[][], number[], number[][], number[]];

type ValueAndGrad = (...args: [...Layers, number[], number[]]) => {
  value: number;
  grad: readonly [...Layers];
};

export function train(
  start: Layers,
  valueAndGrad: ValueAndGrad,
): { parameters: Layers; losses: number[] } {
  const parameters = structuredClone(start);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    for (const { x, y } of examples) {
      const { value, grad } = valueAndGrad(...parameters, x, y);
      sum += value;
      parameters.forEach((parameter, i) => descend(parameter, grad[i]!));
    }
    losses.push(sum / examples.length);
  }
  return { parameters, losses };
}

type Nested = number[] | number[][];

function descend(parameter: Nested, gradient: Nested): void {
  parameter.forEach((inner, i) => {
    if (typeof inner === "number")
      (parameter as number[])[i] =
        inner - learningRate * (gradient[i] as number);
    else descend(inner, gradient[i] as number[]);
  });
}

/** The mean loss of each epoch against what the notes print. */
export function expectLosses(
  found: readonly number[],
  printed: typeof dense.losses | typeof exponenc.losses,
): void {
  for (const { epoch, value, within, below } of printed) {
    const loss = found[epoch - 1]!;
    if (value !== undefined)
      expect(Math.abs(loss - value), `epoch ${epoch}`).toBeLessThan(within);
    else expect(loss, `epoch ${epoch}`).toBeLessThan(below);
  }
}

/** Every number of two lists of rows. */
export function expectRows(
  found: number[][],
  wanted: number[][],
  tolerance: number,
): void {
  expect(found.map((row) => row.length)).toEqual(
    wanted.map((row) => row.length),
  );
  wanted.flat().forEach((want, i) => {
    expect(
      Math.abs(found.flat()[i]! - want),
      `${found.flat()[i]} for ${want}`,
    ).toBeLessThan(tolerance);
  });
}
