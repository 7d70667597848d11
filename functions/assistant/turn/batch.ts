import type { ReceiptId } from "../../core/ids.ts";
import { limits } from "../../limits/index.ts";
import { append } from "../../platform/audit.ts";
import type { ModelFacts } from "../../platform/model/catalogue.ts";
import type { DocumentReference, DocumentSnapshot, WriteBatch } from "../../platform/store/firestore.ts";
import { type IdempotencyDoc, keptUntil, requestIdentity } from "../../platform/store/idempotency.ts";
import { places, receipts, turns } from "../documents.ts";
import type { Decision } from "./decide.ts";
import type { Passed } from "./gate.ts";
import type { Prepared } from "./prepare.ts";
import { chosen, type SendCall, type TurnReads } from "./reads.ts";

const DAY_MS = 86_400_000;

/** A turn that was decided and prepared: all that its batch is made from. */
export interface Turn {
  readonly receiptId: ReceiptId;
  readonly decision: Extract<Decision, { kind: "turn" }>;
  readonly prepared: Prepared;
  readonly reads: TurnReads;
  readonly facts: ModelFacts;
  readonly record: DocumentReference<IdempotencyDoc> | undefined;
}

/**
 * Everything that is stored before a connection is opened: the sealed message, the receipt, the counters, the event and the record of the
 * key. Preconditions stand in for a transaction, which would cost one more round trip.
 */
export function turnBatch(call: SendCall, turn: Turn): WriteBatch {
  const batch = call.store.batch();
  takeTurn(batch, call, turn);
  storeMessage(batch, call, turn);
  const { receiptId, decision, prepared } = turn;
  append(batch, call.store, call.audit, {
    eventId: `evt_${receiptId.slice(4)}-sent`,
    action: "assistant.messages.send",
    resources: [
      { type: "conversation", uid: call.params.conversationId },
      { type: "receipt", uid: receiptId },
      { type: "project", uid: decision.conversation.projectId },
    ],
    facts: {
      sha256: prepared.request.sha256,
      bytes: prepared.request.bytes,
      count: prepared.passed.redaction.replacements.length,
      ...chosen(call.body),
    },
  });
  keepKey(batch, call, turn);
  return batch;
}

/** The conversation's and the user's counters, only if nobody else moved them since they were read. */
function takeTurn(batch: WriteBatch, call: SendCall, { decision, reads }: Turn): void {
  const { number, counted } = decision;
  batch.update(
    reads.conversation.ref,
    { turnCount: number, answering: { turn: number, since: call.now } },
    unchanged(reads.conversation),
  );
  const limit = call.store.doc(limits, call.caller.userId);
  if (reads.limit.exists) batch.update(limit, { ...counted }, unchanged(reads.limit));
  else batch.create(limit, counted);
}

function storeMessage(batch: WriteBatch, call: SendCall, turn: Turn): void {
  const { store, now, caller } = call;
  const { conversationId } = call.params;
  const { receiptId, facts } = turn;
  const { conversation, number } = turn.decision;
  const { keys, passed, request } = turn.prepared;
  const common = { createdAt: now, expireAt: conversation.expireAt, status: "open" as const };
  batch.create(store.doc(turns, conversationId, String(number)), {
    ...common,
    number,
    receiptId,
    proposalId: null,
    typed: keys.seal(places.typed(conversationId, number, conversation), call.body.text),
    answer: null,
    usage: { inputTokens: 0, outputTokens: 0 },
  });
  const whose = { conversationId, projectId: conversation.projectId, userId: caller.userId, sha256: request.sha256 };
  batch.create(store.doc(receipts, receiptId), {
    ...common,
    ...whose,
    expireAt: new Date(now.getTime() + caller.settings.retention.receiptDays * DAY_MS),
    turn: number,
    ...facts,
    bytes: request.bytes,
    headers: [...request.headers],
    replaced: counts(passed),
    chosen: chosen(call.body),
    redactionRules: caller.settings.redaction.version,
    endedAt: null,
    body: keys.seal(places.body(receiptId, whose), request.body),
  });
}

/** `create`, so that the same key sent twice at once is stored once. */
function keepKey(batch: WriteBatch, call: SendCall, { record, reads, decision }: Turn): void {
  if (record === undefined) return;
  const kept: IdempotencyDoc = {
    requestHash: requestIdentity(call).requestHash,
    requestId: call.requestId,
    status: 200,
    etag: null,
    body: null,
    gone: false,
    resources: [],
    reference: `${call.params.conversationId}/${decision.number}`,
    expireAt: keptUntil(call.now),
  };
  if (reads.record?.exists) batch.set(record, kept);
  else batch.create(record, kept);
}

const unchanged = ({ updateTime }: DocumentSnapshot<object>) =>
  updateTime === undefined ? {} : { lastUpdateTime: updateTime };

function counts({ redaction }: Passed): Record<string, number> {
  const byType: Record<string, number> = {};
  for (const { type } of redaction.replacements) byType[type] = (byType[type] ?? 0) + 1;
  return byType;
}
