import type { Resource } from "../../core/event.ts";
import { Problem } from "../../core/problem.ts";
import { addUsage } from "../../limits/index.ts";
import { append } from "../../platform/audit.ts";
import { NO_USAGE, type Usage } from "../../platform/model/model.ts";
import { isAlreadyExists, isStale, type WriteBatch } from "../../platform/store/firestore.ts";
import { conversations, places, proposals, receipts, turns } from "../documents.ts";
import { type Proposed, type Proposer, readProposal, type ToolCall } from "../proposals/propose.ts";
import type { Begun } from "./begin.ts";
import type { SendCall } from "./reads.ts";

export interface Finished {
  /** The model's words in placeholder form, and as the user read them. */
  readonly spoken: string;
  readonly restored: string;
  readonly calls: readonly ToolCall[];
  readonly status: "completed" | "truncated" | "aborted";
  readonly usage: Usage;
}

/**
 * Stores how a turn ended, sealed, with its event, in one commit. Whatever can't be stored (a conversation deleted meanwhile, an answer that
 * no document takes) still closes the turn, as aborted, so that the conversation goes on; only an outage of storage is thrown.
 * @returns how it ended, and the proposal to show, if there is one.
 */
export async function finish(
  call: SendCall,
  begun: Begun,
  end: Finished,
): Promise<{ status: Finished["status"]; proposal?: object; problem?: Problem }> {
  const { store } = call;
  try {
    const proposed = readProposal(proposer(begun), end.calls[0], call.clock.now());
    await store.commit(wholeBatch(call, begun, end, proposed)).catch((error: unknown) => {
      // Ours already: its acknowledgement was lost.
      if (!isAlreadyExists(error)) throw error;
    });
    return {
      status: end.status,
      ...(proposed.event === undefined ? {} : { proposal: proposed.event }),
      ...(proposed.problem === undefined ? {} : { problem: proposed.problem }),
    };
  } catch (error) {
    if (error instanceof Problem && error.code === "storage-unavailable") throw error;
    const wasDeleted = isStale(error);
    // Nothing of the model's goes into what closes a turn that could not be stored: it may be what can't be.
    const usage = wasDeleted ? end.usage : NO_USAGE;
    const batch = closing(call, begun, { ...end, status: "aborted", usage });
    if (!wasDeleted) {
      batch.update(store.doc(conversations, begun.conversationId), { answering: null });
      batch.update(store.doc(turns, begun.conversationId, String(begun.turn)), {
        status: "aborted",
        usage: { ...usage },
      });
    }
    await store.commit(batch);
    const problem = wasDeleted
      ? new Problem("not-found", {
          detail: "The conversation was deleted while it was being answered. Nothing of the answer was kept.",
        })
      : new Problem("internal", { detail: "The answer could not be stored. Ask again.", cause: error });
    return { status: "aborted", problem };
  }
}

/** What remains of a turn in any case: how its receipt ended, and the event. */
function closing(call: SendCall, begun: Begun, end: Finished): WriteBatch {
  const { store } = call;
  const at = call.clock.now();
  const batch = store.batch();
  batch.update(store.doc(receipts, begun.receiptId), { status: end.status, endedAt: at });
  const eventId = `evt_${begun.receiptId.slice(4)}-done`;
  append(
    batch,
    store,
    { ...call.audit, at },
    {
      eventId,
      action: "assistant.messages.finish",
      resources: resources(begun),
      facts: { outcome: end.status, ...end.usage },
    },
  );
  return batch;
}

function wholeBatch(call: SendCall, begun: Begun, end: Finished, proposed: Proposed): WriteBatch {
  const { store } = call;
  const batch = closing(call, begun, end);
  batch.update(store.doc(conversations, begun.conversationId), {
    answering: null,
    context: sealedContext(begun, end),
    contextTurn: begun.turn,
  });
  batch.update(store.doc(turns, begun.conversationId, String(begun.turn)), {
    status: end.status,
    usage: { ...end.usage },
    proposalId: proposed.id ?? null,
    answer: begun.keys.seal(places.answer(begun.conversationId, begun.turn, begun.conversation), end.restored),
  });
  const { inputTokens, outputTokens } = end.usage;
  addUsage(batch, store, call.caller.userId, call.now, { messages: 1, inputTokens, outputTokens });
  if (proposed.id !== undefined && proposed.doc !== undefined) {
    batch.create(store.doc(proposals, proposed.id), proposed.doc);
    append(
      batch,
      store,
      { ...call.audit, at: call.clock.now() },
      {
        eventId: `evt_${proposed.id.slice(4)}`,
        action: "assistant.proposals.create",
        resources: [{ type: "proposal", uid: proposed.id }, ...resources(begun)],
      },
    );
  }
  return batch;
}

function sealedContext(begun: Begun, end: Finished) {
  const { context } = begun.passed;
  const spoken = end.spoken === "" ? [] : [{ role: "assistant" as const, text: end.spoken }];
  return begun.keys.seal(
    places.context(begun.conversationId, begun.conversation, begun.turn),
    JSON.stringify({ ...context, history: [...context.history, ...spoken] }),
  );
}

const proposer = ({ conversationId, conversation, passed, keys }: Begun): Proposer => ({
  conversationId,
  conversation,
  placeholders: passed.redaction.state,
  keys,
});

function resources(begun: Begun): Resource[] {
  return [
    { type: "conversation", uid: begun.conversationId },
    { type: "receipt", uid: begun.receiptId },
  ];
}
