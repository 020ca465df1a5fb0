/** One line on a terminal that says how far long work is; silent elsewhere. */
import type { Io } from "./io.ts";

export interface Progress {
  step(what: string): void;
  done(): void;
}

const silent: Progress = { step: () => undefined, done: () => undefined };

export function startProgress(io: Io, verb: string, total?: number): Progress {
  if (!io.interactive) return silent;
  const started = Date.now();
  let steps = 0;
  let drawn = false;
  return {
    step(what) {
      steps++;
      // Work that takes no time to notice needs no progress.
      if (Date.now() - started < 300) return;
      const of = total === undefined ? "" : ` ${steps}/${total}`;
      const line = `${verb}${of} ${what}`;
      io.err(`\r\x1b[K${line.slice(0, io.columns - 1)}`);
      drawn = true;
    },
    done() {
      if (drawn) io.err("\r\x1b[K");
    },
  };
}
