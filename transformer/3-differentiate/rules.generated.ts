// Written by scripts/build-rules.ts from src/rules; do not edit.

/** An expression over a rule's arguments (`x`, `y`) and its value (`out`). */
export type Template =
  | { kind: "number"; value: number; text?: string }
  | { kind: "param"; name: string }
  | { kind: "apply"; rule: string; args: Template[] }
  | { kind: "compare"; op: CompareOp; args: Template[] }
  | { kind: "if"; test: Template; yes: Template; no: Template };

export type CompareOp = "<" | "<=" | ">" | ">=" | "===" | "!==";

export interface RuleEntry {
  name: string;
  arity: number | "variadic";
  /** Piecewise constant: its partials are the number 0. */
  zero: boolean;
  /** A zero derivative that arrives gives zero: `guard(derivative, partial)` for `derivative * partial`. */
  singular: boolean;
  /** The guard itself: forward `guard(dx, y) + guard(x, dy)`, reverse `guard(dout, y)` and `guard(x, dout)`. */
  guard: boolean;
  /** What the partials call the arguments; the value is `out`. */
  params: string[];
  /** One per argument; of a variadic rule one for all, in `x` (the argument) and `out`. */
  partials: Template[];
}

export const ruleTable: Record<string, RuleEntry> = {
  add: {
    name: "add",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 1 },
      { kind: "number", value: 1 },
    ],
  },
  sub: {
    name: "sub",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 1 },
      { kind: "number", value: -1 },
    ],
  },
  mul: {
    name: "mul",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "param", name: "y" },
      { kind: "param", name: "x" },
    ],
  },
  div: {
    name: "div",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          { kind: "param", name: "y" },
        ],
      },
      {
        kind: "apply",
        rule: "div",
        args: [
          {
            kind: "apply",
            rule: "neg",
            args: [{ kind: "param", name: "out" }],
          },
          { kind: "param", name: "y" },
        ],
      },
    ],
  },
  neg: {
    name: "neg",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: -1 }],
  },
  mod: {
    name: "mod",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 1 },
      {
        kind: "apply",
        rule: "round",
        args: [
          {
            kind: "apply",
            rule: "div",
            args: [
              {
                kind: "apply",
                rule: "sub",
                args: [
                  { kind: "param", name: "out" },
                  { kind: "param", name: "x" },
                ],
              },
              { kind: "param", name: "y" },
            ],
          },
        ],
      },
    ],
  },
  pow: {
    name: "pow",
    arity: 2,
    zero: false,
    singular: true,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "apply",
        rule: "guard",
        args: [
          { kind: "param", name: "y" },
          {
            kind: "apply",
            rule: "pow",
            args: [
              { kind: "param", name: "x" },
              {
                kind: "apply",
                rule: "sub",
                args: [
                  { kind: "param", name: "y" },
                  { kind: "number", value: 1 },
                ],
              },
            ],
          },
        ],
      },
      {
        kind: "apply",
        rule: "guard",
        args: [
          { kind: "param", name: "out" },
          { kind: "apply", rule: "log", args: [{ kind: "param", name: "x" }] },
        ],
      },
    ],
  },
  stopped: {
    name: "stopped",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  valued: {
    name: "valued",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 1 },
      { kind: "number", value: 0 },
    ],
  },
  ruled: {
    name: "ruled",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 1 },
      { kind: "number", value: 0 },
    ],
  },
  guard: {
    name: "guard",
    arity: 2,
    zero: false,
    singular: false,
    guard: true,
    params: ["x", "y"],
    partials: [
      { kind: "param", name: "y" },
      { kind: "param", name: "x" },
    ],
  },
  abs: {
    name: "abs",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      { kind: "apply", rule: "sign", args: [{ kind: "param", name: "x" }] },
    ],
  },
  acos: {
    name: "acos",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: -1 },
          {
            kind: "apply",
            rule: "sqrt",
            args: [
              {
                kind: "apply",
                rule: "mul",
                args: [
                  {
                    kind: "apply",
                    rule: "sub",
                    args: [
                      { kind: "number", value: 1 },
                      { kind: "param", name: "x" },
                    ],
                  },
                  {
                    kind: "apply",
                    rule: "add",
                    args: [
                      { kind: "number", value: 1 },
                      { kind: "param", name: "x" },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  acosh: {
    name: "acosh",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "mul",
            args: [
              {
                kind: "apply",
                rule: "sqrt",
                args: [
                  {
                    kind: "apply",
                    rule: "sub",
                    args: [
                      { kind: "param", name: "x" },
                      { kind: "number", value: 1 },
                    ],
                  },
                ],
              },
              {
                kind: "apply",
                rule: "sqrt",
                args: [
                  {
                    kind: "apply",
                    rule: "add",
                    args: [
                      { kind: "param", name: "x" },
                      { kind: "number", value: 1 },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  asin: {
    name: "asin",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "sqrt",
            args: [
              {
                kind: "apply",
                rule: "mul",
                args: [
                  {
                    kind: "apply",
                    rule: "sub",
                    args: [
                      { kind: "number", value: 1 },
                      { kind: "param", name: "x" },
                    ],
                  },
                  {
                    kind: "apply",
                    rule: "add",
                    args: [
                      { kind: "number", value: 1 },
                      { kind: "param", name: "x" },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  asinh: {
    name: "asinh",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "hypot",
            args: [
              { kind: "number", value: 1 },
              { kind: "param", name: "x" },
            ],
          },
        ],
      },
    ],
  },
  atan: {
    name: "atan",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "add",
            args: [
              { kind: "number", value: 1 },
              {
                kind: "apply",
                rule: "mul",
                args: [
                  { kind: "param", name: "x" },
                  { kind: "param", name: "x" },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  atan2: {
    name: "atan2",
    arity: 2,
    zero: false,
    singular: true,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          {
            kind: "apply",
            rule: "div",
            args: [
              { kind: "param", name: "y" },
              {
                kind: "apply",
                rule: "hypot",
                args: [
                  { kind: "param", name: "x" },
                  { kind: "param", name: "y" },
                ],
              },
            ],
          },
          {
            kind: "apply",
            rule: "hypot",
            args: [
              { kind: "param", name: "x" },
              { kind: "param", name: "y" },
            ],
          },
        ],
      },
      {
        kind: "apply",
        rule: "div",
        args: [
          {
            kind: "apply",
            rule: "div",
            args: [
              {
                kind: "apply",
                rule: "neg",
                args: [{ kind: "param", name: "x" }],
              },
              {
                kind: "apply",
                rule: "hypot",
                args: [
                  { kind: "param", name: "x" },
                  { kind: "param", name: "y" },
                ],
              },
            ],
          },
          {
            kind: "apply",
            rule: "hypot",
            args: [
              { kind: "param", name: "x" },
              { kind: "param", name: "y" },
            ],
          },
        ],
      },
    ],
  },
  atanh: {
    name: "atanh",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "mul",
            args: [
              {
                kind: "apply",
                rule: "sub",
                args: [
                  { kind: "number", value: 1 },
                  { kind: "param", name: "x" },
                ],
              },
              {
                kind: "apply",
                rule: "add",
                args: [
                  { kind: "number", value: 1 },
                  { kind: "param", name: "x" },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  cbrt: {
    name: "cbrt",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "mul",
            args: [
              {
                kind: "apply",
                rule: "mul",
                args: [
                  { kind: "number", value: 3 },
                  { kind: "param", name: "out" },
                ],
              },
              { kind: "param", name: "out" },
            ],
          },
        ],
      },
    ],
  },
  cos: {
    name: "cos",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "neg",
        args: [
          { kind: "apply", rule: "sin", args: [{ kind: "param", name: "x" }] },
        ],
      },
    ],
  },
  cosh: {
    name: "cosh",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      { kind: "apply", rule: "sinh", args: [{ kind: "param", name: "x" }] },
    ],
  },
  exp: {
    name: "exp",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "param", name: "out" }],
  },
  expm1: {
    name: "expm1",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      { kind: "apply", rule: "exp", args: [{ kind: "param", name: "x" }] },
    ],
  },
  f16round: {
    name: "f16round",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 1 }],
  },
  fround: {
    name: "fround",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 1 }],
  },
  hypot: {
    name: "hypot",
    arity: "variadic",
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "if",
        test: {
          kind: "compare",
          op: "===",
          args: [
            { kind: "param", name: "out" },
            { kind: "number", value: 0 },
          ],
        },
        yes: { kind: "number", value: 0 },
        no: {
          kind: "apply",
          rule: "div",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "out" },
          ],
        },
      },
    ],
  },
  log: {
    name: "log",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          { kind: "param", name: "x" },
        ],
      },
    ],
  },
  log10: {
    name: "log10",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 0.4342944819032518, text: "Math.LOG10E" },
          { kind: "param", name: "x" },
        ],
      },
    ],
  },
  log1p: {
    name: "log1p",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "add",
            args: [
              { kind: "number", value: 1 },
              { kind: "param", name: "x" },
            ],
          },
        ],
      },
    ],
  },
  log2: {
    name: "log2",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 1.4426950408889634, text: "Math.LOG2E" },
          { kind: "param", name: "x" },
        ],
      },
    ],
  },
  max: {
    name: "max",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "if",
        test: {
          kind: "compare",
          op: ">=",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 1 },
        no: { kind: "number", value: 0 },
      },
      {
        kind: "if",
        test: {
          kind: "compare",
          op: ">=",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 0 },
        no: { kind: "number", value: 1 },
      },
    ],
  },
  min: {
    name: "min",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "if",
        test: {
          kind: "compare",
          op: "<=",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 1 },
        no: { kind: "number", value: 0 },
      },
      {
        kind: "if",
        test: {
          kind: "compare",
          op: "<=",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 0 },
        no: { kind: "number", value: 1 },
      },
    ],
  },
  maxConstant: {
    name: "maxConstant",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "if",
        test: {
          kind: "compare",
          op: ">",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 1 },
        no: { kind: "number", value: 0 },
      },
      {
        kind: "if",
        test: {
          kind: "compare",
          op: ">",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 0 },
        no: { kind: "number", value: 1 },
      },
    ],
  },
  minConstant: {
    name: "minConstant",
    arity: 2,
    zero: false,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      {
        kind: "if",
        test: {
          kind: "compare",
          op: "<",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 1 },
        no: { kind: "number", value: 0 },
      },
      {
        kind: "if",
        test: {
          kind: "compare",
          op: "<",
          args: [
            { kind: "param", name: "x" },
            { kind: "param", name: "y" },
          ],
        },
        yes: { kind: "number", value: 0 },
        no: { kind: "number", value: 1 },
      },
    ],
  },
  sin: {
    name: "sin",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      { kind: "apply", rule: "cos", args: [{ kind: "param", name: "x" }] },
    ],
  },
  sinh: {
    name: "sinh",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      { kind: "apply", rule: "cosh", args: [{ kind: "param", name: "x" }] },
    ],
  },
  sqrt: {
    name: "sqrt",
    arity: 1,
    zero: false,
    singular: true,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "div",
        args: [
          { kind: "number", value: 0.5 },
          { kind: "param", name: "out" },
        ],
      },
    ],
  },
  tan: {
    name: "tan",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "add",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "mul",
            args: [
              { kind: "param", name: "out" },
              { kind: "param", name: "out" },
            ],
          },
        ],
      },
    ],
  },
  tanh: {
    name: "tanh",
    arity: 1,
    zero: false,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [
      {
        kind: "apply",
        rule: "sub",
        args: [
          { kind: "number", value: 1 },
          {
            kind: "apply",
            rule: "mul",
            args: [
              { kind: "param", name: "out" },
              { kind: "param", name: "out" },
            ],
          },
        ],
      },
    ],
  },
  ceil: {
    name: "ceil",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  clz32: {
    name: "clz32",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  floor: {
    name: "floor",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  imul: {
    name: "imul",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
  round: {
    name: "round",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  sign: {
    name: "sign",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  trunc: {
    name: "trunc",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  bitAnd: {
    name: "bitAnd",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
  bitNot: {
    name: "bitNot",
    arity: 1,
    zero: true,
    singular: false,
    guard: false,
    params: ["x"],
    partials: [{ kind: "number", value: 0 }],
  },
  bitOr: {
    name: "bitOr",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
  bitXor: {
    name: "bitXor",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
  shiftLeft: {
    name: "shiftLeft",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
  shiftRight: {
    name: "shiftRight",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
  shiftRightUnsigned: {
    name: "shiftRightUnsigned",
    arity: 2,
    zero: true,
    singular: false,
    guard: false,
    params: ["x", "y"],
    partials: [
      { kind: "number", value: 0 },
      { kind: "number", value: 0 },
    ],
  },
};
