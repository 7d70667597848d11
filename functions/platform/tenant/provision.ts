import type { ProjectId, UserId } from "../../core/ids.ts";
import type { Role } from "../../vocabulary/index.ts";
import type { TenantStore, WriteBatch } from "../store/firestore.ts";
import type { Keyring } from "../vault/vault.ts";
import { members } from "./member.ts";
import { namePlaces } from "./names.ts";
import { projects } from "./project.ts";
import { DEFAULT_SETTINGS, type SettingsDoc, settings } from "./settings.ts";

/** An organisation as it begins. */
export interface TenantPlan {
  readonly name?: string;
  readonly projects: readonly { readonly id: ProjectId; readonly name?: string }[];
  readonly members: readonly {
    readonly id: UserId;
    readonly role: Role;
    readonly projects: readonly ProjectId[];
    readonly name?: string;
  }[];
  readonly settings?: SettingsDoc;
}

/**
 * Everything of a new tenant in one commit: its root, settings, projects, members. It fails when the tenant is there already.
 * @param keys needed for names only
 */
export function newTenant(store: TenantStore, plan: TenantPlan, keys?: Keyring): WriteBatch {
  const seal = (place: Parameters<Keyring["seal"]>[0], name: string | undefined) =>
    name === undefined ? null : (keys?.seal(place, name) ?? null);
  const batch = store.batch();
  batch.create(store.root(), {});
  batch.create(store.doc(settings, "current"), {
    ...(plan.settings ?? DEFAULT_SETTINGS),
    name: seal(namePlaces.tenant, plan.name),
  });
  for (const { id, name } of plan.projects)
    batch.create(store.doc(projects, id), { status: "active", name: seal(namePlaces.project(id), name) });
  for (const { id, name, role, projects: own } of plan.members)
    batch.create(store.doc(members, id), {
      role,
      status: "active",
      projects: [...own],
      assistantEnabled: false,
      assistantFactsHash: null,
      tokensValidAfter: null,
      name: seal(namePlaces.member(id), name),
    });
  return batch;
}
