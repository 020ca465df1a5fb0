import { compareAll } from "./compared.ts";

compareAll(["dependence"]);
