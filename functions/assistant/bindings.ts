import { consentState } from "../consent/index.ts";
import { type Binding, bind } from "../platform/http/route.ts";
import type { Log } from "../platform/log.ts";
import {
  deleteConversation,
  listConversations,
  openConversation,
  preview,
  readConversation,
  sendMessage,
} from "./assistant.ts";
import * as conversation from "./conversations/conversation.ts";
import { conversations, proposals, receipts } from "./documents.ts";
import * as proposal from "./proposals/proposals.ts";
import { decideProposal, readProposal } from "./proposals/routes.ts";
import * as receipt from "./receipts/receipts.ts";
import { listReceipts, readReceipt } from "./receipts/routes.ts";
import { previewMessage, send } from "./turn/messages.ts";
import { type AssistantDeps, chatReads } from "./turn/prepare.ts";

/** The assistant function: each contract with its rule, and what it reads together with the membership. */
export function assistantBindings(deps: AssistantDeps & { log: Log }): Binding[] {
  const { vault, pinned, log } = deps;
  const chat: Binding["preload"] = (store, ids) => [store.doc(consentState, "current"), ...chatReads(store, ids)];
  return [
    bind(openConversation, (call) => conversation.open(call, vault, pinned)),
    bind(listConversations, conversation.list),
    bind(readConversation, (call) => conversation.read(call, vault), {
      preload: (store, { params }) => [store.doc(conversations, params.conversationId ?? "")],
    }),
    bind(deleteConversation, (call) => conversation.remove(call, vault)),
    bind(preview, (call) => previewMessage(call, deps), { preload: chat }),
    bind(sendMessage, (call) => send(call, deps, log), { preload: chat }),
    bind(listReceipts, receipt.list),
    bind(readReceipt, (call) => receipt.read(call, vault), {
      preload: (store, { params }) => [store.doc(receipts, params.receiptId ?? "")],
    }),
    bind(readProposal, (call) => proposal.read(call, vault), {
      preload: (store, { params }) => [store.doc(proposals, params.proposalId ?? "")],
    }),
    bind(decideProposal, (call) => proposal.decide(call, vault)),
  ];
}
