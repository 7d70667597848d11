import { consentState } from "../../consent/index.ts";
import { limits } from "../../limits/index.ts";
import type { Call, ReadIds, ReadsOf } from "../../platform/http/route.ts";
import type { DocumentReference, DocumentSnapshot, TenantStore } from "../../platform/store/firestore.ts";
import type { IdempotencyDoc } from "../../platform/store/idempotency.ts";
import { type Caller, notAMember, sessionEnded } from "../../platform/tenant/admit.ts";
import { members } from "../../platform/tenant/member.ts";
import { conversations } from "../documents.ts";
import type { preview, sendMessage } from "./routes.ts";

/** What a chat route reads in the same round trip as the membership. */
export const chatReads = (store: TenantStore, { userId, params }: ReadIds) => ({
  consent: store.doc(consentState, "current"),
  conversation: store.doc(conversations, params.conversationId ?? ""),
  limit: store.doc(limits, userId),
});
export type ChatReads = ReadsOf<typeof chatReads>;
export type PreviewCall = Call<typeof preview, ChatReads>;
export type SendCall = Call<typeof sendMessage, ChatReads>;

/** How much a message's user decided beside the engine: for the trail and the receipt. */
export const chosen = ({ redact = [], keep = [] }: SendCall["body"] | PreviewCall["body"]) => ({
  redacted: redact.length,
  kept: keep.length,
});

/** Everything that the rules of a turn look at, and when it was read. */
export interface TurnReads extends ChatReads {
  /** Not later than the reading. */
  readonly at: Date;
  readonly caller: Caller;
  /** Looked up only when something is in the way, so undefined at first. */
  readonly record: DocumentSnapshot<IdempotencyDoc> | undefined;
}

/** What came with the request. */
export function firstReads(call: SendCall): TurnReads {
  return { ...call.reads, at: call.now, caller: call.caller, record: undefined };
}

/** Everything once more, as it is now, the membership included. @throws Problem `forbidden` when there is none any more. */
export async function readAgain(
  call: SendCall,
  before: Caller,
  record: DocumentReference<IdempotencyDoc> | undefined,
): Promise<TurnReads> {
  const { store, params } = call;
  const at = call.clock.now();
  const { userId } = before;
  const [chat, { member }, { record: found }] = await store.getNamed(
    chatReads(store, { userId, params }),
    { member: store.doc(members, userId) },
    record === undefined ? {} : { record },
  );
  const membership = member.data();
  if (membership?.status !== "active") throw notAMember();
  const { role, projects, assistantEnabled, assistantFactsHash, tokensValidAfter } = membership;
  if (tokensValidAfter !== null && before.signedInAt < tokensValidAfter) throw sessionEnded();
  const caller = { ...before, role, projects, assistantEnabled, assistantFactsHash };
  return { ...chat, at, caller, record: found };
}
