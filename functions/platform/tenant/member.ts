import { z } from "zod";
import { ProjectId, type TenantId, type UserId } from "../../core/ids.ts";
import { ROLES, type Role } from "../../core/permissions.ts";
import { Problem } from "../../core/problem.ts";
import type { Identity } from "../identity.ts";
import { collection } from "../store/collection.ts";
import type { DocumentReference, DocumentSnapshot, TenantStore } from "../store/firestore.ts";

export const MemberDoc = z.strictObject({
  role: z.enum(ROLES),
  status: z.enum(["active", "disabled"]),
  projects: z.array(ProjectId),
  /** This user's own choice to use the assistant (KZ-02). Off until chosen. */
  assistantEnabled: z.boolean(),
  /** Sign-ins before this moment no longer count: the revocation of sessions. */
  tokensValidAfter: z.date().nullable(),
});
export type MemberDoc = z.infer<typeof MemberDoc>;
export const members = collection("members", MemberDoc);

export const SettingsDoc = z.strictObject({
  status: z.enum(["active", "suspended"]),
  limits: z.strictObject({
    requestsPerMinute: z.int().min(1),
    messagesPerMinute: z.int().min(1),
    messagesPerDay: z.int().min(1),
  }),
  retention: z.strictObject({ conversationDays: z.int().min(1).max(365), receiptDays: z.int().min(1).max(3650) }),
});
export type SettingsDoc = z.infer<typeof SettingsDoc>;
export const settings = collection("settings", SettingsDoc);

/** What a new tenant gets. */
export const DEFAULT_SETTINGS: SettingsDoc = {
  status: "active",
  limits: { requestsPerMinute: 600, messagesPerMinute: 60, messagesPerDay: 2000 },
  retention: { conversationDays: 30, receiptDays: 365 },
};

export const ProjectDoc = z.strictObject({ status: z.enum(["active", "archived"]) });
export const projects = collection("projects", ProjectDoc);

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
export async function admit(
  store: TenantStore,
  identity: Identity,
  preload: readonly DocumentReference<object>[],
): Promise<{ caller: Caller; preloaded: readonly DocumentSnapshot<object>[] }> {
  const [member, current, ...preloaded] = await store.getAll(
    store.doc(members, identity.userId),
    store.doc(settings, "current"),
    ...preload,
  );
  const found = MemberDoc.safeParse(member?.data());
  const tenant = SettingsDoc.safeParse(current?.data());
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
  return { caller: { tenantId, userId, role, projects, assistantEnabled, settings: tenant.data }, preloaded };
}

/** Administrators work in every project of their tenant, everybody else in their own. */
export function worksIn(caller: Caller, projectId: ProjectId): boolean {
  return caller.role === "admin" || caller.projects.includes(projectId);
}
