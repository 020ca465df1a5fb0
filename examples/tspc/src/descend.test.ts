import assert from "node:assert/strict";
import { test } from "node:test";
import { descend } from "./descend.js";
import { loss, lossGrad } from "./line.js";

const xs = Float64Array.of(0, 0.25, 0.5, 0.75, 1);
const ys = xs.map((x) => 3 * x - 1);

test("the line that the points lie on is found", () => {
  const { slope, offset, loss } = descend(xs, ys);
  assert.ok(Math.abs(slope - 3) < 1e-6);
  assert.ok(Math.abs(offset + 1) < 1e-6);
  assert.ok(loss < 1e-12);
});

test("the gradient is that of differences", () => {
  const [dslope] = lossGrad(2, 1, xs, ys);
  const h = 1e-6;
  const quotient = (loss(2 + h, 1, xs, ys) - loss(2 - h, 1, xs, ys)) / (2 * h);
  assert.ok(Math.abs(dslope - quotient) < 1e-6);
});
