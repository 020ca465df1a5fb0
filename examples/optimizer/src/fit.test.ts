import assert from "node:assert/strict";
import { test } from "node:test";
import { decay } from "./decay.js";
import { fit } from "./fit.js";

const truth = [2, 0.3, 1, 1.5] as const;
const x = Array.from({ length: 60 }, (_, i) => i / 10);
const y = x.map((t) => decay(...truth, t));
const guess = [1, 0.1, 2, 2.5];

test("the optimizer finds the decay by our gradients", () => {
  const { parameterValues } = fit({ x, y }, guess);
  parameterValues.forEach((value, i) => {
    assert.ok(Math.abs(value - truth[i]) < 1e-6, parameterValues.join(" "));
  });
});

test("in no more iterations than by differences, and nearer", () => {
  const exact = fit({ x, y }, guess);
  const differences = fit({ x, y }, guess, false);
  assert.ok(exact.iterations <= differences.iterations);
  assert.ok(exact.parameterError <= differences.parameterError);
});
