/** What other capabilities may use of briefs. */
export { BriefContent } from "./brief.ts";
export { routes } from "./briefs.ts";
export { faultsOf } from "./rules.ts";
export { insert as insertBrief } from "./write.ts";
