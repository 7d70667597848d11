import { BriefContent } from "../briefs/index.ts";
import { canonicalJson, type Json, sha256Hex } from "../core/canonical.ts";
import type { Resource } from "../core/event.ts";
import { Problem } from "../core/problem.ts";
import { restoreJson } from "../core/redaction/index.ts";
import { append } from "../platform/audit.ts";
import { newId } from "../platform/clock.ts";
import type { Call } from "../platform/endpoint/route.ts";
import { FieldValue, isAlreadyExists, isStale, type WriteBatch } from "../platform/firestore.ts";
import type { Usage } from "../platform/model/model.ts";
import type { sendMessage } from "./assistant.ts";
import type { Begun } from "./begin.ts";
import {
  conversations,
  type ProposalDoc,
  places,
  proposals,
  receipts,
  turns,
  usage as usageDocs,
} from "./documents.ts";
import { PROPOSE_BRIEF, withoutNulls } from "./tool.ts";

const PROPOSAL_MS = 15 * 60_000;

export interface Finished {
  /** The model's words in placeholder form, and as the user read them. */
  readonly spoken: string;
  readonly restored: string;
  readonly calls: readonly { tool: string; arguments: string }[];
  readonly status: "completed" | "truncated" | "aborted";
  readonly usage: Usage;
}

/** Stores how a turn ended, sealed, with its event, in one commit. @returns the proposal to show, if there is one. */
export async function finish(
  call: Call<typeof sendMessage>,
  begun: Begun,
  end: Finished,
): Promise<{ proposal?: object; problem?: Problem }> {
  const { store } = call;
  const proposed = readProposal(begun, end, new Date());
  const eventId = `evt_${begun.receiptId.slice(4)}-done`;
  const closing = (): WriteBatch => {
    const batch = store.batch();
    batch.update(store.doc(receipts, begun.receiptId), { status: end.status, endedAt: new Date() });
    append(
      batch,
      store,
      { ...call.audit, at: new Date() },
      {
        eventId,
        action: "assistant.messages.finish",
        resources: resources(begun),
        facts: { outcome: end.status, ...end.usage },
      },
    );
    return batch;
  };
  const batch = closing();
  batch.update(store.doc(conversations, begun.conversationId), { answering: null, context: sealedContext(begun, end) });
  batch.update(store.doc(turns, begun.conversationId, String(begun.turn)), {
    status: end.status,
    usage: { ...end.usage },
    proposalId: proposed.id ?? null,
    answer: begun.keys.seal(places.answer(begun.conversationId, begun.turn), end.restored),
  });
  const day = `${call.now.toISOString().slice(0, 10)}_${call.caller.userId}`;
  batch.set(
    store.doc(usageDocs, day),
    {
      messages: FieldValue.increment(1),
      inputTokens: FieldValue.increment(end.usage.inputTokens),
      outputTokens: FieldValue.increment(end.usage.outputTokens),
    },
    { merge: true },
  );
  if (proposed.id !== undefined && proposed.doc !== undefined) {
    batch.create(store.doc(proposals, proposed.id), proposed.doc);
    const entry = {
      action: "assistant.proposals.create",
      resources: [{ type: "proposal", uid: proposed.id }, ...resources(begun)],
    } as const;
    append(batch, store, { ...call.audit, at: new Date() }, { eventId: `evt_${proposed.id.slice(4)}`, ...entry });
  }
  try {
    await store.commit(batch);
  } catch (error) {
    // Ours already, its acknowledgement was lost.
    if (isAlreadyExists(error)) return shown(proposed);
    if (!isStale(error)) throw error;
    // The conversation was deleted while it was answered: only what is no content of it remains.
    await store.commit(closing());
    return {
      problem: new Problem("not-found", {
        detail: "The conversation was deleted while it was being answered. Nothing of the answer was kept.",
      }),
    };
  }
  return shown(proposed);
}

interface Proposed {
  readonly id?: string;
  readonly doc?: ProposalDoc;
  readonly event?: object;
  readonly problem?: Problem;
}

const shown = ({ event, problem }: Proposed) => ({
  ...(event === undefined ? {} : { proposal: event }),
  ...(problem === undefined ? {} : { problem }),
});

/** The model's call as a proposal: values restored, held to the same schema as a brief by hand, waiting for approval (KB-11). */
function readProposal(begun: Begun, end: Finished, now: Date): Proposed {
  const [first] = end.calls;
  if (first === undefined) return {};
  const parsed =
    first.tool === PROPOSE_BRIEF.name ? BriefContent.safeParse(argumentsOf(begun, first.arguments)) : undefined;
  if (!parsed?.success) {
    return {
      problem: new Problem("model-unavailable", {
        detail: "The assistant's proposal does not fit a brief. Ask it to propose again.",
      }),
    };
  }
  const id = newId("prp");
  const text = canonicalJson(parsed.data as Json);
  const argumentsHash = sha256Hex(text);
  const validUntil = new Date(now.getTime() + PROPOSAL_MS);
  return {
    id,
    doc: {
      conversationId: begun.conversationId as ProposalDoc["conversationId"],
      projectId: begun.conversation.projectId,
      userId: begun.conversation.userId,
      tool: "propose_brief",
      arguments: begun.keys.seal(places.arguments(id), text),
      argumentsHash,
      status: "pending",
      createdAt: now,
      validUntil,
      expireAt: begun.conversation.expireAt,
      briefId: null,
    },
    event: {
      proposalId: id,
      tool: PROPOSE_BRIEF.name,
      arguments: parsed.data,
      argumentsHash,
      expiresAt: validUntil.toISOString(),
    },
  };
}

function argumentsOf(begun: Begun, text: string): unknown {
  try {
    return withoutNulls(restoreJson(begun.passed.redaction.state, JSON.parse(text)));
  } catch {
    return undefined;
  }
}

function sealedContext(begun: Begun, end: Finished) {
  const { history, placeholders } = begun.passed.context;
  const spoken = end.spoken === "" ? [] : [{ role: "assistant" as const, text: end.spoken }];
  return begun.keys.seal(
    places.context(begun.conversationId),
    JSON.stringify({ history: [...history, ...spoken], placeholders }),
  );
}

function resources(begun: Begun): Resource[] {
  return [
    { type: "conversation", uid: begun.conversationId },
    { type: "receipt", uid: begun.receiptId },
  ];
}
