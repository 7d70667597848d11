import type { TenantStore } from "../store/firestore.ts";
import { type Keyring, MissingKey, type Vault } from "./vault.ts";

/** Runs `work` with the data keys it turns out to need: older months' keys are opened outside of any transaction. */
export async function withKeys<R>(store: TenantStore, vault: Vault, work: (keys: Keyring) => Promise<R>): Promise<R> {
  const wanted = new Set<string>();
  for (;;) {
    const keys = await vault.keyring(store, [...wanted]);
    try {
      return await work(keys);
    } catch (error) {
      if (!(error instanceof MissingKey) || wanted.has(error.keyId)) throw error;
      wanted.add(error.keyId);
    }
  }
}
