/** What other capabilities may use of the trail. */
export { auditRoutes } from "./audit.ts";
export { exports } from "./export.ts";
export { placeEvents } from "./sequence.ts";
