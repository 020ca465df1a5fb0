/** The process as the commands see it, so that tests can stand in for it. */
import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

export interface Io {
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Colours for stdout and for stderr: a pipe gets none. */
  readonly outColors: Colors;
  readonly errColors: Colors;
  /** A person is watching stderr: progress may be drawn there. */
  readonly interactive: boolean;
  readonly columns: number;
}

/** `NO_COLOR` and `FORCE_COLOR` decide, else whether the stream is a terminal. */
function wantsColor(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return stream.isTTY === true && TERM !== "dumb";
}

export function processIo(): Io {
  const { stdout, stderr } = process;
  // `adjoint explain … | head` closes the pipe early: that is no error.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    cwd: process.cwd(),
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outColors: createColors(wantsColor(stdout)),
    errColors: createColors(wantsColor(stderr)),
    interactive: stderr.isTTY && process.env["TERM"] !== "dumb",
    columns: stderr.columns || 80,
  };
}
