/** The editor's TypeScript with our plugin, driven as an editor drives it: by its protocol. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { consumer, write } from "./consumer.ts";

const loss = `import { two } from "./two.js";
interface Point { x: number; label?: string }
/** A loss. @differentiable */
export function loss(p: Point, y: number): number {
  return two(p.x) * y;
}
export const slopes = lossGrad({ x: 1 }, 2);
`;
const main = `import { lossGrad } from "./loss.js";
export const [dp, dy] = lossGrad({ x: 3 }, 4);
export const slope: number = dp.x;
`;

interface Place {
  readonly line: number;
  readonly offset: number;
}

/** The places of the protocol, which count from 1. */
const placeOf = (text: string, of: string): Place => {
  const lines = text.slice(0, text.indexOf(of)).split("\n");
  return { line: lines.length, offset: lines.at(-1)!.length + 1 };
};

interface Reply<Body> {
  readonly success: boolean;
  readonly message?: string;
  readonly body: Body;
}

interface Server {
  readonly ask: <Body>(command: string, args: object) => Promise<Body>;
  readonly tell: (command: string, args: object) => void;
  readonly stop: () => Promise<void>;
}

function start(typescript: string, folder: string): Server {
  const server = spawn(
    process.execPath,
    [
      resolve(`node_modules/${typescript}/lib/tsserver.js`),
      // As editors do for a project's own TypeScript.
      "--allowLocalPluginLoads",
    ],
    { cwd: folder, stdio: ["pipe", "pipe", "ignore"] },
  );
  const waiting = new Map<number, (reply: Reply<never>) => void>();
  let received = Buffer.alloc(0);
  server.stdout.on("data", (data: Buffer) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const head = received.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/.exec(
        received.subarray(0, head).toString(),
      )?.[1];
      if (head === -1 || length === undefined) return;
      const end = head + 4 + Number(length);
      if (received.length < end) return;
      const message = JSON.parse(
        received.subarray(head + 4, end).toString(),
      ) as Reply<never> & { readonly request_seq?: number };
      received = received.subarray(end);
      waiting.get(message.request_seq ?? -1)?.(message);
    }
  });
  let seq = 0;
  const send = (command: string, args: object): number => {
    seq++;
    const request = { seq, type: "request", command, arguments: args };
    server.stdin.write(`${JSON.stringify(request)}\n`);
    return seq;
  };
  return {
    tell: send,
    ask: async (command, args) => {
      const reply = await new Promise<Reply<never>>((done) => {
        waiting.set(send(command, args), done);
      });
      if (!reply.success) throw new Error(`${command}: ${reply.message ?? ""}`);
      return reply.body;
    },
    stop: async () => {
      server.kill();
      await once(server, "exit");
    },
  };
}

describe.each(["typescript-5.9", "typescript"])("%s", (typescript) => {
  const folder = join(consumer, `tsserver-${typescript}`);
  const path = (name: string): string => join(folder, "src", name);
  let server: Server;
  const open = (name: string, text: string): void => {
    server.tell("open", { file: path(name), fileContent: text });
  };
  const errorsIn = async (name: string) => {
    const found = await server.ask<
      {
        readonly text: string;
        readonly code: number;
        readonly source?: string;
        readonly start: Place;
      }[]
    >("semanticDiagnosticsSync", { file: path(name) });
    return found.map(({ code, source, start, text }) => ({
      ...{ code, source, start, text },
    }));
  };
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    write(
      {
        "tsconfig.json": JSON.stringify({
          compilerOptions: {
            ...{ target: "es2022", module: "nodenext", strict: true },
            ...{ types: [], noUncheckedIndexedAccess: true },
            plugins: [{ name: "adjoint/tsserver" }],
          },
          include: ["src"],
        }),
        "package.json": '{ "type": "module" }',
        "src/two.ts":
          "export function two(x: number): number {\n  return 2 * x;\n}\n",
        "src/loss.ts": loss,
        "src/main.ts": main,
        "src/new.ts": "export const slope = lossVal\n",
      },
      folder,
    );
    server = start(typescript, folder);
    open("main.ts", main);
    open("loss.ts", loss);
    open("new.ts", "export const slope = lossVal\n");
  });
  afterAll(async () => {
    await server.stop();
  });

  test("what is emitted can be imported, and used in its own file", async () => {
    expect(await errorsIn("main.ts")).toEqual([]);
    expect(await errorsIn("loss.ts")).toEqual([]);
  });

  test("its types are known", async () => {
    const info = await server.ask<{ readonly displayString: string }>(
      "quickinfo",
      { file: path("main.ts"), ...placeOf(main, "dp,") },
    );
    expect(info.displayString).toBe("const dp: Point");
  });

  test("it is offered, with the import", async () => {
    const at = { line: 1, offset: 29 };
    const { entries } = await server.ask<{
      readonly entries: readonly {
        readonly name: string;
        readonly source?: string;
        readonly data?: unknown;
      }[];
    }>("completionInfo", {
      ...{ file: path("new.ts"), ...at },
      ...{ includeExternalModuleExports: true, prefix: "lossVal" },
      preferences: { includeCompletionsForModuleExports: true },
    });
    expect(entries.map(({ name }) => name)).toContain("lossValueAndGrad");
  });

  test("hovering shows the derivative, of its name and of the function's", async () => {
    for (const name of ["lossGrad({ x: 3", "lossGrad }"]) {
      const { documentation } = await server.ask<{
        readonly documentation: string;
      }>("quickinfo", { file: path("main.ts"), ...placeOf(main, name) });
      expect(documentation).toContain("The gradient of");
      expect(documentation).toContain("```ts\nexport function lossGrad(");
    }
    const { documentation } = await server.ask<{
      readonly documentation: string;
    }>("quickinfo", { file: path("loss.ts"), ...placeOf(loss, "loss(p") });
    expect(documentation).toMatch(/^A loss\./);
    expect(documentation).toContain("```ts\nexport function lossGrad(");
  });

  test("'go to definition' leads to what is emitted, as a file", async () => {
    const [found] = await server.ask<
      readonly { readonly file: string; readonly start: Place }[]
    >("definition", { file: path("main.ts"), ...placeOf(main, "lossGrad(") });
    expect(found!.file).toMatch(/src\/loss\.adjoint\.ts$/);
    const text = readFileSync(found!.file, "utf8");
    expect(found!.start).toEqual(placeOf(text, "lossGrad("));
    // Opened, it is no source of errors.
    server.tell("open", { file: found!.file, fileContent: text });
    const errors = await server.ask("semanticDiagnosticsSync", {
      file: found!.file,
    });
    expect(errors).toEqual([]);
  });

  test("our diagnostics, as the text changes", async () => {
    const before = "two(p.x) * y";
    const change = async (from: string, to: string): Promise<void> => {
      const { line, offset } = placeOf(loss, before);
      server.tell("change", {
        ...{ file: path("loss.ts"), line, offset, endLine: line },
        ...{ endOffset: offset + from.length, insertString: to },
      });
    };
    await change(before, "Number(p.x.toFixed(2)) * y");
    expect(await errorsIn("loss.ts")).toContainEqual({
      ...{ code: 1004, source: "adjoint", start: placeOf(loss, "two(p") },
      text: expect.stringContaining("Number(p.x.toFixed(2))") as string,
    });
    expect((await errorsIn("main.ts")).map(({ code }) => code)).toContain(2305);
    await change("Number(p.x.toFixed(2)) * y", "Math.sin(p.x) * y");
    expect(await errorsIn("loss.ts")).toEqual([]);
    expect(await errorsIn("main.ts")).toEqual([]);
    const { documentation } = await server.ask<{
      readonly documentation: string;
    }>("quickinfo", { file: path("main.ts"), ...placeOf(main, "lossGrad }") });
    expect(documentation).toContain("Math.cos");
    await change("Math.sin(p.x) * y", before);
  });

  test("nothing of ours is in what concerns the user's own text", async () => {
    const file = path("loss.ts");
    const end = { line: loss.split("\n").length, offset: 1 };
    const edits = await server.ask<readonly { readonly end: Place }[]>(
      "format",
      { file, line: 1, offset: 1, endLine: end.line, endOffset: end.offset },
    );
    for (const edit of edits) expect(edit.end.line).toBeLessThan(end.line);
    const tree = await server.ask<{
      readonly spans: readonly { readonly end: Place }[];
      readonly childItems: readonly { readonly text: string }[];
    }>("navtree", { file });
    expect(tree.childItems.map(({ text }) => text)).toEqual([
      ...["loss", "Point", "slopes", "two"],
    ]);
    expect(tree.spans[0]!.end.line).toBeLessThanOrEqual(end.line);
    const { locs } = await server.ask<{
      readonly locs: readonly {
        readonly file: string;
        readonly locs: readonly { readonly start: Place }[];
      }[];
    }>("rename", { file, ...placeOf(loss, "loss(p") });
    const places = locs.flatMap((each) =>
      each.locs.map(({ start }) => ({ file: each.file, line: start.line })),
    );
    expect(places).toEqual([{ file, line: 4 }]);
    const { refs } = await server.ask<{
      readonly refs: readonly { readonly file: string }[];
    }>("references", { file: path("main.ts"), ...placeOf(main, "lossGrad(") });
    // Its declaration, and where others of ours use it, are places of the view.
    const files = new Set(refs.map((each) => each.file));
    const own = [...files].filter((each) => !each.includes("/node_modules/"));
    expect(own.sort()).toEqual([file, path("main.ts")]);
  });
});
