import type { RouteSpec } from "../platform/http/route.ts";
import { deleteConversation, listConversations, openConversation, readConversation } from "./conversations/routes.ts";
import { decideProposal, readProposal } from "./proposals/routes.ts";
import { listReceipts, readReceipt } from "./receipts/routes.ts";
import { preview, sendMessage } from "./turn/routes.ts";

/** The assistant's contract. */
export const routes: readonly RouteSpec[] = [
  openConversation,
  listConversations,
  readConversation,
  deleteConversation,
  preview,
  sendMessage,
  listReceipts,
  readReceipt,
  readProposal,
  decideProposal,
];
