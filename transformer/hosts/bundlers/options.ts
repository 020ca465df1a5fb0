export interface Options {
  /** The tsconfig whose options the sources are read by; absent: for each file, the nearest that includes it. */
  readonly tsconfig?: string;
}
