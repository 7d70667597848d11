import { beforeAll, describe, expect, it } from "vitest";
import { briefStatuses } from "../../functions/briefs/status.ts";
import { COLLECTIONS } from "../../functions/vocabulary/index.ts";
import { enableAssistant, mint, newTenant, stack, type Tenant } from "../support/stack.ts";

const ROOT = `http://${stack.firestoreHost}/v1/projects/belfry-local/databases/(default)/documents`;
const NAMES = ROOT.slice(ROOT.indexOf("projects/"));
const is = (op: string, value: object) => ({ fieldFilter: { field: { fieldPath: "projectId" }, op, value } });
const one = (project: string) => ({ stringValue: project });
const some = (...projects: string[]) => ({ arrayValue: { values: projects.map(one) } });
const both = (op: string, ...filters: object[]) => ({ compositeFilter: { op, filters } });

/** Every way to ask for more than one's own project, or without saying for which. */
const WHERE: Readonly<Record<string, object | undefined>> = {
  nothing: undefined,
  "the other's": is("EQUAL", one("prj_b")),
  "one of both": is("IN", some("prj_a", "prj_b")),
  "not one's own": is("NOT_EQUAL", one("prj_a")),
  "not in a list": is("NOT_IN", some("prj_c")),
  "from one's own on": is("GREATER_THAN_OR_EQUAL", one("prj_a")),
  "this or that": both("OR", is("EQUAL", one("prj_a")), is("EQUAL", one("prj_b"))),
};

/** The attacks of a member who has a token and Firestore's own API, and no wish to use ours. */
describe("Firestore's own API, with a member's token", () => {
  let tenant: Tenant;
  let other: Tenant;
  const ask = async (path: string, body: object | undefined, token: string) => {
    const answer = await fetch(`${ROOT}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const query = (structuredQuery: object, token: string, parent = `/tenants/${tenant.id}`) =>
    ask(`${parent}:runQuery`, { structuredQuery }, token);
  const refused = ({ status, text }: { status: number; text: string }) =>
    status === 403 || text.includes('"PERMISSION_DENIED"');

  beforeAll(async () => {
    [tenant, other] = await Promise.all([newTenant(), newTenant()]);
    await Promise.all([enableAssistant(tenant), enableAssistant(other)]);
    for (const one of [tenant, other]) {
      const made = await one.users.editor.post("/v1/briefs", { projectId: "prj_a", title: "x", category: "y" });
      const doc = (await one.store.doc(briefStatuses, made.body.id).get()).data();
      if (doc === undefined) throw new Error("no status");
      await one.store.doc(briefStatuses, "elsewhere").set({ ...doc, projectId: "prj_b" as typeof doc.projectId });
    }
  });

  it("[KZ-12/projects] lists one's own project and nothing else, however it is asked for", async () => {
    const { token } = tenant.users.editor;
    const from = [{ collectionId: "briefStatuses" }];
    const own = await query({ from, where: is("EQUAL", one("prj_a")) }, token);
    expect(own.text).toContain("prj_a");
    expect(own.text).not.toContain("prj_b");
    const shown: string[] = [];
    for (const [what, where] of Object.entries(WHERE)) {
      const structuredQuery = { from, ...(where === undefined ? {} : { where }) };
      const tries = [
        await query(structuredQuery, token),
        await query({ ...structuredQuery, limit: 1 }, token),
        await query({ ...structuredQuery, select: { fields: [{ fieldPath: "__name__" }] } }, token),
        await ask(
          `/tenants/${tenant.id}:runAggregationQuery`,
          { structuredAggregationQuery: { structuredQuery, aggregations: [{ alias: "n", count: {} }] } },
          token,
        ),
      ];
      tries.forEach((answer, n) => {
        if (!refused(answer)) shown.push(`${what} (${n}): ${answer.text}`);
      });
    }
    expect(shown).toEqual([]);
  });

  it("[KZ-10/security-rules] opens no group of collections, no list, no batch and no write, to members and administrators alike", async () => {
    const opened: string[] = [];
    const { editor, admin } = tenant.users;
    const docs = [
      `${NAMES}/tenants/${tenant.id}/members/${admin.uid}`,
      `${NAMES}/tenants/${other.id}/consentStatus/current`,
    ];
    for (const { token, role } of [editor, admin]) {
      const tries: [string, string, object | undefined][] = [
        ...Object.keys(COLLECTIONS).map((collectionId): [string, string, object] => [
          `group ${collectionId}`,
          ":runQuery",
          { structuredQuery: { from: [{ collectionId, allDescendants: true }] } },
        ]),
        ["tenants", "/tenants", undefined],
        ["names of collections", `/tenants/${tenant.id}:listCollectionIds`, {}],
        ["the rest beside", `/tenants/${tenant.id}/members?showMissing=true`, undefined],
        ...docs.map((name): [string, string, object] => [`batch ${name}`, ":batchGet", { documents: [name] }]),
        [
          "commit",
          ":commit",
          {
            writes: [
              {
                update: { name: `${NAMES}/tenants/${tenant.id}/members/${editor.uid}`, fields: { role: one("admin") } },
              },
            ],
          },
        ],
        ["batch write", ":batchWrite", { writes: [{ delete: `${NAMES}/tenants/${tenant.id}/consentStatus/current` }] }],
      ];
      for (const [what, path, body] of tries) {
        const answer = await ask(path, body, token);
        // The emulator has not all of them; what it has must refuse.
        if (!refused(answer) && ![400, 404, 501].includes(answer.status))
          opened.push(`${role} ${what}: ${answer.text}`);
      }
    }
    expect(opened).toEqual([]);
    expect((await tenant.users.editor.get("/v1/consent?projectId=prj_a")).body.usable).toBe(true);
  });

  it("[KZ-10/security-rules] takes no name for a path: tenants, users and claims that are made of slashes", async () => {
    const { uid } = tenant.users.editor;
    for (const claims of [
      { sub: `${uid}/`, user_id: `${uid}/`, tenant: tenant.id },
      { sub: `../members/${uid}`, user_id: `../members/${uid}`, tenant: tenant.id },
      { sub: uid, user_id: uid, tenant: `${tenant.id}/` },
      { sub: uid, user_id: uid, tenant: [tenant.id] },
      { sub: uid, user_id: uid, tenant: { id: tenant.id } },
      { sub: "", user_id: "", tenant: tenant.id },
    ]) {
      const token = await mint(claims);
      const answer = await ask(`/tenants/${tenant.id}/consentStatus/current`, undefined, token);
      expect([JSON.stringify(claims), answer.status >= 400]).toEqual([JSON.stringify(claims), true]);
    }
    expect(
      (await ask(`/tenants/${tenant.id}/consentStatus/current`, undefined, tenant.users.editor.token)).status,
    ).toBe(200);
  });
});
