/** The next build has gradients: a one-line function goes through the project's own tools. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { slashes } from "../../shared/paths.ts";
import type { Project } from "./project.ts";
import { installed } from "./project.ts";

export interface Proof {
  readonly by: string;
  /** What went wrong; undefined where the gradient was right. */
  readonly failure: string | undefined;
}

const source =
  "/** @differentiable */\nexport function square(x: number): number {\n  return x * x;\n}\n";
const expected = "squareGrad(3) = 6";
const report = "console.log(`squareGrad(3) = ${module.squareGrad(3)}`)";

export function prove(project: Project): readonly Proof[] {
  const folder = mkdtempSync(join(project.folder, ".adjoint-"));
  try {
    writeFileSync(join(folder, "square.ts"), source);
    const proofs: Proof[] = [];
    if (project.compiler !== undefined)
      proofs.push(proveCompiler(project, folder));
    if (project.usesVite && installed(project.folder, "vite") !== undefined)
      proofs.push(proveVite(project, folder));
    return proofs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function proveCompiler(project: Project, folder: string): Proof {
  const { compiler, tsconfig } = project;
  const by = compiler === "ttsc" ? "ttsc" : "tspc";
  const out = join(folder, "out");
  mkdirSync(out);
  const config = {
    extends: slashes(relative(folder, join(project.folder, tsconfig!))),
    compilerOptions: {
      ...{ noEmit: false, emitDeclarationOnly: false, outDir: "out" },
      ...{ rootDir: ".", composite: false, incremental: false },
      ...{
        declaration: false,
        declarationMap: false,
        isolatedDeclarations: false,
      },
      ...{ allowImportingTsExtensions: false },
    },
    ...{ files: ["square.ts"], include: [], references: [] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const file = compiler === "ttsc" ? "lib/launcher/ttsc.js" : "bin/tspc.js";
  const tool = join(
    installed(project.folder, compiler === "ttsc" ? "ttsc" : "ts-patch") ?? "",
    file,
  );
  const built = node([tool, "-p", join(folder, "tsconfig.json")], project);
  if (built.failure !== undefined) return { by, failure: built.failure };
  const module = join(out, "square.js");
  const ran = node(
    [
      "-e",
      `import(require("node:url").pathToFileURL(${JSON.stringify(module)}).href).then((module) => ${report})`,
    ],
    project,
  );
  return { by, failure: ran.failure ?? unexpected(ran.out) };
}

function proveVite(project: Project, folder: string): Proof {
  const entry = join(folder, "square.ts");
  const script = `import { build } from "vite";
const result = await build({ logLevel: "silent", build: { write: false, minify: false, lib: { entry: ${JSON.stringify(entry)}, formats: ["es"] } } });
const [{ output: [{ code }] }] = [result].flat();
const module = await import("data:text/javascript," + encodeURIComponent(code));
${report};
`;
  const ran = node(["--input-type=module", "-e", script], project);
  return { by: "vite build", failure: ran.failure ?? unexpected(ran.out) };
}

function node(
  args: readonly string[],
  { folder }: Project,
): { readonly out: string; readonly failure: string | undefined } {
  const { error, status, stderr, stdout } = spawnSync(process.execPath, args, {
    ...{ cwd: folder, encoding: "utf8" },
  });
  const said = `${stdout ?? ""}${stderr ?? ""}`.trim();
  return {
    out: stdout ?? "",
    failure: error?.message ?? (status === 0 ? undefined : said),
  };
}

const unexpected = (out: string): string | undefined =>
  out.includes(expected) ? undefined : `instead of ${expected}: ${out.trim()}`;
