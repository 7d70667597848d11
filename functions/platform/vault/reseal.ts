import { type DocumentSnapshot, isStale, type TenantStore } from "../store/firestore.ts";
import { isOutdated, type Keyring, type Place, type Sealed, type Vault } from "./vault.ts";
import { withKeys } from "./with-keys.ts";

/**
 * Seals a value that was read in an older version again, in its place. Nothing depends on it: whoever changes the document meanwhile seals
 * it in the new version anyway.
 */
export async function resealed(
  store: TenantStore,
  vault: Vault,
  snapshot: DocumentSnapshot<object>,
  { sealed, field, place }: { readonly sealed: Sealed; readonly field: string; readonly place: Place },
): Promise<void> {
  if (!isOutdated(sealed) || snapshot.updateTime === undefined) return;
  const again = (keys: Keyring) => keys.seal(place, keys.open(place, sealed));
  const value = await withKeys(store, vault, async (keys) => again(keys));
  const batch = store.batch();
  batch.update(snapshot.ref, { [field]: value }, { lastUpdateTime: snapshot.updateTime });
  await store.commit(batch).catch((error: unknown) => {
    if (!isStale(error)) throw error;
  });
}
