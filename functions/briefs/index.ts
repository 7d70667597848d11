/** What other capabilities may use of briefs. */

export { routes } from "./briefs.ts";
export { BriefContent } from "./content.ts";
export { faultsOf } from "./rules.ts";
export { insert as insertBrief } from "./write.ts";
