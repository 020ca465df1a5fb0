/**
 * What ttsc finds under the name that the tsconfig gives (by the package's `ttsc` condition): where the source of
 * our executable is. It is read in a process of its own at every build, so it loads nothing of ours.
 */
const { join } = require("node:path") as typeof import("node:path");

interface TtscPlugin {
  readonly name: string;
  readonly source: string;
  readonly stage: "transform";
}

module.exports.createTtscPlugin = (): TtscPlugin => ({
  name: "adjoint",
  source: join(__dirname, "launcher"),
  stage: "transform",
});
