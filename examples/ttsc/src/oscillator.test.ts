import assert from "node:assert/strict";
import { test } from "node:test";
import { misfitGrad, misfitValueAndGrad, simulate } from "./oscillator.js";

const dt = 0.05;
const measured = simulate(0.3, 4, 200, dt);

test("at the truth, the gradient is zero", () => {
  const [ddamping, dstiffness] = misfitGrad(0.3, 4, measured, dt);
  assert.equal(ddamping, 0);
  assert.equal(dstiffness, 0);
});

test("descent finds damping and stiffness", () => {
  let damping = 0.1;
  let stiffness = 3.8;
  for (let step = 0; step < 3000; step++) {
    const { grad } = misfitValueAndGrad(damping, stiffness, measured, dt);
    damping -= 1e-3 * grad[0];
    stiffness -= 1e-2 * grad[1];
  }
  assert.ok(Math.abs(damping - 0.3) < 1e-3, String(damping));
  assert.ok(Math.abs(stiffness - 4) < 1e-3, String(stiffness));
});
