import type { Resource } from "../../core/event.ts";
import { Problem } from "../../core/problem.ts";
import type { Answer } from "../../platform/http/route.ts";
import { eventStream, type Send } from "../../platform/http/stream.ts";
import { notFound } from "../../platform/store/firestore.ts";
import { idempotency, idempotencyConflict, requestIdentity } from "../../platform/store/idempotency.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { ownConversation } from "../conversations/own.ts";
import { places, proposals, type ReceiptDoc, receipts, type TurnDoc, turns } from "../documents.ts";
import { viewProposal } from "../proposals/view.ts";
import type { SendCall } from "./reads.ts";

/** The same key again: the stored answer in the same form, and nothing leaves. */
export async function replay(call: SendCall, vault: Vault): Promise<Answer> {
  const { store } = call;
  const conversation = ownConversation(call.reads.conversation, call.caller, call.now);
  const { conversationId, turn } = await storedTurn(call);
  const [{ receipt }, { proposal }] = await store.getNamed(
    { receipt: store.doc(receipts, turn.receiptId) },
    turn.proposalId === null ? {} : { proposal: store.doc(proposals, turn.proposalId) },
  );
  const sent = receipt.data();
  if (sent === undefined) throw notFound();
  return withKeys(store, vault, async (keys) => {
    const text =
      turn.answer === null ? "" : keys.open(places.answer(conversationId, turn.number, conversation), turn.answer);
    const shown = proposal?.exists ? viewProposal(proposal, keys, call.now) : undefined;
    return {
      body: eventStream((write) => tell(write, turn, sent, text, shown)),
      mediaType: "text/event-stream",
      headers: { "idempotent-replayed": "true" },
      resources: disclosed(conversationId, turn),
      facts: { replayed: true },
    };
  });
}

/** The turn that this key was used for. @throws Problem when it is another request's, gone, or not answered yet. */
async function storedTurn(call: SendCall): Promise<{ conversationId: string; turn: TurnDoc }> {
  const { store } = call;
  const { recordId = "", requestHash } = requestIdentity(call);
  const record = (await store.get(store.doc(idempotency, recordId))).data();
  if (record?.requestHash !== requestHash) throw idempotencyConflict();
  const [conversationId = "", number = ""] = record.reference?.split("/") ?? [];
  const turn = (await store.get(store.doc(turns, conversationId, number))).data();
  if (turn === undefined) throw notFound();
  if (turn.status === "open")
    throw new Problem("conflict", { detail: "This message is still being answered. Ask again in a moment." });
  return { conversationId, turn };
}

const disclosed = (conversationId: string, turn: TurnDoc): Resource[] => [
  { type: "conversation", uid: conversationId },
  { type: "receipt", uid: turn.receiptId },
  ...(turn.proposalId === null ? [] : [{ type: "proposal" as const, uid: turn.proposalId }]),
];

async function tell(
  write: Send,
  turn: TurnDoc,
  { sha256, provider, host, region, model }: ReceiptDoc,
  text: string,
  proposal: ReturnType<typeof viewProposal> | undefined,
): Promise<void> {
  await write("receipt", { receiptId: turn.receiptId, sha256, provider, host, region, model });
  if (text !== "") await write("delta", { text });
  if (proposal !== undefined) {
    const { id, tool, arguments: args, argumentsHash, expiresAt } = proposal;
    await write("proposal", { proposalId: id, tool, arguments: args, argumentsHash, expiresAt });
  }
  const status = turn.status === "unknown" ? "aborted" : turn.status;
  await write("done", { turnId: String(turn.number), status, usage: turn.usage });
}
