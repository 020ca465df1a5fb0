/** Walking syntax trees without recursion: a sum of five thousand terms is a tree five thousand deep. */
import { ts } from "ts-morph";

/** All nodes from the root on, parents first, in source order. What `skip` holds is visited, but not what is in it. */
export function* nodesIn(
  root: ts.Node,
  skip: (node: ts.Node) => boolean = () => false,
): Generator<ts.Node> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if (node !== root && skip(node)) continue;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    while (children.length > 0) stack.push(children.pop()!);
  }
}

export function identifiersIn(root: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  for (const node of nodesIn(root)) if (ts.isIdentifier(node)) found.push(node);
  return found;
}
