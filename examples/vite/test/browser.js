// Opens the page that was built in Chromium, and reads what it has found.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { preview } from "vite";

const server = await preview({ preview: { port: 0, host: "127.0.0.1" } });
try {
  const { port } = server.httpServer.address();
  const chromium = process.env.CHROMIUM ?? "chromium";
  // Not by a synchronous call: this process is the server.
  const { stdout } = await promisify(execFile)(
    chromium,
    [
      ...["--headless", "--no-sandbox", "--disable-gpu"],
      ...["--virtual-time-budget=10000", "--dump-dom"],
      `http://127.0.0.1:${port}/`,
    ],
    { timeout: 60_000 },
  );
  const found = /<p id="found">([^<]*)</.exec(stdout)?.[1];
  assert.equal(found, "1.2000 1.3000 0.5000");
  console.log(`The page found ${found}.`);
} finally {
  await server.close();
}
