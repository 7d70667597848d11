import type { RouteSpec } from "../platform/http/route.ts";
import { readMe } from "./me.ts";
import { readRules, replaceRules } from "./redaction/contract.ts";

/** The workspace's contract, in the order of the document. */
export const routes: readonly RouteSpec[] = [readMe, readRules, replaceRules];
