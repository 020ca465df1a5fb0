/**
 * The path that Prettier's printers walk by: a stack of node, key, child, key … Prettier documents the class
 * (`AstPath`) but exports its type alone, and its own driver is asynchronous.
 */

/* eslint-disable @typescript-eslint/no-explicit-any -- nodes are whatever the parser made */
export type Node = any;
type Predicate = (
  node: Node,
  name: string | null,
  index: number | null,
) => boolean;

export class Path {
  stack: Node[];

  constructor(root: Node) {
    this.stack = [root];
  }

  get key(): string | null {
    return this.stack.at(this.siblings === null ? -2 : -4) ?? null;
  }
  get index(): number | null {
    return this.siblings === null ? null : this.stack.at(-2);
  }
  get node(): Node {
    return this.stack.at(-1);
  }
  get parent(): Node {
    return this.getNode(1);
  }
  get grandparent(): Node {
    return this.getNode(2);
  }
  get isInArray(): boolean {
    return this.siblings !== null;
  }
  get siblings(): Node[] | null {
    const maybe = this.stack.at(-3);
    return Array.isArray(maybe) ? maybe : null;
  }
  get next(): Node {
    return this.siblings === null ? null : this.siblings[this.index! + 1];
  }
  get previous(): Node {
    return this.siblings === null ? null : this.siblings[this.index! - 1];
  }
  get isFirst(): boolean {
    return this.index === 0;
  }
  get isLast(): boolean {
    return this.siblings !== null && this.index === this.siblings.length - 1;
  }
  get isRoot(): boolean {
    return this.stack.length === 1;
  }
  get root(): Node {
    return this.stack[0];
  }
  get ancestors(): Node[] {
    const found: Node[] = [];
    for (let i = this.stack.length - 3; i >= 0; i -= 2) {
      if (!Array.isArray(this.stack[i])) found.push(this.stack[i]);
    }
    return found;
  }

  getName(): PropertyKey | null {
    return this.stack.length > 1 ? this.stack.at(-2) : null;
  }
  getValue(): Node {
    return this.node;
  }
  getNode(count = 0): Node {
    const at = this.positionOf(count);
    return at === -1 ? null : this.stack[at];
  }
  getParentNode(count = 0): Node {
    return this.getNode(count + 1);
  }
  findAncestor(predicate: (node: Node) => boolean): Node {
    return this.ancestors.find(predicate);
  }
  hasAncestor(predicate: (node: Node) => boolean): boolean {
    return this.ancestors.some(predicate);
  }

  call(callback: (path: this) => any, ...names: PropertyKey[]): any {
    const depth = this.stack.length;
    let value = this.node;
    for (const name of names) {
      value = value?.[name];
      this.stack.push(name, value);
    }
    try {
      return callback(this);
    } finally {
      this.stack.length = depth;
    }
  }
  callParent(callback: (path: this) => any, count = 0): any {
    const above = this.stack.splice(this.positionOf(count + 1) + 1);
    try {
      return callback(this);
    } finally {
      this.stack.push(...above);
    }
  }
  each(
    callback: (path: this, index: number, value: Node[]) => void,
    ...names: PropertyKey[]
  ): void {
    const depth = this.stack.length;
    let value = this.node;
    for (const name of names) {
      value = value[name];
      this.stack.push(name, value);
    }
    try {
      for (let i = 0; i < value.length; i++) {
        this.stack.push(i, value[i]);
        callback(this, i, value);
        this.stack.length -= 2;
      }
    } finally {
      this.stack.length = depth;
    }
  }
  map(
    callback: (path: this, index: number, value: Node[]) => any,
    ...names: PropertyKey[]
  ): any[] {
    const results: any[] = [];
    this.each(
      (path, index, value) => {
        results[index] = callback(path, index, value);
      },
      ...names,
    );
    return results;
  }

  match(...predicates: (Predicate | undefined)[]): boolean {
    let at = this.stack.length - 1;
    let name: Node = null;
    let node = this.stack[at--];
    for (const predicate of predicates) {
      if (node === undefined) return false;
      let index: number | null = null;
      if (typeof name === "number") {
        index = name;
        name = this.stack[at--];
        node = this.stack[at--];
      }
      if (predicate !== undefined && !predicate(node, name, index))
        return false;
      name = this.stack[at--];
      node = this.stack[at--];
    }
    return true;
  }

  private positionOf(count: number): number {
    let left = count;
    for (let i = this.stack.length - 1; i >= 0; i -= 2) {
      if (!Array.isArray(this.stack[i]) && --left < 0) return i;
    }
    return -1;
  }
}
