export interface Options {
  /** The tsconfig whose options the sources are read by; absent: for each file, the nearest that includes it. */
  readonly tsconfig?: string;
  /** `false`: type errors are left to a checker of your own. */
  readonly types?: boolean;
}
