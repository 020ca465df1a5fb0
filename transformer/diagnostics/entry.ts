/** The shape of a catalogue entry. */
export interface Entry {
  /** A few words, as a heading. */
  readonly title: string;
  /** What is said at the place, with `{holes}`. */
  readonly message: string;
  readonly why: string;
  /** What to write in its place. */
  readonly instead: string;
  readonly wrong: string;
  readonly right: string;
}
