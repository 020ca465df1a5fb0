/**
 * Who may import whom. Data flows one way through the compiler's numbered folders, and the library that
 * users import knows nothing of the compiler: both are checked here, with cycles, by `npm run lint`.
 */

/** The compiler's folders and what each may import besides itself. */
const layers = {
  "transformer/ir": ["src/rules"],
  "transformer/diagnostics": ["transformer/ir"],
  "transformer/1-read": [
    "transformer/ir",
    "transformer/diagnostics",
    "src/rules",
  ],
  "transformer/2-analyze": ["transformer/ir", "src/rules"],
  // A forward half keeps what its reverse half still reads once that is simplified.
  "transformer/3-differentiate": [
    "transformer/ir",
    "transformer/2-analyze",
    "transformer/4-simplify",
    "src/rules",
  ],
  "transformer/4-simplify": [
    "transformer/ir",
    "transformer/2-analyze",
    "src/rules",
  ],
  "transformer/5-emit": ["transformer/ir"],
};

const layering = Object.entries(layers).map(([folder, others]) => ({
  name: `layer-${folder.replace("transformer/", "")}`,
  comment: `${folder} may import itself${others.map((o) => `, ${o}`).join("")} and nothing else of ours.`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: {
    path: "^(src|transformer|fixtures|generated|test|scripts|bench)/",
    pathNot: [folder, ...others].map((each) => `^${each}/`),
  },
}));

/** TypeScript's API is met only where text is read: everything after speaks IR. */
const readers = "^transformer/(1-read|trace|hosts)/|^transformer/[^/]+\\.ts$";

module.exports = {
  forbidden: [
    {
      name: "no-cycle-in-the-library",
      comment: "Files that need each other's values are one file, or three.",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-cycle-between-folders",
      comment:
        "Syntax is recursive, and so are the files of one pass that follow it; no cycle leaves their folder.",
      severity: "error",
      from: { path: "^(transformer/[^/]+)/" },
      to: { circular: true, via: { pathNot: "^$1/" } },
    },
    {
      name: "library-stands-alone",
      comment:
        "What users import never reaches the compiler or TypeScript's API.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        path: "^(transformer|fixtures|generated|test|scripts|bench)/|node_modules/(ts-morph|@ts-morph|typescript|prettier|commander|tinyglobby|picocolors)/",
      },
    },
    {
      name: "library-runs-anywhere",
      comment: "What users import runs in browsers: no Node modules.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "emitted-code-stands-alone",
      comment:
        "Generated modules import nothing of ours but the fixtures they derive from.",
      severity: "error",
      from: { path: "^generated/" },
      to: { path: "^(src|transformer|test|scripts|bench)/" },
    },
    {
      name: "typescript-api-only-where-text-is-read",
      severity: "error",
      from: { path: "^transformer/", pathNot: readers },
      to: { path: "node_modules/(ts-morph|@ts-morph|typescript)/" },
    },
    {
      name: "hosts-are-on-top",
      comment: "Hosts call the compiler, never the other way round.",
      severity: "error",
      from: { path: "^(src|transformer)/", pathNot: "^transformer/hosts/" },
      to: { path: "^transformer/hosts/" },
    },
    {
      name: "resolvable",
      comment:
        "All but the CommonJS copy of the library, which the build makes.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "/cjs/index\\.js$" },
    },
    ...layering,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
