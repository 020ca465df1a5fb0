import { grad, jvp } from "adjoint";
import sumOf, {
  logisticGrad,
  rosenbrock,
  rosenbrockGrad,
  smoothVjp,
  totalGrad,
} from "./kernels.js";
import {
  distance,
  meanSquaredErrorGrad,
  newton,
  scaledGrad,
  square,
  squareGrad,
} from "./losses.js";

const [dw, db]: [dw: Float64Array, db: number, dxs: undefined, dys: undefined] =
  meanSquaredErrorGrad(
    Float64Array.of(1, 2),
    3,
    [Float64Array.of(4, 5)],
    Float64Array.of(6),
  );
const results = [
  squareGrad(3),
  grad(square)(3),
  scaledGrad(0, 2),
  [...dw],
  db,
  grad(distance)({ x: 3, y: 4 }, { x: 0, y: 0 })[0],
  grad(newton, 0)(2, 8),
  rosenbrockGrad(1, 2),
  jvp(rosenbrock)([1, 2], [1, 0]).tangent,
  [...smoothVjp(Float64Array.of(1, 2)).pullback([Float64Array.of(1, 1)])],
  logisticGrad(0.5, 3, 2),
  totalGrad([4]),
  grad(sumOf)([4]),
];
console.log(JSON.stringify(results));
