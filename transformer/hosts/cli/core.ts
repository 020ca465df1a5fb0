/**
 * What the command line asks of the compiler, and nothing more: commands are
 * written against this, tests may hand them another one.
 */
import type { Paint } from "../../../src/check/index.ts";
import type { Diagnostic } from "../../ir/program.ts";
import type { Settings } from "../shared/settings.ts";

export interface GenerateRequest {
  readonly settings: Settings;
  /** Absolute paths of the sources, all compiled in one program. */
  readonly files: readonly string[];
  /** Where the module generated from a source goes. */
  readonly outFile: (file: string) => string;
  readonly onFile?: (file: string) => void;
}

export interface GeneratedModule {
  readonly file: string;
  readonly outFile: string;
  /** The whole generated module; absent when nothing was emitted. */
  readonly text?: string;
  /** Names of the emitted functions, in order. */
  readonly functions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExplainRequest {
  readonly settings: Settings;
  readonly file: string;
  /** A marked function; absent: all of them. */
  readonly function?: string;
  /** One of the core's `stages`; absent: the emitted code. */
  readonly stage?: string;
}

export interface Explanation {
  /** The marked functions of the file, in order. */
  readonly marked: readonly string[];
  readonly parts: readonly ExplanationPart[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What one stage made of one function. */
export interface ExplanationPart {
  readonly function: string;
  readonly stage: string;
  readonly text: string;
}

export interface CheckRequest {
  readonly settings: Settings;
  readonly file: string;
  /** A marked function; absent: all of them. */
  readonly function?: string;
  readonly seed?: number;
  readonly points?: number;
  readonly onFunction?: (name: string) => void;
  /** How the cells of the table are shown. */
  readonly paint?: Paint;
}

export interface CheckOutcome {
  /** The marked functions of the file, in order. */
  readonly marked: readonly string[];
  readonly passed: boolean;
  /** The comparison as a person reads it, and as a program does. */
  readonly table: string;
  readonly report: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Stage {
  readonly name: string;
  readonly summary: string;
}

export interface Core {
  readonly stages: readonly Stage[];
  generate(request: GenerateRequest): Promise<readonly GeneratedModule[]>;
  explain(request: ExplainRequest): Promise<Explanation>;
  check(request: CheckRequest): Promise<CheckOutcome>;
}
