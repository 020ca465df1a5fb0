/** The way out of a refusal, where what stands there says more than its code does. */

type Hint = readonly [pattern: RegExp, instead: string];

const text =
  "Text has no derivative: keep the number, and make text of it outside. To round, write `Math.round(x * 100) / 100`.";
const container =
  "Keep numbers with derivatives in an array, or in an object with named fields.";
const later =
  "What runs later can't be part of the value: compute it before, and return it.";
const iterator = "Write a `for` loop over the array.";

/** By the name of what is called: `JSON.parse`, `.toFixed`. */
const calls: readonly Hint[] = [
  [
    /^(String|Number|parseFloat|parseInt|Number\.parse\w+|JSON\.\w+)$|^\.(toString|toFixed|toPrecision|toExponential|toLocaleString|join|format|exec|match|split|padStart|padEnd)$/,
    text,
  ],
  [
    /^(structuredClone|Object\.assign|Object\.create)$/,
    "Copy with a literal: `{ ...a, ...b }`, `[...xs]`, `xs.slice()`.",
  ],
  [
    /^Object\.(freeze|seal|preventExtensions)$/,
    "Leave it out: `readonly` in the type says the same before the program runs.",
  ],
  [
    /^(Object|Reflect)\.\w+$|^\(?\(?Object as/,
    "Name the fields, `o.a * o.b`, or keep the numbers in an array.",
  ],
  [
    /^new (Map|Set|WeakMap|WeakSet|WeakRef|DataView|Proxy)$|^\.(get|set|add|has|deref|getFloat64|setFloat64|getFloat32|setFloat32)$/,
    container,
  ],
  [
    /^(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)$|^Promise\.|^new Promise$|^\.(then|catch|finally)$/,
    later,
  ],
  [/^\.(bind|call|apply)$/, "Call the function itself: `g(x, y)`."],
  [/^\.(values|keys|entries|next)$/, iterator],
  [
    /^\.(indexOf|lastIndexOf|includes)$/,
    "An index is no number with a derivative: look for it among integers or keys, or write a loop that compares.",
  ],
  [
    /^\.sort$/,
    "Give it a comparison, `(a, b) => a - b`; without one it compares texts.",
  ],
  [
    /^\.(with|toSpliced)$/,
    "Copy it with `slice()`, and assign to elements of the copy.",
  ],
  [
    /^new (\w*Array)$/,
    "Make it from a length or from numbers, `new Float64Array(n)`; a part of another one is `xs.subarray(from, to)`.",
  ],
  [
    /^(grad|valueAndGrad|vjp|jvp|hvp|jacobian|hessian)(\(|$)/,
    "A derivative within differentiated code is not supported yet: write that one by hand, as a function of its own; of a derivative as a whole `hvp` gives the next.",
  ],
  [
    /^new Function$/,
    "Write the code itself: text is not known before it runs.",
  ],
];

/** By what can't stand there. */
const constructs: readonly Hint[] = [
  [
    /^new\.target$/,
    "Pass what should be told apart as an argument of the constructor.",
  ],
  [
    /^using$/,
    "Declare it with `const`, and dispose of it outside of the function.",
  ],
  [
    /^(async|await|for await)/,
    "Await first, outside, and pass the values as parameters of a plain function.",
  ],
  [
    /^(yield|generator|function\*)/,
    "Collect the values in an array, in a plain function.",
  ],
  [/^eval$/, "Write the code itself: text is not known before it runs."],
  [/^this$/, "Pass the object as a parameter."],
  [/^arguments$/, "Use a rest parameter: `(...xs: number[])`."],
];

/** By the statement. */
const statements: readonly Hint[] = [
  [
    /`try`/,
    "Test for what would throw with `if`, and put `try` around the call of the function, outside.",
  ],
  [
    /a number at one time/,
    "Use two variables, or make it an array in both cases: `[x]`.",
  ],
];

/** By the expression. */
const expressions: readonly Hint[] = [
  [
    /^a Map that may change/,
    "Walk a list of what it holds at the start, `[...map]`, or store only under the key that is being visited.",
  ],
  [
    /^an object that may change/,
    "List its entries in front of the loop, `const entries = Object.entries(o)`, or store only under the key that is being visited.",
  ],
];

const tables: Readonly<Record<string, readonly Hint[]>> = {
  AD1004: calls,
  AD1003: expressions,
  AD1011: constructs,
  AD1002: statements,
};

/** Undefined: what the catalogue says of the code. */
export function hintFor(
  code: string,
  { callee, what }: Readonly<Record<string, string>>,
): string | undefined {
  const subject = (code === "AD1004" ? callee : what) ?? "";
  return tables[code]?.find(([pattern]) => pattern.test(subject))?.[1];
}
