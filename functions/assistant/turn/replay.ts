import { setTimeout as sleep } from "node:timers/promises";
import type { Resource } from "../../core/event.ts";
import { Problem } from "../../core/problem.ts";
import { asProblem } from "../../platform/http/response.ts";
import type { Answer } from "../../platform/http/route.ts";
import { eventStream, type Send } from "../../platform/http/stream.ts";
import { problemIn } from "../../platform/http/words/index.ts";
import { notFound } from "../../platform/store/firestore.ts";
import { idempotency, idempotencyConflict, requestIdentity } from "../../platform/store/idempotency.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { ownConversation } from "../conversations/own.ts";
import {
  type ConversationDoc,
  places,
  proposals,
  type ReceiptDoc,
  receipts,
  TURN_MS_MAX,
  type TurnDoc,
  turns,
} from "../documents.ts";
import { viewProposal } from "../proposals/view.ts";
import type { Report } from "./answer.ts";
import { eventId, type Progress, progressOf } from "./progress.ts";
import type { SendCall } from "./reads.ts";

/**
 * The same key again: the stored answer, from where the client's `Last-Event-ID` left off, and nothing leaves. While it is still being
 * answered, on whatever instance, the stream waits for its end.
 */
export async function replay(call: SendCall, vault: Vault, report: Report): Promise<Answer> {
  const { store } = call;
  const conversation = ownConversation(call.reads.conversation, call.caller, call.now);
  const { conversationId, turn } = await storedTurn(call);
  const sent = (await store.get(store.doc(receipts, turn.receiptId))).data();
  if (sent === undefined) throw notFound();
  const read = progressOf(call.lastEventId, turn);
  return {
    body: eventStream(async (write, gone) => {
      try {
        if (!read.hasReceipt) await write("receipt", receiptEvent(turn, sent), eventId.text(turn.number, 0));
        const ended = await endOf(call, conversationId, turn, AbortSignal.any([gone, call.signal]));
        if (ended !== undefined) await tell(call, vault, write, { conversationId, conversation, turn: ended, read });
      } catch (error) {
        const problem = asProblem(error);
        report.failed(problem);
        await write("problem", problemIn(call.language, problem, call.requestId));
        const usage = { inputTokens: 0, outputTokens: 0 };
        await write("done", { turnId: String(turn.number), status: "aborted", usage });
      }
    }),
    mediaType: "text/event-stream",
    headers: { "idempotent-replayed": "true", "x-accel-buffering": "no" },
    resources: disclosed(conversationId, turn),
    facts: { replayed: true },
  };
}

/** The turn that this key was used for. @throws Problem when it is another request's, or gone. */
async function storedTurn(call: SendCall): Promise<{ conversationId: string; turn: TurnDoc }> {
  const { store } = call;
  const { recordId = "", requestHash } = requestIdentity(call);
  const record = (await store.get(store.doc(idempotency, recordId))).data();
  if (record?.requestHash !== requestHash) throw idempotencyConflict();
  const [conversationId = "", number = ""] = record.reference?.split("/") ?? [];
  const turn = (await store.get(store.doc(turns, conversationId, number))).data();
  if (turn === undefined) throw notFound();
  return { conversationId, turn };
}

const LOOK_MS = 400;

/** The turn once it has ended: looked for again and again, since another instance may be answering it. Undefined when nobody waits. */
async function endOf(
  call: SendCall,
  conversationId: string,
  first: TurnDoc,
  gone: AbortSignal,
): Promise<TurnDoc | undefined> {
  const { store, clock } = call;
  const untilMs = first.createdAt.getTime() + TURN_MS_MAX;
  for (let turn: TurnDoc | undefined = first; ; ) {
    if (turn === undefined) throw notFound();
    if (turn.status !== "open") return turn;
    if (clock.now().getTime() > untilMs)
      throw new Problem("conflict", { detail: "This message was never answered. Send it again with a new key." });
    await sleep(LOOK_MS, undefined, { signal: gone }).catch(() => undefined);
    if (gone.aborted) return undefined;
    turn = (await store.get(store.doc(turns, conversationId, String(first.number)))).data();
  }
}

const disclosed = (conversationId: string, turn: TurnDoc): Resource[] => [
  { type: "conversation", uid: conversationId },
  { type: "receipt", uid: turn.receiptId },
  ...(turn.proposalId === null ? [] : [{ type: "proposal" as const, uid: turn.proposalId }]),
];

const receiptEvent = ({ receiptId }: TurnDoc, { sha256, provider, host, region, model }: ReceiptDoc) => ({
  receiptId,
  sha256,
  provider,
  host,
  region,
  model,
});

interface Told {
  readonly conversationId: string;
  readonly conversation: ConversationDoc;
  readonly turn: TurnDoc;
  readonly read: Progress;
}

/** What the client has not read yet of a turn that has ended. */
async function tell(call: SendCall, vault: Vault, write: Send, told: Told): Promise<void> {
  const { store } = call;
  const { conversationId, conversation, turn, read } = told;
  const proposal = turn.proposalId === null ? undefined : await store.get(store.doc(proposals, turn.proposalId));
  const { text, shown } = await withKeys(store, vault, async (keys) => ({
    text: turn.answer === null ? "" : keys.open(places.answer(conversationId, turn.number, conversation), turn.answer),
    shown: proposal?.exists ? viewProposal(proposal, keys, call.now) : undefined,
  }));
  const rest = text.slice(read.units);
  if (rest !== "") await write("delta", { text: rest }, eventId.text(turn.number, text.length));
  if (shown !== undefined && !read.hasProposal) {
    const { id, tool, arguments: args, argumentsHash, expiresAt } = shown;
    const event = { proposalId: id, tool, arguments: args, argumentsHash, expiresAt };
    await write("proposal", event, eventId.proposal(turn.number));
  }
  const status = turn.status === "unknown" ? "aborted" : turn.status;
  await write("done", { turnId: String(turn.number), status, usage: turn.usage }, eventId.done(turn.number));
}
