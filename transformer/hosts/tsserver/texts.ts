/**
 * Marked files as the editor's TypeScript is to see them: the user's text, then what is emitted for it. No hooks:
 * every place of the user's stays where the editor has it. While text is typed, what was emitted before it stands
 * in; it is compiled when the editor asks for errors, which it does when the typing stops.
 */
import type { ts } from "ts-morph";
import { concerns } from "../shared/concerns.ts";
import { isSource } from "../shared/paths.ts";
import type { Output, Session } from "../shared/session.ts";
import { openSession } from "../shared/session.ts";

export interface Texts {
  /** What is to be added to a file's text: nothing, for most. */
  readonly appendedTo: (file: string) => string;
  /** Compiles what has changed; whether anything else is emitted now. */
  readonly update: () => boolean;
  readonly outputs: () => Iterable<Output>;
  /** Rises when what is emitted for a file has changed. */
  readonly changes: (file: string) => number;
}

export interface TextHost {
  /** The text that the editor has, or the disk. */
  readonly read: (file: string) => string | undefined;
  readonly options: () => ts.CompilerOptions;
  readonly log: (error: unknown) => void;
}

interface State {
  readonly output: Output | undefined;
  readonly changes: number;
}

export function openTexts(host: TextHost): Texts {
  const states = new Map<string, State>();
  let session: Session | undefined;
  let openedFor = "";
  const sessionNow = (): Session => {
    const { configFile: _, ...options } = host.options() as ts.CompilerOptions &
      Readonly<Record<"configFile", unknown>>;
    const key = JSON.stringify(options);
    if (session === undefined || key !== openedFor) {
      openedFor = key;
      session = openSession({
        compilerOptions: options,
        host: { readFile: host.read },
      });
    }
    return session;
  };
  const compile = (file: string): State => {
    const before = states.get(file);
    let output = before?.output;
    try {
      const text = host.read(file);
      output =
        text === undefined ? undefined : sessionNow().compile(file, text);
    } catch (error) {
      host.log(error);
    }
    const isSame = output?.appended === before?.output?.appended;
    const state = {
      output,
      changes: (before?.changes ?? 0) + (isSame ? 0 : 1),
    };
    states.set(file, state);
    return state;
  };
  return {
    appendedTo: (file) => {
      if (!isSource(file) || file.includes("/node_modules/")) return "";
      const text = host.read(file);
      if (text === undefined || !concerns(text)) return "";
      const { output } = states.get(file) ?? compile(file);
      return output?.appended ?? "";
    },
    update: () => {
      let isOther = false;
      for (const [file, before] of [...states])
        if (compile(file).changes !== before.changes) isOther = true;
      return isOther;
    },
    outputs: function* () {
      for (const { output } of states.values())
        if (output !== undefined) yield output;
    },
    changes: (file) => states.get(file)?.changes ?? 0,
  };
}
