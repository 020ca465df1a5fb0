export { runTraced, traceProgram, loadTraced } from "./trace.ts";
export type { LoadedTrace, TracedProgram, TraceRequest } from "./trace.ts";
