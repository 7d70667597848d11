import { type ConsentDoc, type PinnedFacts, requireConsent } from "../../consent/index.ts";
import { Problem } from "../../core/problem.ts";
import { limits } from "../../limits/index.ts";
import type { Call } from "../../platform/http/route.ts";
import type { ModelAdapter } from "../../platform/model/model.ts";
import { withKeys } from "../../platform/store/change.ts";
import type { DocumentReference, DocumentSnapshot, TenantStore } from "../../platform/store/firestore.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Engine } from "../../redaction/index.ts";
import type { preview, sendMessage } from "../assistant.ts";
import { ownConversation } from "../conversations/conversation.ts";
import { type ConversationDoc, conversations, openContext, TURNS_MAX } from "../documents.ts";
import { INSTRUCTIONS, PROPOSE_BRIEF } from "../tools/propose-brief.ts";
import { passGate } from "./gate.ts";
import type { ConsentWatch } from "./watch.ts";

export interface AssistantDeps {
  readonly vault: Vault;
  readonly pinned: PinnedFacts;
  readonly engine: Engine;
  readonly model: ModelAdapter;
  readonly watch: ConsentWatch;
}

/** What a chat route reads in the same round trip as the membership: consent, conversation, counters. */
export const chatReads = (
  store: TenantStore,
  ids: { userId: string; params: Readonly<Record<string, string>> },
): DocumentReference<object>[] => [
  store.doc(conversations, ids.params.conversationId ?? ""),
  store.doc(limits, ids.userId),
];

type ChatCall = Call<typeof preview> | Call<typeof sendMessage>;

const CONTEXT_BYTES_MAX = 450_000;
const full = () => new Problem("conflict", { detail: "This conversation is full. Begin a new one." });

/** May this user say something here now? The conversation, as its owner may see it. */
export function admitTurn(
  call: ChatCall,
  deps: AssistantDeps,
  snapshot: DocumentSnapshot<object> | undefined,
  consent: ConsentDoc | undefined,
): ConversationDoc {
  const conversation = ownConversation(snapshot, call.caller, call.now);
  requireConsent(consent, deps.pinned, call.caller, conversation.projectId);
  if (conversation.turnCount >= TURNS_MAX) throw full();
  return conversation;
}

/** The egress gate, then the exact bytes: the same for a preview and for sending, so that one binds the other. */
export function prepareTurn(call: ChatCall, deps: AssistantDeps, conversation: ConversationDoc) {
  const id = call.params.conversationId;
  return withKeys(call, deps.vault, async (keys) => {
    const passed = passGate(deps.engine, call.body.text, openContext(keys, id, conversation));
    // A conversation and one more answer must fit a document of 1 MiB, sealed and in base64.
    if (Buffer.byteLength(JSON.stringify(passed.context)) > CONTEXT_BYTES_MAX) throw full();
    const request = deps.model.prepare({
      instructions: INSTRUCTIONS,
      messages: passed.messages,
      tools: [PROPOSE_BRIEF],
      safetyIdentifier: keys.pseudonym(call.caller.userId),
    });
    return { keys, passed, request };
  });
}
