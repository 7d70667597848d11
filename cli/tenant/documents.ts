import { type ProjectId, TenantId, UserId } from "../../functions/core/ids.ts";
import { append } from "../../functions/platform/audit.ts";
import { newId } from "../../functions/platform/clock.ts";
import { isAlreadyExists, TenantStore } from "../../functions/platform/store/firestore.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import { namePlaces, openName } from "../../functions/platform/tenant/names.ts";
import { newTenant } from "../../functions/platform/tenant/provision.ts";
import { type SettingsDoc, settings } from "../../functions/platform/tenant/settings.ts";
import { withKeys } from "../../functions/platform/vault/with-keys.ts";
import type { Clients } from "./clients.ts";
import { Stop } from "./stop.ts";

/** What the trail says did it: a person ran the command, but who may is Google's to know, and is in its audit log. */
const ACTOR = { type: "system", uid: "provisioning" } as const;

export const storeOf = ({ db }: Clients, tenantId: string): TenantStore =>
  new TenantStore(db, TenantId.parse(tenantId));

export interface Wanted {
  readonly name: string;
  readonly adminId: string;
  readonly adminName: string | undefined;
  readonly projectId: ProjectId;
  readonly projectName: string;
}

/** The settings of an organisation that is complete: they come with everything else, in one commit. */
export async function readSettings(store: TenantStore): Promise<SettingsDoc | undefined> {
  return (await store.get(store.doc(settings, "current"))).data();
}

/** @throws Stop when the organisation that is there is another one, or has not this administrator */
export async function requireSame(
  { vault }: Clients,
  store: TenantStore,
  found: SettingsDoc,
  { name, adminId }: { readonly name: string; readonly adminId: string | undefined },
): Promise<void> {
  const held = await withKeys(store, vault, async (keys) => openName(keys, namePlaces.tenant, found.name));
  if (held !== undefined && held.trim() !== name.trim())
    throw new Stop(
      `The tenant ${store.tenantId} belongs to an organisation of another name. Give this one a --label of its own.`,
    );
  const member = adminId === undefined ? undefined : (await store.get(store.doc(members, adminId))).data();
  if (member?.role !== "admin")
    throw new Stop(
      `The tenant ${store.tenantId} is there already, with another administrator. For another organisation of the same name, give a --label of its own.`,
    );
}

/**
 * Root, settings, project, first administrator and the trail's first event: all of it or nothing, so that a run that is cut short
 * leaves no half organisation. False when another run was first.
 */
export async function makeDocuments(
  { vault }: Clients,
  store: TenantStore,
  wanted: Wanted,
  at: Date,
): Promise<boolean> {
  const keys = await vault.keyring(store, [vault.currentKeyId()]);
  const adminId = UserId.parse(wanted.adminId);
  const batch = newTenant(
    store,
    {
      name: wanted.name,
      projects: [{ id: wanted.projectId, name: wanted.projectName }],
      members: [
        {
          id: adminId,
          role: "admin",
          projects: [wanted.projectId],
          ...(wanted.adminName === undefined ? {} : { name: wanted.adminName }),
        },
      ],
    },
    keys,
  );
  const context = { tenantId: store.tenantId, actor: ACTOR, requestId: newId("req"), at };
  append(batch, store, context, {
    eventId: newId("evt"),
    action: "tenant.create",
    resources: [
      { type: "member", uid: adminId },
      { type: "project", uid: wanted.projectId },
    ],
  });
  try {
    await store.commit(batch);
    return true;
  } catch (error) {
    if (isAlreadyExists(error)) return false;
    throw error;
  }
}
