/** What other capabilities may use of the trail. */
export { auditRoutes } from "./audit.ts";
export { exports } from "./export/export.ts";
export { placeEvents } from "./seal/sequence.ts";
