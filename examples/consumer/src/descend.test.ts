import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { rosenbrock } from "example-library";
import { descend } from "./descend.js";

test("the valley's end is found", () => {
  const end = descend({ x: -1.2, y: 1 }, 20000);
  assert.ok(rosenbrock(end) < 1e-9, JSON.stringify(end));
});

test("what was installed holds no compiler", () => {
  assert.equal(existsSync("node_modules/adjoint"), false);
  assert.equal(existsSync("node_modules/example-library/node_modules"), false);
});
