import assert from "node:assert/strict";
import { test } from "node:test";
import { grad } from "adjoint";
import { rosenbrock, rosenbrockGrad } from "./index.js";

test("at its minimum, the gradient is zero", () => {
  assert.deepEqual(rosenbrockGrad({ x: 1, y: 1 }), { x: 0, y: 0 });
});

test("grad() finds the same function", () => {
  const p = { x: -1.2, y: 1 };
  assert.deepEqual(grad(rosenbrock)(p), rosenbrockGrad(p));
});
