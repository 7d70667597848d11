import { describe, expect, it } from "vitest";
import { members } from "../../functions/platform/tenant/member.ts";
import { namePlaces } from "../../functions/platform/tenant/names.ts";
import { seedTenant } from "../../tools/local/seed.ts";
import { control, db, dump, enableAssistant, kms, mint, newTenant, type Tenant, User } from "../support/stack.ts";

/** A tenant whose people and projects have names. */
async function named(): Promise<{ tenant: Tenant; editor: User; admin: User }> {
  const id = `named-${Date.now().toString(36)}-${process.pid}`;
  const people = [
    { uid: `usr_${id}_admin`, role: "admin" as const, projects: [], name: "Nora Claes" },
    { uid: `usr_${id}_editor`, role: "editor" as const, projects: ["prj_a"], name: "Emre Yılmaz" },
  ];
  const store = await seedTenant(db, kms, {
    id,
    name: "North Packaging",
    projects: ["prj_a", "prj_b"],
    projectNames: { prj_a: "Spring campaign" },
    members: people,
  });
  const [admin, editor] = await Promise.all(
    people.map(async ({ uid, role }) => new User(uid, role, await mint({ sub: uid, user_id: uid, tenant: id }))),
  );
  if (admin === undefined || editor === undefined) throw new Error("nobody was made");
  return { tenant: { id, store, users: { admin, editor } as never }, editor, admin };
}

describe("who am I", () => {
  it("says role, organisation and projects, by name, for each as far as they go", async () => {
    const { tenant, editor, admin } = await named();
    await enableAssistant(tenant, [editor]);
    expect((await editor.get("/v1/workspace/me")).body).toEqual({
      userId: editor.uid,
      name: "Emre Yılmaz",
      role: "editor",
      projects: [{ id: "prj_a", name: "Spring campaign", assistantEnabled: true }],
      tenant: { id: tenant.id, name: "North Packaging" },
    });
    expect((await admin.get("/v1/workspace/me")).body.projects).toEqual([
      { id: "prj_a", name: "Spring campaign", assistantEnabled: true },
      { id: "prj_b", name: "prj_b", assistantEnabled: false },
    ]);
    const stored = await dump(tenant);
    for (const name of ["Nora", "Emre", "North Packaging", "Spring campaign"]) expect(stored).not.toContain(name);
  });

  it("names the author of a brief to who may read it, and survives a name that is damaged or gone", async () => {
    const { tenant, editor, admin } = await named();
    const { id } = (await editor.post("/v1/briefs", { projectId: "prj_a", title: "Labels", category: "labels" })).body;
    const author = async () => [
      (await admin.get(`/v1/briefs/${id}`)).body.createdByName,
      (await admin.get("/v1/briefs")).body.items[0].createdByName,
    ];
    expect(await author()).toEqual(["Emre Yılmaz", "Emre Yılmaz"]);
    const ref = tenant.store.doc(members, editor.uid as never);
    await ref.update({ "name.ciphertext": "AAAA" } as never);
    expect(await author()).toEqual([undefined, undefined]);
    await ref.delete();
    expect(await author()).toEqual([undefined, undefined]);
    expect(namePlaces.member(editor.uid).path).toBe(`members/${editor.uid}`);
  });

  it("answers without names while the key service is down", async () => {
    const tenant = await newTenant();
    await control("kms", { fault: "fail" });
    try {
      const answer = await tenant.users.editor.get("/v1/workspace/me");
      expect([answer.status, answer.body.projects[0].name]).toEqual([200, "prj_a"]);
    } finally {
      await control("kms", { fault: "recover" });
    }
  });
});
