/** `adjoint init`, on what a template has just made: the next build has gradients. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { Ran } from "./consumer.ts";
import { consumer, run, write } from "./consumer.ts";
import { link, typescript7 } from "./tools.ts";

const bin = join(
  consumer,
  "node_modules/adjoint/dist/transformer/hosts/cli/main.js",
);

interface Fresh {
  readonly folder: string;
  readonly adjoint: (...args: readonly string[]) => Ran;
  readonly npm: (script: string) => Ran;
  readonly read: (file: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** All files but those of packages, with their texts. */
  readonly texts: () => Readonly<Record<string, string>>;
}

/** Packages are there, as after an install; what they are called by is what npm would have made. */
function fresh(
  name: string,
  tools: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): Fresh {
  const folder = join(consumer, `init-${name}`);
  mkdirSync(folder);
  link(folder, tools);
  write(files, folder);
  const skip = new Set(["node_modules", "dist"]);
  return {
    folder,
    adjoint: (...args) => run(process.execPath, [bin, ...args], folder),
    npm: (script) => run("npm", ["run", "--silent", script], folder),
    read: (file) => readFileSync(join(folder, file), "utf8"),
    write: (more) => {
      write(more, folder);
    },
    texts: () =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((each) => each.isFile())
          .map((each) => join(each.parentPath, each.name))
          .filter(
            (path) =>
              !path
                .slice(folder.length)
                .split("/")
                .some((e) => skip.has(e)),
          )
          .map((path) => [
            path.slice(folder.length + 1),
            readFileSync(path, "utf8"),
          ]),
      ),
  };
}

const marked = `/** @differentiable */
export function loss(x: number): number {
  return x * x * x;
}
`;
const main = `import { lossGrad } from "./loss";
console.log(lossGrad(2));
`;

/** What `npm create vite` makes of its template vanilla-ts, but for styles and pictures. */
const vite = {
  "package.json": `{
  "name": "vite-project",
  "private": true,
  "version": "0.0.0",
  "type": "module",
  "scripts": {
    "dev": "vite",
    "build": "tsc && vite build",
    "preview": "vite preview"
  },
  "devDependencies": {
    "typescript": "~6.0.2",
    "vite": "^8.0.0"
  }
}
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "es2023",
    "module": "esnext",
    "lib": ["ES2023", "DOM"],
    "types": ["vite/client"],
    "skipLibCheck": true,

    /* Bundler mode */
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": true,
    "verbatimModuleSyntax": true,
    "moduleDetection": "force",
    "noEmit": true,

    /* Linting */
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "erasableSyntaxOnly": true,
    "noFallthroughCasesInSwitch": true
  },
  "include": ["src"]
}
`,
  "index.html": `<!doctype html>
<html lang="en">
  <body>
    <script type="module" src="/src/main.ts"></script>
  </body>
</html>
`,
  "src/main.ts": "console.log(1);\n",
};

test("a fresh Vite project", () => {
  const project = fresh(
    "vite",
    { vite: "vite", typescript: "typescript", "ts-patch": "ts-patch" },
    vite,
  );
  const before = project.texts();
  const dry = project.adjoint("init", "--dry-run");
  expect(dry).toMatchObject({ code: 0, err: "" });
  expect(dry.out).toContain("scripts.build: tspc && vite build");
  expect(dry.out).toContain("vite.config.ts   plugins: adjoint()");
  expect(project.texts()).toEqual(before);

  const ran = project.adjoint("init");
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toContain(
    "Proof: the gradient of x * x at 3 is 6, by tspc and vite build.",
  );
  // Comments stay, and nothing else has changed.
  expect(project.read("tsconfig.json")).toContain("/* Bundler mode */");
  expect(Object.keys(project.texts()).sort()).toEqual(
    [...Object.keys(before), "vite.config.ts"].sort(),
  );

  project.write({ "src/loss.ts": marked, "src/main.ts": main });
  expect(project.npm("build")).toMatchObject({ code: 0 });
  const [asset] = readdirSync(join(project.folder, "dist/assets"));
  // As much of a browser as Vite's own code asks for.
  const page =
    "data:text/javascript,globalThis.document={createElement:()=>({relList:{supports:()=>true}})}";
  const built = run(
    process.execPath,
    ["--import", page, `dist/assets/${asset!}`],
    project.folder,
  );
  expect(built.out).toBe("12\n");
  // What is not a number fails the build.
  project.write({
    "src/main.ts": `${main}export const s: string = lossGrad(1);\n`,
  });
  expect(project.npm("build").code).not.toBe(0);

  const again = project.adjoint("init");
  expect(again.out).toContain("nothing is missing");
  expect(again.out).toContain("Proof:");
});

const plain = (build: string, typescript: string) => ({
  "package.json": JSON.stringify({
    ...{ name: "plain", type: "module", scripts: { build } },
    devDependencies: { typescript },
  }),
  "tsconfig.json": `// As tsc --init makes it.
{
  "compilerOptions": {
    "rootDir": "./src",
    "outDir": "./dist",
    "module": "nodenext",
    "target": "esnext",
    "types": [],
    "sourceMap": true,
    "declaration": true,
    "declarationMap": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "strict": true,
    "verbatimModuleSyntax": true,
    "isolatedModules": true,
    "moduleDetection": "force",
    "skipLibCheck": true,
  }
}
`,
  "src/main.ts": "export const one = 1;\n",
});

const node24 = resolve("node_modules/node/bin/node");

test.each([
  ["5.9", { typescript: "typescript-5.9", "ts-patch": "ts-patch-3" }, "tspc"],
  ["6.0", { typescript: "typescript", "ts-patch": "ts-patch" }, "tspc"],
  ["7.0", { ...typescript7, ttsc: "ttsc", node: "node" }, "ttsc"],
])("a plain project of TypeScript %s", (version, tools, command) => {
  const project = fresh(`tsc-${version}`, tools, plain("tsc", `^${version}.0`));
  const ran = run(
    command === "ttsc" ? node24 : process.execPath,
    [bin, "init"],
    project.folder,
  );
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toContain(`by ${command}.`);
  expect(project.read("package.json")).toContain(`"build": "${command}"`);
  project.write({
    "src/loss.ts": marked,
    "src/main.ts": `declare const console: { log(x: unknown): void };\n${main.replace("./loss", "./loss.js")}`,
  });
  expect(project.npm("build")).toMatchObject({ code: 0 });
  expect(run(process.execPath, ["dist/main.js"], project.folder).out).toBe(
    "12\n",
  );
});

test("what can't be done safely is left alone, and said", () => {
  const odd = "export { default } from './elsewhere.js';\n";
  const project = fresh(
    "odd",
    { vite: "vite", typescript: "typescript", "ts-patch": "ts-patch" },
    { ...vite, "vite.config.ts": odd },
  );
  const before = project.texts();
  const ran = project.adjoint("init");
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('import adjoint from "adjoint/vite";');
  expect(project.texts()).toEqual(before);
});

test("what does not prove itself is taken back", () => {
  const project = fresh(
    "broken",
    { vite: "vite", typescript: "typescript", "ts-patch": "ts-patch" },
    {
      ...vite,
      "vite.config.ts":
        "export default {\n  plugins: [{ name: 'no', buildStart() { throw new Error('not today'); } }],\n};\n",
    },
  );
  const before = project.texts();
  const ran = project.adjoint("init");
  expect(ran.code).toBe(1);
  expect(ran.err).toContain("not today");
  expect(project.texts()).toEqual(before);
});

test("where there is nothing to add to", () => {
  const empty = fresh("empty", {}, {});
  expect(empty.adjoint("init")).toMatchObject({ code: 2 });
});
