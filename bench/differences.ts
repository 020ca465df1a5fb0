import type { Gradient, Workload } from "./workload.ts";

/** Central differences: two calls of the function for each entry of the gradient. */
export function differences({ inputs, primal }: Workload): Gradient {
  const step = 1e-6;
  return () =>
    inputs.map((input) => {
      const entries = new Float64Array(input.length);
      for (let i = 0; i < input.length; i++) {
        const x = input[i]!;
        input[i] = x + step;
        const above = primal();
        input[i] = x - step;
        entries[i] = (above - primal()) / (2 * step);
        input[i] = x;
      }
      return entries;
    });
}
