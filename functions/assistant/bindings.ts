import { type Binding, bind } from "../platform/http/route.ts";
import * as conversation from "./conversations/conversation.ts";
import { deleteConversation, listConversations, openConversation, readConversation } from "./conversations/routes.ts";
import * as proposal from "./proposals/proposals.ts";
import { decideProposal, readProposal } from "./proposals/routes.ts";
import * as receipt from "./receipts/receipts.ts";
import { listReceipts, readReceipt } from "./receipts/routes.ts";
import type { AssistantDeps } from "./turn/deps.ts";
import { previewMessage } from "./turn/preview.ts";
import { chatReads } from "./turn/reads.ts";
import { preview, sendMessage } from "./turn/routes.ts";
import { send } from "./turn/send.ts";

/** The assistant function: each contract with its rule, and what it reads together with the membership. */
export function assistantBindings(deps: AssistantDeps): Binding[] {
  const { vault } = deps;
  return [
    bind(openConversation, (call) => conversation.open(call, deps)),
    bind(listConversations, conversation.list),
    bind(readConversation, (call) => conversation.read(call, vault), conversation.conversationReads),
    bind(deleteConversation, (call) => conversation.remove(call, vault)),
    bind(preview, (call) => previewMessage(call, deps), chatReads),
    bind(sendMessage, (call) => send(call, deps), chatReads),
    bind(listReceipts, receipt.list),
    bind(readReceipt, (call) => receipt.read(call, vault), receipt.receiptReads),
    bind(readProposal, (call) => proposal.read(call, vault), proposal.proposalReads),
    bind(decideProposal, (call) => proposal.decide(call, deps)),
  ];
}
