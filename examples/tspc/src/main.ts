import { descend } from "./descend.js";

const xs = Float64Array.of(0, 0.25, 0.5, 0.75, 1);
const ys = xs.map((x) => 3 * x - 1);
console.log(descend(xs, ys));
