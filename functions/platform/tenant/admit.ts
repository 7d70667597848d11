import type { ProjectId, TenantId, UserId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import type { Role } from "../../vocabulary/index.ts";
import type { Identity } from "../identity.ts";
import type { DocumentSnapshot, Refs, Snapshots, TenantStore } from "../store/firestore.ts";
import { members } from "./member.ts";
import { type SettingsDoc, settings } from "./settings.ts";

/** An admitted member: the only thing that rules may ask "who is this?". */
export interface Caller {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly projects: readonly ProjectId[];
  readonly assistantEnabled: boolean;
  /** The facts that the choice was made under. */
  readonly assistantFactsHash: string | null;
  readonly signedInAt: Date;
  readonly settings: SettingsDoc;
}

export const notAMember = (): Problem =>
  new Problem("forbidden", { detail: "You are not an active member of this organisation. Ask its administrator." });
export const sessionEnded = (): Problem =>
  new Problem("unauthenticated", { detail: "This session was ended. Sign in again.", token: "ended" });

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
  const member = readable(own.member);
  const tenant = readable(own.settings);
  if (member?.status !== "active" || tenant?.status !== "active") throw notAMember();
  const { tokensValidAfter, role, projects, assistantEnabled, assistantFactsHash } = member;
  const { tenantId, userId, signedInAt } = identity;
  if (tokensValidAfter !== null && signedInAt < tokensValidAfter) throw sessionEnded();
  const caller = {
    tenantId,
    userId,
    role,
    projects,
    assistantEnabled,
    assistantFactsHash,
    signedInAt,
    settings: tenant,
  };
  return { caller, reads };
}

/** A membership that can't be read gives no rights. */
function readable<T extends object>(snapshot: DocumentSnapshot<T>): T | undefined {
  try {
    return snapshot.data();
  } catch {
    return undefined;
  }
}

/** Administrators work in every project of their tenant, everybody else in their own. */
export function worksIn(caller: Caller, projectId: ProjectId): boolean {
  return caller.role === "admin" || caller.projects.includes(projectId);
}
