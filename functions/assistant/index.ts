/** What other capabilities may use of the assistant. */
export { assistantRoutes } from "./assistant.ts";
export { conversations, proposals, receipts, TURN_MS_MAX, turns } from "./documents.ts";
