/** What is tested of every file's output, in one run: they are compiled once. */
import "./layout.ts";
import "./promises.ts";
import "./same-bytes.ts";
import "./types.ts";
