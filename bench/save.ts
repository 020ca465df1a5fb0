/**
 * `npx tsx bench/save.ts`: how long Vite's server takes to emit again what was saved, in a project of 300 files of
 * which 10 are marked.
 */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import adjoint from "../transformer/hosts/bundlers/vite.ts";

const folder = mkdtempSync(join(tmpdir(), "bench-save-"));
mkdirSync(join(folder, "src"));
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({
    compilerOptions: {
      strict: true,
      module: "esnext",
      moduleResolution: "bundler",
    },
  }),
);
for (let i = 0; i < 300; i++)
  writeFileSync(join(folder, `src/m${i}.ts`), module(i));
const server = await createServer({
  root: folder,
  configFile: false,
  logLevel: "silent",
  plugins: [adjoint()],
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { client } = server.environments;
const marked = Array.from({ length: 10 }, (_, k) => `src/m${30 * k}.ts`);
const first = performance.now();
for (const path of marked) await client.transformRequest(`/${path}`);
console.log(`10 modules for the first time: ${milliseconds(first)}`);
for (const path of marked) {
  const file = join(folder, path);
  writeFileSync(file, readFileSync(file, "utf8").replace("s += ", "s += 2 * "));
  client.moduleGraph.onFileChange(file);
  const start = performance.now();
  const result = await client.transformRequest(`/${path}`);
  if (!result!.code.includes("s += 2 * ")) throw new Error("not emitted again");
  console.log(`a save of ${path}: ${milliseconds(start)}`);
}
await server.close();
rmSync(folder, { recursive: true });

function milliseconds(since: number): string {
  return `${(performance.now() - since).toFixed(0)} ms`;
}

function module(i: number): string {
  const next = [i + 1, i + 7].filter((j) => j < 300);
  const imports = next.map(
    (j) => `import { f0 as g${j} } from "./m${j}.js";\n`,
  );
  const functions = Array.from(
    { length: 20 },
    (_, k) =>
      `export function f${k}(x: number, y: number): number {\n  const z = x * ${k + i};\n  return z * y + Math.sin(z);\n}\n`,
  );
  const loss = `/** @differentiable */
export function loss(w: number[], x: number): number {
  let s = 0;
  for (let i = 0; i < w.length; i++) s += w[i]! * f1(w[i]!, x);
  return g${next[0]}(s, x);
}
`;
  return imports.join("") + functions.join("") + (i % 30 === 0 ? loss : "");
}
