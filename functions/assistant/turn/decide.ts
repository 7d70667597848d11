import { type PinnedFacts, requireConsent } from "../../consent/index.ts";
import { Problem } from "../../core/problem.ts";
import { countMessage, type LimitDoc } from "../../limits/index.ts";
import { isCurrent } from "../../platform/store/idempotency.ts";
import type { Caller } from "../../platform/tenant/admit.ts";
import { ownConversation } from "../conversations/own.ts";
import { type ConversationDoc, TURN_MS_MAX, TURNS_MAX } from "../documents.ts";
import type { ChatReads, TurnReads } from "./reads.ts";

export const full = (): Problem => new Problem("conflict", { detail: "This conversation is full. Begin a new one." });

/** May this user say something here now? @returns the conversation, as its owner may see it. @throws Problem that says why not. */
export function admitTurn(
  { conversation, consent }: Pick<ChatReads, "conversation" | "consent">,
  pinned: PinnedFacts,
  caller: Caller,
  now: Date,
): ConversationDoc {
  const own = ownConversation(conversation, caller, now);
  requireConsent(consent.data(), pinned, caller, own.projectId);
  if (own.turnCount >= TURNS_MAX) throw full();
  return own;
}

/** What a message's turn will be, decided from what was read and nothing else. */
export type Decision =
  /** This key has its answer already. */
  | { readonly kind: "replay" }
  | {
      readonly kind: "turn";
      readonly conversation: ConversationDoc;
      /** Its number in the conversation, from 1. */
      readonly number: number;
      /** The user's counters with this message in them. */
      readonly counted: LimitDoc;
    };

/** The rules of a turn, in order. Pure. @throws Problem with the first that refuses it. */
export function decideTurn(reads: TurnReads, pinned: PinnedFacts, now: Date): Decision {
  const { caller, limit, record } = reads;
  if (isCurrent(record?.data(), now)) return { kind: "replay" };
  const counted = countMessage(limit.data(), caller.settings.limits, now);
  const conversation = admitTurn(reads, pinned, caller, now);
  requireIdle(conversation, now);
  return { kind: "turn", conversation, number: conversation.turnCount + 1, counted };
}

/** One answer at a time in a conversation. @throws Problem `conflict`. */
function requireIdle({ answering }: ConversationDoc, now: Date): void {
  if (answering === null || now.getTime() - answering.since.getTime() > TURN_MS_MAX) return;
  throw new Problem("conflict", {
    detail: "This conversation is being answered. Wait for its answer or begin another.",
  });
}
