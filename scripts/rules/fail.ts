import type { ts } from "ts-morph";

/** Stops the build, and says where and why. */
export function fail(node: ts.Node, why: string): never {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  throw new Error(`${source.fileName}:${line + 1}: ${why}: ${node.getText()}`);
}
