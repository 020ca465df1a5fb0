/**
 * The programs of `test/programs` that are answered with a diagnostic. A program may be refused; it may not
 * be forgotten: what is refused and not listed fails, and so does what is listed and not refused.
 */
export const refused: Readonly<Record<string, readonly string[]>> = {};
