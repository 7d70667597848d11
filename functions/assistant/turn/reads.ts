import { consentState } from "../../consent/index.ts";
import { Problem } from "../../core/problem.ts";
import type { Call } from "../../platform/http/route.ts";
import type { DocumentReference, DocumentSnapshot } from "../../platform/store/firestore.ts";
import { type Caller, MemberDoc, members } from "../../platform/tenant/member.ts";
import type { sendMessage } from "../assistant.ts";
import { type ConversationDoc, TURN_MS_MAX } from "../documents.ts";
import { chatReads } from "./prepare.ts";

/** How old what was read may be when the turn is stored, in milliseconds. */
export const READ_MS_MAX = 300;

/** What the rules of a chat turn look at, and when it was read. */
export interface Reads {
  readonly at: number;
  readonly caller: Caller;
  readonly consent: DocumentSnapshot<object> | undefined;
  readonly conversation: DocumentSnapshot<object> | undefined;
  readonly limit: DocumentSnapshot<object> | undefined;
  readonly record: DocumentSnapshot<object> | undefined;
}

/** Everything the rules look at, once more, the membership included. */
export async function readAgain(
  call: Call<typeof sendMessage>,
  before: Caller,
  kept: DocumentReference<object> | undefined,
): Promise<Reads> {
  const { store, params } = call;
  const at = Date.now();
  const [member, consent, conversation, limit, record] = await store.getAll(
    store.doc(members, before.userId),
    store.doc(consentState, "current"),
    ...chatReads(store, { userId: before.userId, params }),
    ...(kept === undefined ? [] : [kept]),
  );
  const { status, role, projects, assistantEnabled } = MemberDoc.parse(member?.data());
  if (status !== "active")
    throw new Problem("forbidden", { detail: "You are not an active member of this organisation any more." });
  return { at, caller: { ...before, role, projects, assistantEnabled }, consent, conversation, limit, record };
}

/** One answer at a time in a conversation. @throws Problem `conflict`. */
export function requireIdle(conversation: ConversationDoc, now: Date): void {
  const { answering } = conversation;
  if (answering === null || now.getTime() - answering.since.getTime() > TURN_MS_MAX) return;
  throw new Problem("conflict", {
    detail: "This conversation is being answered. Wait for its answer or begin another.",
  });
}
