/**
 * What `require("adjoint")` gives in Node: the run-time entry, and the program transformer that ts-patch looks for
 * under the name that stands in tsconfig. That is loaded only where it is asked for, by a `require` that no bundler
 * follows: an application that calls an intrinsic holds no compiler.
 */
const entry: object = require("../../../cjs/index.js");
const { createRequire } =
  require("node:module") as typeof import("node:module");

interface Transformer {
  readonly default: unknown;
}

module.exports = Object.defineProperties(
  {},
  {
    ...Object.getOwnPropertyDescriptors(entry),
    default: {
      enumerable: false,
      get: () =>
        (createRequire(__filename)("../transformer.js") as Transformer).default,
    },
  },
);
