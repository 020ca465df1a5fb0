/** What can be seen of a function while it is compiled: its IR after each pass, with what the analyses found. */
import type { DumpFacts, Dumpable } from "./dump.ts";

export interface Stage {
  /** The pass's name, as `pipeline.ts` lists it. */
  readonly pass: string;
  /** Key of the function that is on its way: a primal, a derivative, a half. */
  readonly key: string;
  readonly func: Dumpable;
  readonly facts?: DumpFacts;
  /** What was decided, a line each. */
  readonly notes?: readonly string[];
}

export type Observe = (stage: Stage) => void;

/** What a pass shows of the function that it works on. */
export type Show = (
  pass: string,
  func: Dumpable,
  facts?: DumpFacts,
  notes?: () => readonly string[],
) => void;

/** Shows one function's stages; undefined where nobody looks, so that nothing is made for it. */
export const showing = (
  observe: Observe | undefined,
  key: string,
): Show | undefined =>
  observe &&
  ((pass, func, facts, notes) =>
    observe({
      ...{ pass, key, func },
      ...(facts ? { facts } : {}),
      ...(notes ? { notes: notes() } : {}),
    }));
