import { Problem } from "../../core/problem.ts";
import type { TenantStore } from "../store/firestore.ts";
import type { Keyring, Place, Sealed, Vault } from "../vault/vault.ts";
import { withKeys } from "../vault/with-keys.ts";
import { members } from "./member.ts";

/** Where the names of an organisation, its projects and its people are sealed. */
export const namePlaces = {
  tenant: { path: "settings/current", field: "name", binds: {} } as Place,
  project: (id: string): Place => ({ path: `projects/${id}`, field: "name", binds: {} }),
  member: (id: string): Place => ({ path: `members/${id}`, field: "name", binds: {} }),
};

export const openName = (keys: Keyring, place: Place, name: Sealed | null): string | undefined =>
  name === null ? undefined : keys.open(place, name);

/**
 * Names as far as they can be had: what is asked for is worth showing without them, so a key service that is down, or a damaged name,
 * leaves them out.
 */
export async function withNames<R>(
  store: TenantStore,
  vault: Vault,
  work: (open: (place: Place, name: Sealed | null) => string | undefined) => R,
): Promise<R> {
  try {
    return await withKeys(store, vault, async (keys) =>
      work((place, name) => {
        try {
          return openName(keys, place, name);
        } catch (error) {
          if (error instanceof Problem && error.code === "data-damaged") return undefined;
          throw error;
        }
      }),
    );
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "vault-unavailable") throw error;
    return work(() => undefined);
  }
}

/** Names of members, by id: one read for all of them. Who is no member any more, or has no name, is left out. */
export async function memberNames(
  store: TenantStore,
  vault: Vault,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const found = await store.getNamed(Object.fromEntries(wanted.map((id) => [id, store.doc(members, id)])));
  return withNames(store, vault, (open) => {
    const names = wanted.map((id) => [id, open(namePlaces.member(id), found[0][id]?.data()?.name ?? null)] as const);
    return new Map(names.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])));
  });
}
