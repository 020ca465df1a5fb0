/**
 * A build of 300 files by ttsc, of which 10 are marked: without us, with us for the first time, and with what is
 * kept from the build before. `npm run build` first.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const runs = 3;
const count = 300;
const marked = 10;

const folder = mkdtempSync(join(tmpdir(), "bench-ttsc-"));
try {
  writeProject();
  const plain = (): number => build("tsconfig.json");
  const ours = (): number => build("tsconfig.adjoint.json");
  ours(); // Go builds the launcher
  rmSync(join(folder, "node_modules/.cache"), { recursive: true });
  plain();
  const cold = ours();
  const pairs = Array.from({ length: runs }, () => [plain(), ours()] as const);
  const without = pairs.map(([each]) => each);
  const withUs = pairs.map(([, each]) => each);
  const more = pairs.map(([a, b]) => b - a);
  console.log(`ttsc, ${count} files, ${marked} marked; seconds`);
  console.log(`  without us       ${shown(without)}`);
  console.log(`  with us          ${shown(withUs)}`);
  console.log(`  more             ${shown(more)}`);
  console.log(`  nothing kept     ${cold.toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true });
}

function build(config: string): number {
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  const before = performance.now();
  const { status, stderr } = spawnSync(
    resolve("node_modules/node/bin/node"),
    [resolve("node_modules/ttsc/lib/launcher/ttsc.js"), "-p", config],
    { cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - before) / 1000;
}

/** Median, and the range. */
function shown(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  const median = sorted[sorted.length >> 1]!;
  return `${median.toFixed(2)}  (${least.toFixed(2)} to ${most.toFixed(2)})`;
}

function writeProject(): void {
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  mkdirSync(join(folder, "src"));
  mkdirSync(join(folder, "node_modules/@typescript"), { recursive: true });
  const links = [
    ["adjoint", "."],
    ["typescript", "node_modules/typescript-7"],
    [platform, `node_modules/${platform}`],
  ] as const;
  for (const [name, from] of links)
    symlinkSync(resolve(from), join(folder, "node_modules", name));
  const compilerOptions = {
    ...{ target: "es2022", module: "nodenext", strict: true, types: [] },
    ...{ rootDir: "src", outDir: "dist", declaration: true, sourceMap: true },
  };
  const plugins = [{ transform: "adjoint", transformProgram: true }];
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  write("package.json", '{ "type": "module" }');
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
  write(
    "tsconfig.adjoint.json",
    JSON.stringify({
      compilerOptions: { ...compilerOptions, plugins },
      include: ["src"],
    }),
  );
  for (let i = 0; i < count; i++)
    write(
      `src/file${i}.ts`,
      moduleText(i) + (i % (count / marked) === 0 ? markedText(i) : ""),
    );
}

function moduleText(i: number): string {
  const imports =
    i === 0 ? "" : `import { value${i - 1} } from "./file${i - 1}.js";\n`;
  const functions = Array.from(
    { length: 20 },
    (
      _,
      k,
    ) => `export function f${i}_${k}(p: Point${i}, n = ${k}): { sum: number; list: string[] } {
  let sum = p.x * n + p.y;
  const list: string[] = [];
  for (let j = 0; j < n; j++) {
    sum += Math.sin(j) * p.x;
    list.push(\`\${j}: \${sum.toFixed(2)}\`);
  }
  return { sum, list };
}
`,
  );
  return `${imports}export interface Point${i} { x: number; y: number; label?: string }
export const value${i}: number = ${i === 0 ? "" : `value${i - 1} + `}${i};
${functions.join("")}`;
}

function markedText(i: number): string {
  return `/** @differentiable */
export function loss${i}(w: Float64Array, xs: Float64Array[], ys: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < xs.length; n++) {
    let z = 0;
    for (let i = 0; i < w.length; i++) z += w[i]! * xs[n]![i]!;
    const e = Math.tanh(z) - ys[n]!;
    sum += e * e;
  }
  return sum / xs.length;
}
`;
}
