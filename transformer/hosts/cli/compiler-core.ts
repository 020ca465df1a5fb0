/** The compiler behind the commands. */
import type { Core } from "./core.ts";

export const core: Core = {
  stages: [],
  generate: () => Promise.reject(new Error("not wired yet")),
  explain: () => Promise.reject(new Error("not wired yet")),
  check: () => Promise.reject(new Error("not wired yet")),
};
