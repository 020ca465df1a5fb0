import { compareAll } from "./compared.ts";

compareAll(["recording"]);
