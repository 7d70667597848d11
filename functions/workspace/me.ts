import { z } from "zod";
import { consentState } from "../consent/index.ts";
import { ProjectId, TenantId, UserId } from "../core/ids.ts";
import type { Answer, Call, ReadIds, ReadsOf, RouteSpec } from "../platform/http/route.ts";
import type { QueryDocumentSnapshot, TenantStore } from "../platform/store/firestore.ts";
import { members } from "../platform/tenant/member.ts";
import { namePlaces, withNames } from "../platform/tenant/names.ts";
import { type ProjectDoc, projects } from "../platform/tenant/project.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { ROLES } from "../vocabulary/index.ts";

const Me = z
  .strictObject({
    userId: UserId.describe("Your id"),
    name: z.string().describe("Your name. Absent: none is known").optional(),
    role: z.enum(ROLES).describe("What you may do here: the roles' permissions stand at each operation"),
    projects: z
      .array(
        z
          .strictObject({
            id: ProjectId,
            name: z.string().describe("Its name; its id where it has none"),
            assistantEnabled: z.boolean().describe("Whether an administrator switched the assistant on in it"),
          })
          .meta({ id: "MyProject", description: "A project that you work in" }),
      )
      .describe("The active projects that you work in, 500 at most"),
    tenant: z
      .strictObject({ id: TenantId, name: z.string().describe("Its name; its id where it has none") })
      .describe("Your organisation"),
  })
  .meta({ id: "Me", description: "Who you are here" });

export const readMe = {
  operation: "workspace.me",
  method: "get",
  path: "/v1/workspace/me",
  summary: "Who am I here? Your role, your organisation, and the active projects that you work in",
  permission: "workspace.me",
  answer: { status: 200, schema: Me },
  problems: [],
  example: {
    answer: {
      userId: "usr_editor",
      name: "An Peeters",
      role: "editor",
      projects: [{ id: "prj_spring", name: "Spring campaign", assistantEnabled: true }],
      tenant: { id: "north", name: "North Packaging" },
    },
  },
} as const satisfies RouteSpec;

export const meReads = (store: TenantStore, { userId }: ReadIds) => ({
  me: store.doc(members, userId),
  consent: store.doc(consentState, "current"),
});

/** More than a person can choose from; an organisation with more names them by id. */
const PROJECTS_MAX = 500;

/** What has no name is shown by its id: a name is a courtesy, and an answer without one beats none. */
export async function me(call: Call<typeof readMe, ReadsOf<typeof meReads>>, vault: Vault): Promise<Answer> {
  const { caller, store, reads } = call;
  const { tenantId, userId, role, settings } = caller;
  const own = await ownProjects(call);
  const enabled = reads.consent.data()?.projects ?? {};
  const body = await withNames(store, vault, (open) => {
    const name = open(namePlaces.member(userId), reads.me.data()?.name ?? null);
    return {
      userId,
      ...(name === undefined ? {} : { name }),
      role,
      projects: own.map((project) => ({
        id: project.id,
        name: open(namePlaces.project(project.id), project.data().name) ?? project.id,
        assistantEnabled: enabled[project.id] === true,
      })),
      tenant: { id: tenantId, name: open(namePlaces.tenant, settings.name) ?? tenantId },
    };
  });
  return { body, resources: [{ type: "member", uid: userId }] };
}

/** Active ones; for an administrator all of the organisation's. */
async function ownProjects({ caller, store }: Call): Promise<readonly QueryDocumentSnapshot<ProjectDoc>[]> {
  if (caller.role !== "admin" && caller.projects.length === 0) return [];
  const active = await store.list(store.query(projects).where("status", "==", "active").limit(PROJECTS_MAX));
  return active.filter(({ id }) => caller.role === "admin" || caller.projects.some((own) => own === id));
}
