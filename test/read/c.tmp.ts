import { readFileSync } from "node:fs";
import { openProject } from "../../transformer/1-read/project.ts";
import { compile } from "../../transformer/compile.ts";
import { report } from "../../transformer/diagnostics/report.ts";
import { fixtureFiles } from "../fixtures/load.ts";
const root = "/work/main/";
const p = openProject();
const files = [...fixtureFiles("fixtures"), ...fixtureFiles("test/programs")];
for (const f of files) p.setFile(root + f, readFileSync(root + f, "utf8"));
for (const f of files) {
  const t = readFileSync(root + f, "utf8");
  try {
    const r = compile({
      fileName: root + f,
      text: t,
      project: p,
      pipeline: { verify: true },
    });
    for (const d of r.diagnostics)
      if (d.severity === "error")
        console.log(report(d, t, f).split("\n").slice(0, 5).join("\n"));
  } catch (e) {
    console.log("THROW", f, (e as Error).message.slice(0, 200));
  }
}
