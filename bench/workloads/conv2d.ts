import { conv2dValid } from "../../fixtures/kernels/convolution.ts";
import {
  conv2dValidAdjoint,
  conv2dValidVjp,
} from "../../generated/kernels/convolution.ts";
import {
  add,
  conv2d,
  GradientTape,
  sum,
  tensor,
} from "../../src/tape/index.ts";
import { draw, total, type Workload } from "../workload.ts";

/** The sum over the outputs of a 'valid' convolution of a square image of one channel. */
export function convolution(
  size: number,
  kernelSize: number,
  filters: number,
): Workload {
  const image = draw(size * size, 1);
  const kernel = draw(kernelSize * kernelSize * filters, 2);
  const bias = draw(filters, 3);
  const inner = size - kernelSize + 1;
  const out = new Float64Array(inner * inner * filters);
  const dout = new Float64Array(out.length);
  const ones = new Float64Array(out.length).fill(1);
  const shadows = [image, kernel, bias].map(
    (each) => new Float64Array(each.length),
  );
  const [dimage, dkernel, dbias] = shadows as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const sizes = [size, size, 1, kernelSize, kernelSize, filters] as const;
  const slots = new Float64Array(sizes.length);
  return {
    name: `conv2d ${size}×${size}, ${kernelSize}×${kernelSize}×${filters}`,
    leastOperations: 2 * out.length * kernelSize * kernelSize,
    inputs: [image, kernel, bias],
    primal() {
      conv2dValid(out, image, kernel, bias, ...sizes);
      return total(out);
    },
    gradients: {
      adjoint() {
        dout.fill(1);
        for (const shadow of shadows) shadow.fill(0);
        conv2dValidAdjoint(
          ...([out, image, kernel, bias, ...sizes] as const),
          ...([dout, dimage, dkernel, dbias, slots] as const),
        );
        return shadows;
      },
      vjp() {
        const { pullback } = conv2dValidVjp(out, image, kernel, bias, ...sizes);
        return pullback([ones]).slice(1, 4) as Float64Array[];
      },
      tape() {
        const tape = new GradientTape();
        const ti = tape.watch(tensor(image, [size, size]));
        const tk = tape.watch(
          tensor(kernel, [kernelSize, kernelSize, 1, filters]),
        );
        const tb = tape.watch(tensor(bias));
        const target = sum(add(conv2d(ti, tk), tb));
        const answer = tape.gradient(target, [ti, tk, tb]);
        return answer.map((each) => each!.data);
      },
    },
  };
}
