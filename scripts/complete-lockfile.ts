/**
 * Optional packages for other platforms that the registry in use does not have are left out of the lockfile by
 * `npm install`, and `npm ci` then refuses the lockfile, on every platform. This names them in it, by the exact
 * versions that their packages ask for. Run it after a dependency has been added.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const path = "package-lock.json";
const lock = JSON.parse(readFileSync(path, "utf8")) as {
  packages: Record<string, Entry>;
};
const packages = { ...lock.packages };

/** Where Node would find a package from another's folder. */
function find(from: string, name: string): string | undefined {
  for (let at = from; ;) {
    const candidate = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (at === "") return undefined;
    at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")));
  }
}

const systems =
  "android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32";
const processors = "arm64|arm|ia32|loong64|ppc64|riscv64|s390x|wasm32|x64";
const added: string[] = [];
for (const [from, { dev, optionalDependencies }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const found = find(from, name);
    const isExact = /^\d+\.\d+\.\d+$/.test(version);
    if (found !== undefined)
      if (packages[found]!.version === version || !isExact) continue;
    const [, os, rest = name] = new RegExp(`(${systems})(.*)`).exec(name) ?? [];
    const cpu = new RegExp(processors).exec(rest)?.[0];
    if (from === "" || !isExact || cpu === undefined) {
      console.error(`${name} ${version} is not in the lockfile`);
      process.exitCode = 1;
      continue;
    }
    const top = `node_modules/${name}`;
    const at = packages[top] === undefined ? top : `${from}/${top}`;
    const entry = {
      ...{ version, cpu: [cpu] },
      ...(dev === true ? { dev } : {}),
      ...(rest.includes("musl") ? { libc: ["musl"] } : {}),
      ...{ optional: true, ...(os === undefined ? {} : { os: [os] }) },
    };
    packages[at] = entry;
    added.push(`${name} ${version}`);
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} packages for other platforms added to ${path}`);
