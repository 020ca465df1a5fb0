/**
 * Seeded random numbers, the same on every machine: a check that failed can be run again.
 * The generator is Tommy Ettinger's mulberry32, good enough to draw test inputs.
 */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** In [min, max). */
  between(min: number, max: number): number;
  /** An integer in [min, max], both included. */
  integer(min: number, max: number): number;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    between: (min, max) => min + (max - min) * uniform(),
    integer: (min, max) => min + Math.floor((max - min + 1) * uniform()),
  };
}
