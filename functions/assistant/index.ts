/** What other capabilities may use of the assistant. */
export { assistantRoutes } from "./assistant.ts";
export { erase as eraseConversation } from "./conversations/conversation.ts";
export { conversations, receipts, TURN_MS_MAX, turns } from "./documents.ts";
