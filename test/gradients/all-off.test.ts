import {
  allAnalyses,
  type Analyses,
} from "../../transformer/3-differentiate/sweep.ts";
import { compareAll } from "./compared.ts";

compareAll(Object.keys(allAnalyses) as (keyof Analyses)[]);
