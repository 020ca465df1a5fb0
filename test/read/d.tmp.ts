import { readFileSync } from "node:fs";
import { openProject } from "../../transformer/1-read/project.ts";
import { read } from "../../transformer/1-read/read.ts";
import { dump } from "../../transformer/ir/dump.ts";
const p = openProject();
for (const f of process.argv.slice(2)) {
  const n = "/work/main/" + f;
  p.setFile(n, readFileSync(n, "utf8"));
}
const prog = p.program();
for (const f of process.argv.slice(2)) {
  const r = read(prog.getSourceFile("/work/main/" + f)!, prog);
  for (const x of r.module.functions.values()) console.log(dump(x));
  for (const d of r.diagnostics) console.log(d);
}
