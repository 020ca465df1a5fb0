/** Words for names and messages. */
export const capital = (s: string): string =>
  s.charAt(0).toUpperCase() + s.slice(1);
