import type { ProjectId, TenantId, UserId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import type { Role } from "../../vocabulary/index.ts";
import type { Identity } from "../identity.ts";
import type { Refs, Snapshots, TenantStore } from "../store/firestore.ts";
import { MemberDoc, members } from "./member.ts";
import { SettingsDoc, settings } from "./settings.ts";

/** An admitted member: the only thing that rules may ask "who is this?". */
export interface Caller {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly projects: readonly ProjectId[];
  readonly assistantEnabled: boolean;
  readonly settings: SettingsDoc;
}

/**
 * Identity and membership in one batched read, together with what the route reads first.
 * @throws Problem `forbidden` for a disabled or absent member or a suspended tenant, `unauthenticated` for a revoked session.
 */
export async function admit<R extends Refs>(
  store: TenantStore,
  identity: Identity,
  refs: R,
): Promise<{ caller: Caller; reads: Snapshots<R> }> {
  const [reads, own] = await store.getNamed(refs, {
    member: store.doc(members, identity.userId),
    settings: store.doc(settings, "current"),
  });
  const found = MemberDoc.safeParse(own.member.data());
  const tenant = SettingsDoc.safeParse(own.settings.data());
  if (!found.success || !tenant.success || found.data.status !== "active" || tenant.data.status !== "active") {
    throw new Problem("forbidden", {
      detail: "You are not an active member of this organisation. Ask its administrator.",
    });
  }
  const { tokensValidAfter, role, projects, assistantEnabled } = found.data;
  if (tokensValidAfter !== null && identity.signedInAt < tokensValidAfter) {
    throw new Problem("unauthenticated", { detail: "This session was ended. Sign in again." });
  }
  const { tenantId, userId } = identity;
  return { caller: { tenantId, userId, role, projects, assistantEnabled, settings: tenant.data }, reads };
}

/** Administrators work in every project of their tenant, everybody else in their own. */
export function worksIn(caller: Caller, projectId: ProjectId): boolean {
  return caller.role === "admin" || caller.projects.includes(projectId);
}
