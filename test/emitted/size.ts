/** How much code an entry is. */

export const entries = ["Grad", "ValueAndGrad", "Vjp", "Adjoint"];

/** The text of one emitted function, without its comments; empty if there is none. */
export function codeOf(appended: string, name: string): string {
  const start = new RegExp(`^(export )?function ${name}\\(`, "m").exec(
    appended,
  );
  if (!start) return "";
  const end = appended.indexOf("\n}\n", start.index);
  return withoutComments(appended.slice(start.index, end + 3));
}

export const withoutComments = (text: string): string =>
  text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
