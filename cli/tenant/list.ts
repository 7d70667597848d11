import { namePlaces, withNames } from "../../functions/platform/tenant/names.ts";
import type { Clients } from "./clients.ts";
import { readSettings, storeOf } from "./documents.ts";
import { allTenants } from "./identity.ts";
import { keyState } from "./key.ts";

/** One organisation a line: id, state, key, who signs in, and its name where the key may be used. */
export async function listTenants(clients: Clients): Promise<readonly string[]> {
  const tenants = await allTenants(clients);
  const lines: string[] = [];
  // One after the other: each asks three services, and the list is read by a person.
  for (const { tenantId, emailSignInConfig } of tenants) {
    const store = storeOf(clients, tenantId);
    const found = await readSettings(store);
    const key = await keyState(clients, tenantId);
    const name =
      found === undefined
        ? undefined
        : await withNames(store, clients.vault, (open) => open(namePlaces.tenant, found.name));
    lines.push(
      [
        tenantId,
        found?.status ?? "unfinished: run create again",
        key === undefined ? "no key" : `key ${key}`,
        emailSignInConfig?.enabled ? "by password" : "by its directory",
        name ?? "(name not readable)",
      ].join("  "),
    );
  }
  return lines;
}
