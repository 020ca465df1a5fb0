import { readFileSync } from "node:fs";

/** Of the package this file belongs to: in the repository, or one folder deeper in what is published. */
export function version(): string {
  for (const up of ["../../../", "../../../../"]) {
    const found = read(new URL(`${up}package.json`, import.meta.url));
    if (found !== undefined) return found;
  }
  return "unknown";
}

function read(url: URL): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(url, "utf8"));
    return (parsed as { name: string; version: string }).version;
  } catch {
    return undefined;
  }
}
