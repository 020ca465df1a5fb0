/** What a statement makes, for those who meet it by different roads: the compiler's probes and the traced form. */
export const statementKey = (
  file: string,
  start: number,
  target: string,
): string => `${file}:${start} ${target}`;
