export interface Wave {
  amplitude: number;
  frequency: number;
  phase: number;
}

export const at = ({ amplitude, frequency, phase }: Wave, x: number): number =>
  amplitude * Math.sin(frequency * x + phase);

/** The mean squared distance of a wave from points. @differentiable wrt wave */
export function loss(wave: Wave, xs: number[], ys: number[]): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) {
    const error = at(wave, xs[i]) - ys[i];
    sum += error * error;
  }
  return sum / xs.length;
}
