/** `adjoint init`: says what a project wants for its next build to have gradients, writes it, and proves it. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { installed, lookAt } from "../init/project.ts";
import type { Project } from "../init/project.ts";
import type { Change } from "../init/plan.ts";
import { planFor } from "../init/plan.ts";
import { prove } from "../init/proof.ts";
import type { Io } from "../io.ts";
import { readIfThere, writeWhole } from "../write.ts";
import { UsageError } from "../../shared/usage-error.ts";

export interface InitOptions {
  readonly dryRun?: boolean;
  readonly install?: boolean;
}

export function init(options: InitOptions, io: Io): number {
  const project = lookAt(io.cwd);
  const { changes, notes, packages } = planFor(project);
  io.out(`${described(project)}\n\n`);
  for (const { file, what } of changes)
    for (const each of what) io.out(`  ${file.padEnd(16)} ${each}\n`);
  if (changes.length === 0) io.out("  nothing is missing\n");
  for (const note of notes) io.out(`  by hand: ${note}\n`);
  io.out("\n");
  if (options.dryRun === true) {
    io.out("Nothing was written (--dry-run).\n");
    return 0;
  }
  const undo = write(changes, io.cwd);
  try {
    const missing = () =>
      packages.filter((name) => installed(io.cwd, name) === undefined);
    if (missing().length > 0 && options.install !== false) install(project, io);
    if (missing().length > 0) {
      io.out(
        `Written. ${missing().join(" and ")} must be installed first: ${project.manager} install; then \`adjoint init\` again proves that the build has gradients.\n`,
      );
      return 0;
    }
    const proofs = prove(project);
    const failed = proofs.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) {
      undo();
      io.err(
        `${io.errColors.red("adjoint: error:")} ${failed.by} did not give the gradient of a one-line function; what was written is taken back\n\n${failed.failure}\n`,
      );
      return 1;
    }
    if (changes.length > 0) io.out("Written. ");
    const by = proofs.map((proof) => proof.by).join(" and ");
    io.out(`Proof: the gradient of x * x at 3 is 6, by ${by}.\n`);
    return 0;
  } catch (error) {
    undo();
    throw error;
  }
}

function described(project: Project): string {
  const { compiler, manager, otherBundlers, typescript, usesVite } = project;
  const tools = [
    ...(usesVite ? ["Vite"] : []),
    ...(typescript === undefined ? [] : [`TypeScript ${typescript}`]),
    ...otherBundlers,
  ];
  const how = compiler === undefined ? "" : `, compiled by ${compiler}`;
  return `${tools.join(", ")}${how}; packages by ${manager}. To add:`;
}

/** All or nothing; what it returns takes it back. */
function write(changes: readonly Change[], folder: string): () => void {
  const before = changes.map(({ file }) => readIfThere(join(folder, file)));
  const undo = (): void => {
    changes.forEach(({ file }, i) => {
      const text = before[i];
      if (text === undefined) rmSync(join(folder, file), { force: true });
      else writeWhole(join(folder, file), text);
    });
  };
  try {
    for (const { file, text } of changes) writeWhole(join(folder, file), text);
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

function install({ folder, manager }: Project, io: Io): void {
  io.out(`${manager} install\n`);
  const { error, status } = spawnSync(manager, ["install"], {
    ...{ cwd: folder, stdio: "inherit" },
    shell: process.platform === "win32",
  });
  if (error !== undefined || status !== 0)
    throw error ?? new UsageError(`${manager} install has failed`);
}
