import { pinnedFacts } from "../../consent/index.ts";
import { type ProjectId, ReceiptId } from "../../core/ids.ts";
import { StoredReceipt } from "../../core/outgoing.ts";
import { Problem } from "../../core/problem.ts";
import { Recorded } from "../../platform/audit.ts";
import { newId } from "../../platform/clock.ts";
import type { ModelFacts } from "../../platform/model/catalogue.ts";
import { type DocumentReference, isAlreadyExists, isStale } from "../../platform/store/firestore.ts";
import { type IdempotencyDoc, idempotency, isCurrent, requestIdentity } from "../../platform/store/idempotency.ts";
import type { Keyring } from "../../platform/vault/vault.ts";
import { type ConversationDoc, receipts } from "../documents.ts";
import { type Turn, turnBatch } from "./batch.ts";
import { decideTurn } from "./decide.ts";
import type { AssistantDeps } from "./deps.ts";
import type { Passed } from "./gate.ts";
import { prepareTurn } from "./prepare.ts";
import { firstReads, readAgain, type SendCall, type TurnReads } from "./reads.ts";
import type { Watching } from "./watch.ts";

/** A turn whose receipt is stored: the model may be called. */
export interface Begun {
  readonly conversationId: string;
  readonly conversation: ConversationDoc;
  readonly turn: number;
  readonly receiptId: ReceiptId;
  readonly receipt: StoredReceipt;
  readonly facts: ModelFacts;
  readonly passed: Passed;
  readonly keys: Keyring;
  readonly recorded: Recorded;
  /** Looks at consent and membership since before the turn was stored; `answer` stops it. */
  readonly watched: Watch;
}

interface Watch {
  readonly watching: Watching;
  /** Aborted, with the problem, when the assistant may not be used any more. */
  readonly ended: AbortController;
}

/** How old what was read may be when the turn is stored, in milliseconds. */
const READ_MS_MAX = 300;
const ATTEMPTS_MAX = 5;

type KeyRecord = DocumentReference<IdempotencyDoc> | undefined;

/**
 * Everything before the connection: rules, redaction, and one commit. A lost race reads again.
 * @returns the turn, or undefined when this Idempotency-Key already has its answer. That is looked up only when something is in the
 * way: what was answered once is answered again, whatever refuses it now, and everything else saves the read.
 */
export async function begin(call: SendCall, deps: AssistantDeps): Promise<Begun | undefined> {
  const { recordId } = requestIdentity(call);
  const record = recordId === undefined ? undefined : call.store.doc(idempotency, recordId);
  let watched: Watch | undefined;
  // Begun as soon as the project is known: its first look comes while the turn is prepared and stored, and costs no time of its own.
  const watch = (projectId: ProjectId): Watch => {
    watched ??= watchProject(call, deps, projectId);
    return watched;
  };
  try {
    const begun = await commitTurn(call, deps, record, watch);
    if (begun === undefined) watched?.watching.stop();
    return begun;
  } catch (error) {
    watched?.watching.stop();
    const refused = error instanceof Problem && error.status < 500;
    if (record !== undefined && refused && isCurrent((await call.store.get(record)).data(), call.now)) return undefined;
    throw error;
  }
}

function watchProject(call: SendCall, deps: AssistantDeps, projectId: ProjectId): Watch {
  const ended = new AbortController();
  const pinned = pinnedFacts(deps.catalogue, call.caller);
  const watched = { caller: call.caller, projectId, conversationId: call.params.conversationId, pinned };
  const watching = deps.watch.watch(call.store, watched, (why) => ended.abort(why));
  return { ended, watching };
}

async function commitTurn(
  call: SendCall,
  deps: AssistantDeps,
  record: KeyRecord,
  watch: (projectId: ProjectId) => Watch,
): Promise<Begun | undefined> {
  const receiptId = ReceiptId.parse(newId("rcp"));
  const facts = deps.catalogue.facts(call.caller);
  let reads = firstReads(call);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const decision = decideTurn(reads, pinnedFacts(deps.catalogue, call.caller), call.now);
    if (decision.kind === "replay") return undefined;
    const watched = watch(decision.conversation.projectId);
    const prepared = await prepareTurn(call, deps, decision.conversation);
    const closed = await watched.watching.project;
    if (closed !== undefined) throw closed;
    requirePreviewed(call, prepared.request.sha256);
    const turn: Turn = { receiptId, decision, prepared, reads, facts, record };
    const stored = await commitOrReread(call, turn);
    if (stored === "stored") return begun(call, turn, watched);
    reads = stored;
  }
  throw new Problem("conflict", { detail: "Too many messages at once. Send this one again." });
}

/** What was previewed and nothing else (BF-03). */
function requirePreviewed(call: SendCall, sha256: string): void {
  if (call.body.previewHash !== undefined && call.body.previewHash !== sha256)
    throw new Problem("conflict", { detail: "What would leave differs from what you previewed. Preview again." });
}

/** Stores the turn if what it was decided on still holds; otherwise reads it all again. */
async function commitOrReread(call: SendCall, turn: Turn): Promise<"stored" | TurnReads> {
  const { store, clock } = call;
  const again = () => readAgain(call, turn.reads.caller, turn.record);
  // The key service was slow: what was read may be history. Read again, with the keys open now.
  if (clock.now().getTime() - turn.reads.at.getTime() > READ_MS_MAX) return again();
  try {
    await store.commit(turnBatch(call, turn));
    return "stored";
  } catch (error) {
    if (!isStale(error) && !isAlreadyExists(error)) throw error;
    // The client repeated a commit whose acknowledgement was lost: it was ours.
    if ((await store.get(store.doc(receipts, turn.receiptId))).exists) return "stored";
    return again();
  }
}

function begun(call: SendCall, { receiptId, decision, prepared, facts }: Turn, watched: Watch): Begun {
  return {
    conversationId: call.params.conversationId,
    conversation: decision.conversation,
    turn: decision.number,
    receiptId,
    receipt: StoredReceipt.afterCommit(receiptId, prepared.request),
    facts,
    passed: prepared.passed,
    keys: prepared.keys,
    recorded: Recorded.byCommit(),
    watched,
  };
}
