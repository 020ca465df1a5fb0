/**
 * What `require("adjoint")` gives in Node: the run-time entry, and the program transformer that ts-patch looks for
 * under the name that stands in tsconfig. `module.require` hides the compiler from bundlers, and it is loaded only
 * where it is asked for.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- it is CommonJS
const entry: object = require("../../../cjs/index.js");

module.exports = Object.defineProperties(
  {},
  {
    ...Object.getOwnPropertyDescriptors(entry),
    default: {
      enumerable: false,
      get: () =>
        (module.require("../transformer.js") as { default: unknown }).default,
    },
  },
);
