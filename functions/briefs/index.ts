/** What other capabilities may use of briefs. */
export { BriefContent } from "./brief.ts";
export { briefRoutes } from "./briefs.ts";
export { insert as insertBrief, requireProject } from "./write.ts";
