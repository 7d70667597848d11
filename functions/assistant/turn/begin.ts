import { ConsentDoc } from "../../consent/index.ts";
import { type ProjectId, type ReceiptId, ReceiptId as ReceiptIdSchema, type UserId } from "../../core/ids.ts";
import { StoredReceipt } from "../../core/outgoing.ts";
import { Problem } from "../../core/problem.ts";
import { countMessage, LimitDoc, limits } from "../../limits/index.ts";
import { append } from "../../platform/audit.ts";
import { newId } from "../../platform/clock.ts";
import type { Call } from "../../platform/http/route.ts";
import { IdempotencyDoc, idempotency, keptUntil, requestIdentity } from "../../platform/store/change.ts";
import {
  type DocumentReference,
  type DocumentSnapshot,
  isAlreadyExists,
  isStale,
} from "../../platform/store/firestore.ts";
import type { Keyring } from "../../platform/vault/vault.ts";
import type { sendMessage } from "../assistant.ts";
import { type ConversationDoc, conversations, places, receipts, turns } from "../documents.ts";
import type { Passed } from "./gate.ts";
import { type AssistantDeps, admitTurn, prepareTurn } from "./prepare.ts";
import { READ_MS_MAX, type Reads, readAgain, requireIdle } from "./reads.ts";
import type { Watching } from "./watch.ts";

/** A turn whose receipt is stored: the model may be called. */
export interface Begun {
  readonly conversationId: string;
  readonly conversation: ConversationDoc;
  readonly turn: number;
  readonly receiptId: ReceiptId;
  readonly receipt: StoredReceipt;
  readonly passed: Passed;
  readonly keys: Keyring;
  /** Looks at consent and membership since before the turn was stored; `answer` stops it. */
  readonly watched: Watched;
}

interface Watched {
  readonly watching: Watching;
  /** Aborted, with the problem, when the assistant may not be used any more. */
  readonly ended: AbortController;
}

/**
 * Everything before the connection: rules, redaction, and one commit that stores the sealed message, the receipt, the counters and
 * the audit event. Preconditions stand in for a transaction, which would cost one more round trip; a lost race reads again.
 * @returns the turn, or undefined when this Idempotency-Key already has its answer. That is looked up only when something is in the
 * way: what was answered once is answered again, whatever refuses it now, and everything else saves the read.
 */
export async function begin(call: Call<typeof sendMessage>, deps: AssistantDeps): Promise<Begun | undefined> {
  const { recordId } = requestIdentity(call);
  const record = recordId === undefined ? undefined : call.store.doc(idempotency, recordId);
  let watched: Watched | undefined;
  // Begun as soon as the project is known: its first look comes while the turn is prepared and stored, and costs no time of its own.
  const watch = (projectId: ProjectId): Watched => {
    const ended = new AbortController();
    watched ??= { ended, watching: deps.watch.watch(call.store, call.caller, projectId, (why) => ended.abort(why)) };
    return watched;
  };
  try {
    const begun = await storeTurn(call, deps, record, watch);
    if (begun === undefined) watched?.watching.stop();
    return begun;
  } catch (error) {
    watched?.watching.stop();
    const refused = error instanceof Problem && error.status < 500;
    if (record !== undefined && refused && isCurrent(await call.store.get(record), call.now)) return undefined;
    throw error;
  }
}

const isCurrent = (snapshot: DocumentSnapshot<object> | undefined, now: Date): boolean => {
  const record = IdempotencyDoc.safeParse(snapshot?.data());
  return record.success && record.data.expireAt > now;
};

async function storeTurn(
  call: Call<typeof sendMessage>,
  deps: AssistantDeps,
  record: DocumentReference<IdempotencyDoc> | undefined,
  watch: (projectId: ProjectId) => Watched,
): Promise<Begun | undefined> {
  const { store } = call;
  const conversationId = call.params.conversationId;
  const receiptId = ReceiptIdSchema.parse(newId("rcp"));
  const { requestHash } = requestIdentity(call);
  let reads: Reads = {
    at: call.now.getTime(),
    caller: call.caller,
    consent: call.preloaded[0],
    conversation: call.preloaded[1],
    limit: call.preloaded[2],
    record: undefined,
  };

  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (isCurrent(reads.record, call.now)) return undefined;
    const counted = countMessage(LimitDoc.optional().parse(reads.limit?.data()), call.caller.settings.limits, call.now);
    const consent = ConsentDoc.optional().parse(reads.consent?.data());
    const current = { ...call, caller: reads.caller };
    const conversation = admitTurn(current, deps, reads.conversation, consent);
    const watched = watch(conversation.projectId);
    const { keys, passed, request } = await prepareTurn(current, deps, conversation);
    if (Date.now() - reads.at > READ_MS_MAX) {
      // The key service was slow: what was read may be history. Read again, with the keys open now.
      reads = await readAgain(call, reads.caller, record);
      continue;
    }
    const begun = (turn: number): Begun => {
      const receipt = StoredReceipt.afterCommit(receiptId, request);
      return { conversationId, conversation, turn, receiptId, receipt, passed, keys, watched };
    };
    requireIdle(conversation, call.now);
    if (call.body.previewHash !== undefined && call.body.previewHash !== request.sha256) {
      throw new Problem("conflict", { detail: "What would leave differs from what you previewed. Preview again." });
    }
    const turn = conversation.turnCount + 1;
    const batch = store.batch();
    const limitRef = store.doc(limits, call.caller.userId);
    batch.update(
      store.doc(conversations, conversationId),
      { turnCount: turn, answering: { turn, since: call.now } },
      { ...at(reads.conversation) },
    );
    if (reads.limit?.exists) batch.update(limitRef, { ...counted }, { ...at(reads.limit) });
    else batch.create(limitRef, counted);
    const common = { createdAt: call.now, expireAt: conversation.expireAt, status: "open" as const };
    batch.create(store.doc(turns, conversationId, String(turn)), {
      ...common,
      number: turn,
      receiptId,
      proposalId: null,
      typed: keys.seal(places.typed(conversationId, turn), call.body.text),
      answer: null,
      usage: { inputTokens: 0, outputTokens: 0 },
    });
    batch.create(store.doc(receipts, receiptId), {
      ...common,
      expireAt: new Date(call.now.getTime() + call.caller.settings.retention.receiptDays * 86_400_000),
      conversationId,
      projectId: conversation.projectId,
      userId: call.caller.userId as UserId,
      turn,
      provider: deps.model.provider,
      host: deps.model.host,
      region: deps.model.region,
      model: deps.model.model,
      sha256: request.sha256,
      bytes: request.bytes,
      replaced: counts(passed),
      endedAt: null,
      body: keys.seal(places.body(receiptId), request.body),
    });
    append(batch, store, call.audit, {
      eventId: `evt_${receiptId.slice(4)}-sent`,
      action: "assistant.messages.send",
      resources: [
        { type: "conversation", uid: conversationId },
        { type: "receipt", uid: receiptId },
        { type: "project", uid: conversation.projectId },
      ],
      facts: { sha256: request.sha256, bytes: request.bytes, count: passed.redaction.replacements.length },
    });
    if (record !== undefined) {
      const kept = {
        requestHash,
        requestId: call.requestId,
        status: 200,
        etag: null,
        body: null,
        gone: false,
        reference: `${conversationId}/${turn}`,
        expireAt: keptUntil(call.now),
      };
      // `create`, so that the same key sent twice at once is stored once.
      if (reads.record?.exists) batch.set(record, kept);
      else batch.create(record, kept);
    }
    try {
      await store.commit(batch);
      return begun(turn);
    } catch (error) {
      if (!isStale(error) && !isAlreadyExists(error)) throw error;
      // The client repeated a commit whose acknowledgement was lost: it was ours.
      if ((await store.get(store.doc(receipts, receiptId))).exists) return begun(turn);
      reads = await readAgain(call, reads.caller, record);
    }
  }
  throw new Problem("conflict", { detail: "Too many messages at once. Send this one again." });
}

const at = (snapshot: DocumentSnapshot<object> | undefined) =>
  snapshot?.updateTime === undefined ? {} : { lastUpdateTime: snapshot.updateTime };

function counts(passed: Passed): Record<string, number> {
  const byType: Record<string, number> = {};
  for (const { type } of passed.redaction.replacements) byType[type] = (byType[type] ?? 0) + 1;
  return byType;
}
