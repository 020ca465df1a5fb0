/** The traced form in the shape of a generated derivative, so that the check can be turned on it. */
import type { Derivatives } from "../../src/check/index.ts";
import { loadTraced, traceProgram } from "../../transformer/trace/index.ts";

type AnyFunction = (...args: never[]) => unknown;

/** The functions of one file, plain and traced. */
export async function tracedFile(
  path: string,
  functions: readonly string[],
): Promise<Record<string, { f: AnyFunction; traced: Derivatives }>> {
  const module = (await import(path)) as Record<string, AnyFunction>;
  const loaded = await loadTraced(traceProgram({ fileName: path, functions }));
  return Object.fromEntries(
    functions.map((name) => {
      const engine = loaded.engineOf(name);
      const vjp = (...args: unknown[]) => {
        const first = engine(args, 1);
        const isVoid = first.value?.of === undefined;
        const kept = structuredClone(args);
        return {
          value: isVoid ? first.written : first.value?.of,
          pullback: (cotangent: unknown) => {
            const { entries } = engine(structuredClone(kept), cotangent);
            return entries;
          },
        };
      };
      return [name, { f: module[name]!, traced: { vjp } }];
    }),
  );
}
