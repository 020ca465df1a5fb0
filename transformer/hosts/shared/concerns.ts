/**
 * Whether a text has anything for us: a mark, or a call of ours to check. By the text alone, since most files of
 * a project have neither, and TypeScript need not start for them.
 */
const concerning = /@differentiable|["']adjoint["']/;

export const concerns = (text: string): boolean => concerning.test(text);
