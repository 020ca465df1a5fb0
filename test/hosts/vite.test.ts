/** Vite's server, with what a save changes; and Vitest, which runs Vite's plugins. */
import { createServer, type ViteDevServer } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { emittedTexts, printed, project, wrong } from "./support.ts";
import type { Project } from "./support.ts";

async function serve({ folder, tool }: Project): Promise<ViteDevServer> {
  const { default: adjoint } = (await import(
    tool("adjoint/dist/transformer/hosts/bundlers/vite.js")
  )) as typeof import("../../transformer/hosts/bundlers/vite.ts");
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "silent",
    plugins: [adjoint()],
    server: {
      middlewareMode: true,
      ws: false,
      watch: { usePolling: true, interval: 50 },
    },
    optimizeDeps: { noDiscovery: true },
  });
  onTestFinished(() => server.close());
  return server;
}

test("the server compiles what is asked for, and again what a save changes", async () => {
  const at = project("vite-server");
  const server = await serve(at);
  const load = async () =>
    (await server.environments.client.transformRequest("/src/losses.ts"))!;
  const first = await load();
  expect(first.code).toContain("function scaledGrad");
  const map = first.map as { sources: string[]; sourcesContent: string[] };
  expect(map.sources.map((each) => each.replace(/.*\//, ""))).toEqual([
    "losses.ts",
    "losses.adjoint.ts",
  ]);
  expect(map.sourcesContent[1]).toBe(emittedTexts()["losses.adjoint.ts"]);

  // Through the module graph: the file that is imported is saved, the one that imports it is compiled anew.
  const updated = new Promise<void>((done) =>
    server.watcher.on("change", () => done()),
  );
  at.write(
    "src/numbers.ts",
    at.read("src/numbers.ts").replace("Math.log1p(Math.exp(x))", "Math.sin(x)"),
  );
  await updated;
  await expect
    .poll(async () => (await load()).code, { timeout: 20_000 })
    .toContain("Math.cos(x)");

  at.write("src/refused.ts", wrong["src/refused.ts"]);
  await expect(
    server.environments.client.transformRequest("/src/refused.ts"),
  ).rejects.toMatchObject({
    loc: { line: 3, column: 9 },
    message: expect.stringContaining("error AD1004"),
  });
});

test("Vitest runs marked modules", () => {
  const at = project("vitest");
  at.write(
    "vitest.config.ts",
    'import adjoint from "adjoint/vite";\nimport { defineConfig } from "vitest/config";\nexport default defineConfig({ plugins: [adjoint()], test: { testTimeout: 60_000 } });\n',
  );
  at.write(
    "test/main.test.ts",
    `import { expect, test, vi } from "vitest";
test("derivatives", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  await import("../src/main.js");
  expect(log.mock.calls[0][0] + "\\n").toBe(${JSON.stringify(printed)});
});
`,
  );
  const vitest = () =>
    at.node(
      at.tool("vitest/vitest.mjs"),
      "run",
      "--config",
      "vitest.config.ts",
    );
  const right = vitest();
  expect(right.out).toContain("1 passed");
  expect(right.code).toBe(0);
  at.write(
    "src/losses.ts",
    at.read("src/losses.ts").replace("x * x", "x.y * x"),
  );
  const mistyped = vitest();
  expect(mistyped.err).toMatch(
    /src\/losses\.ts\(6,12\): error TS2339: Property 'y' does not exist/,
  );
  expect(mistyped.code).toBe(1);
});
