import { z } from "zod";
import { newId, type WallClock } from "../platform/clock.ts";
import { collection } from "../platform/store/collection.ts";
import type { TenantStore } from "../platform/store/firestore.ts";
import { SWEEP_BATCH, type Sweeping, type Swept } from "../platform/sweep.ts";
import { COLLECTIONS, type CollectionName, type Expiring } from "../vocabulary/index.ts";
import { SWEEPS } from "./sweeps.generated.ts";

const ACTOR = { type: "system", uid: "sweep" } as const;
const Expires = z.object({ expireAt: z.date() });

/** Collections whose expired documents go without an event: nothing of a user's is lost with them. */
const SILENT = (Object.keys(COLLECTIONS) as CollectionName[]).filter(
  (name): name is Expiring => COLLECTIONS[name].sweptBy === "jobs",
);

/**
 * One tenant's housekeeping: what has expired is deleted (Firestore's own TTL lags by up to a day and leaves subcollections), then each
 * capability does its own. Safe to run twice at once.
 */
export async function sweepTenant(store: TenantStore, clock: WallClock): Promise<Swept> {
  const now = clock.now();
  const sweeping: Sweeping = {
    store,
    now,
    audit: { tenantId: store.tenantId, actor: ACTOR, requestId: newId("req"), at: now },
  };
  let { orphans, expired } = { orphans: 0, expired: await forget(sweeping) };
  for (const sweep of SWEEPS) {
    const swept = await sweep(sweeping);
    orphans += swept.orphans;
    expired += swept.expired;
  }
  return { orphans, expired };
}

async function forget({ store, now }: Sweeping): Promise<number> {
  const old = await Promise.all(
    SILENT.map((name) =>
      store.list(store.query(collection(name, Expires)).where("expireAt", "<=", now).limit(SWEEP_BATCH)),
    ),
  );
  const batch = store.batch();
  for (const { ref } of old.flat()) batch.delete(ref);
  if (old.flat().length > 0) await store.commit(batch);
  return old.flat().length;
}
