/**
 * The editor's TypeScript looks here for its plugin, in CommonJS and by the folder `tsserver` of the package: it
 * knows nothing of `exports`. The compiler is loaded when there is a project to serve.
 */
import type { ts } from "ts-morph";
import type * as serving from "./serve.ts" with { "resolution-mode": "import" };

interface Modules {
  readonly typescript: typeof ts;
}

const plugin = ({ typescript }: Modules): ts.server.PluginModule => ({
  create: (info) =>
    (module.require("./serve.js") as typeof serving).serve(info, typescript),
});

module.exports = plugin;
