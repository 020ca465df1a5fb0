/** What became of one program. */
export type Verdict =
  | { readonly kind: "agreed"; readonly entries: number }
  /** It throws, or its values are not finite or huge: the generator's fault. */
  | { readonly kind: "wild" }
  /** Nothing could be compared with differences. */
  | { readonly kind: "not comparable" }
  /** TypeScript refuses it: the generator's fault. */
  | { readonly kind: "ill-typed"; readonly message: string }
  /** Well-typed and of the supported language, and there is no derivative. */
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly message: string;
    }
  /** The compiler or an engine threw. */
  | { readonly kind: "crashed"; readonly message: string }
  | {
      readonly kind: "disagreed";
      readonly how: string;
      readonly message: string;
    };

export const isFinding = ({ kind }: Verdict): boolean =>
  kind === "refused" || kind === "crashed" || kind === "disagreed";

/** By what a smaller program shows the same. */
export function signature(verdict: Verdict): string {
  switch (verdict.kind) {
    case "refused":
      return `refused ${verdict.code} ${verdict.message.replace(/'[^']*'/g, "'…'")}`;
    case "crashed":
      return `crashed ${verdict.message.replace(/\d+|'[^']*'/g, "…").slice(0, 80)}`;
    case "disagreed":
      return `disagreed ${verdict.how}`;
    default:
      return verdict.kind;
  }
}
