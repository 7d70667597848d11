import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Problem } from "../../core/problem.ts";
import { outbox } from "../../platform/audit.ts";
import { collection } from "../../platform/store/collection.ts";
import { isAlreadyExists, isStale, type TenantStore } from "../../platform/store/firestore.ts";

const StateDoc = z.strictObject({ size: z.int().min(0) });
export const trail = collection("trail", StateDoc);

const BATCH = 256;
/** Each loss means that another instance placed a batch, so this many in a row mean more than bad luck. */
const LOSSES_MAX = 20;

/** By tenant: the pass that runs, and the one that begins after it. */
const passes = new Map<string, { running: Promise<number>; next: Promise<number> | undefined }>();

/**
 * Gives waiting events their place in the tenant's trail: 0, 1, 2 … without gaps, each event once. Writers need no counter that
 * way; a shared one would let two of them a second pass. One pass at a time for a tenant: whoever comes while one runs shares the
 * next, which begins after they came and so places everything that was waiting for them.
 * @returns the size of the trail, every event so far included.
 */
export function placeEvents(store: TenantStore): Promise<number> {
  const current = passes.get(store.tenantId);
  if (current !== undefined) {
    // A failed pass is its own callers' news, not the next one's.
    current.next ??= current.running.catch(() => undefined).then(() => begin(store));
    return current.next;
  }
  return begin(store);
}

function begin(store: TenantStore): Promise<number> {
  const running = placeAll(store);
  const pass: { running: Promise<number>; next: Promise<number> | undefined } = { running, next: undefined };
  passes.set(store.tenantId, pass);
  const done = () => {
    if (pass.next === undefined) passes.delete(store.tenantId);
  };
  running.then(done, done);
  return running;
}

/** A pass of one instance; several instances may be at it at once. */
export async function placeAll(store: TenantStore): Promise<number> {
  for (let losses = 0; ; ) {
    const { size, waiting } = await placeBatch(store);
    if (size !== undefined && waiting < BATCH) return size;
    if (size !== undefined) continue;
    losses += 1;
    if (losses > LOSSES_MAX) {
      throw new Problem("storage-unavailable", {
        detail: "The trail is busy. Try again with the same Idempotency-Key.",
      });
    }
    await sleep(Math.random() * 20 * losses);
  }
}

/**
 * One batch in one conditional write, with no lock held while reading: of two instances one wins and the other (`size`
 * undefined) looks again. The state is read first, so that it is unchanged only if what was waiting still is.
 */
async function placeBatch(store: TenantStore): Promise<{ size: number | undefined; waiting: number }> {
  const ref = store.doc(trail, "state");
  const state = await store.get(ref);
  const size = state.data()?.size ?? 0;
  const waiting = await store.list(
    store.query(outbox).where("metadata.sequence", "==", null).orderBy("time").limit(BATCH),
  );
  // Asked again: another instance may have placed everything between the two readings.
  if (waiting.length === 0) return { size: (await store.get(ref)).data()?.size ?? 0, waiting: 0 };
  const batch = store.batch();
  const next = { size: size + waiting.length };
  if (state.updateTime === undefined) batch.create(ref, next);
  else batch.update(ref, next, { lastUpdateTime: state.updateTime });
  for (const [index, event] of waiting.entries()) batch.update(event.ref, { "metadata.sequence": size + index });
  try {
    await store.commit(batch);
    return { ...next, waiting: waiting.length };
  } catch (error) {
    // Also a commit of our own whose acknowledgement was lost: it is found done when looking again.
    if (isStale(error) || isAlreadyExists(error)) return { size: undefined, waiting: waiting.length };
    throw error;
  }
}
