import { beforeAll, describe, expect, it } from "vitest";
import { briefStatuses } from "../../functions/briefs/status.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import { settings } from "../../functions/platform/tenant/settings.ts";
import { COLLECTIONS, ROLES, type Role } from "../../functions/vocabulary/index.ts";
import { DATABASE } from "../../tools/local/stand-ins/firestore/database.ts";
import { enableAssistant, mint, newTenant, stack, type Tenant } from "../support/stack.ts";

/** What an app sees: Firestore's own REST API with a user's token, under firestore.rules. */
async function touch(
  verb: "get" | "list" | "create" | "update" | "delete",
  path: string,
  token: string | undefined,
): Promise<number> {
  const root = `http://${stack.firestoreHost}/v1/projects/belfry-local/databases/${DATABASE}/documents`;
  const headers = {
    "content-type": "application/json",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const body = JSON.stringify({ fields: { status: { stringValue: "submitted" } } });
  const parts = path.split("/");
  const [collection, id] = [parts.slice(0, -1).join("/"), parts.at(-1)];
  if (verb === "list") {
    const structuredQuery = {
      from: [{ collectionId: parts.at(-2) }],
      where: { fieldFilter: { field: { fieldPath: "projectId" }, op: "EQUAL", value: { stringValue: "prj_a" } } },
    };
    const answer = await fetch(`${root}/${parts.slice(0, -2).join("/")}:runQuery`, {
      method: "POST",
      headers,
      body: JSON.stringify({ structuredQuery }),
    });
    const result = (await answer.json()) as { error?: { code: number } } | { error?: { code: number } }[];
    return (Array.isArray(result) ? result[0] : result)?.error?.code ?? answer.status;
  }
  const requests: Record<typeof verb, [string, RequestInit]> = {
    get: [`${root}/${path}`, { headers }],
    create: [`${root}/${collection}?documentId=new-${id}`, { method: "POST", headers, body }],
    update: [`${root}/${path}`, { method: "PATCH", headers, body }],
    delete: [`${root}/${path}`, { method: "DELETE", headers }],
  };
  const [url, init] = requests[verb];
  return (await fetch(url, init)).status;
}

/** Every collection of the vocabulary, and one that nobody made. */
const PLACES = [
  ...Object.entries(COLLECTIONS).map(([name, { parent }]) => (parent === undefined ? name : `${parent}/c/${name}`)),
  "anything",
];
const VERBS = ["get", "list", "create", "update", "delete"] as const;

/** The whole of what is open: role × path × verb. */
const OPEN: readonly { path: string; verbs: readonly string[]; roles: readonly Role[] }[] = [
  { path: "briefStatuses/open", verbs: ["get", "list"], roles: ["viewer", "editor", "admin"] },
  { path: "projectConsents/prj_a", verbs: ["get"], roles: ["viewer", "editor", "admin"] },
  { path: "consentStatus/current", verbs: ["get"], roles: ["viewer", "editor", "admin", "auditor"] },
];
/** The document of a collection that the cases ask for. */
const ASKED: Readonly<Record<string, string>> = {
  consent: "current",
  settings: "current",
  consentStatus: "current",
  projectConsents: "prj_a",
};

describe("firestore.rules", () => {
  let tenant: Tenant;
  let other: Tenant;
  const token = (of: Tenant, role: Role) => of.users[role].token;

  beforeAll(async () => {
    [tenant, other] = await Promise.all([newTenant(), newTenant()]);
    await enableAssistant(tenant);
    const made = await tenant.users.editor.post("/v1/briefs", { projectId: "prj_a", title: "x", category: "y" });
    const doc = (await tenant.store.doc(briefStatuses, made.body.id).get()).data();
    if (doc === undefined) throw new Error("no status");
    await tenant.store.doc(briefStatuses, "open").set(doc);
    await tenant.store.doc(briefStatuses, "elsewhere").set({ ...doc, projectId: "prj_b" as typeof doc.projectId });
  });

  const cases = ROLES.flatMap((role) =>
    [...PLACES.map((name) => `${name}/${ASKED[name] ?? "open"}`)].flatMap((path) =>
      VERBS.map((verb) => ({
        role,
        path,
        verb,
        open: OPEN.some((one) => one.path === path && one.verbs.includes(verb) && one.roles.includes(role)),
      })),
    ),
  );

  it("[KZ-12/rules-roles] opens to each role exactly what is listed: every role × path × verb", async () => {
    const wrong: string[] = [];
    for (const { role, path, verb, open } of cases) {
      const status = await touch(verb, `tenants/${tenant.id}/${path}`, token(tenant, role));
      const allowed = status !== 403;
      if (allowed !== open) wrong.push(`${role} ${verb} ${path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(cases.filter(({ open }) => open).length).toBe(3 * 2 + 3 + 4);
  });

  it("[KZ-10/security-rules] [KZ-10/configuration] opens nothing to another tenant, to a token without a tenant, or to nobody", async () => {
    const { uid } = tenant.users.editor;
    const strangers = [
      token(other, "admin"),
      token(other, "editor"),
      await mint({ sub: uid, user_id: uid, tenant: undefined }),
      // Whoever may set custom claims could have set this one.
      await mint({ sub: uid, user_id: uid, tenant: tenant.id, firebase: { sign_in_provider: "password" } }),
      await mint({ sub: uid, user_id: uid, tenant: other.id }),
      undefined,
    ];
    for (const stranger of strangers) {
      for (const path of ["briefStatuses/open", "projectConsents/prj_a", "consentStatus/current"]) {
        for (const verb of VERBS)
          expect(await touch(verb, `tenants/${tenant.id}/${path}`, stranger), `${verb} ${path}`).toBe(403);
      }
    }
    expect(await touch("get", `tenants/${tenant.id}/briefStatuses/open`, token(tenant, "editor"))).toBe(200);
  });

  it("[KZ-12/projects] opens a brief of another project to its members and administrators only", async () => {
    const get = (role: "editor" | "editor2" | "viewer" | "admin") =>
      touch("get", `tenants/${tenant.id}/briefStatuses/elsewhere`, tenant.users[role].token);
    expect(await Promise.all((["editor", "viewer", "editor2", "admin"] as const).map(get))).toEqual([
      403, 403, 200, 200,
    ]);
  });

  it("[KZ-12/ended-access] closes at once for a disabled member, an ended session and a suspended tenant", async () => {
    const get = () => touch("get", `tenants/${tenant.id}/briefStatuses/open`, token(tenant, "viewer"));
    const member = tenant.store.doc(members, tenant.users.viewer.uid);
    expect(await get()).toBe(200);
    await member.update({ status: "disabled" });
    expect(await get()).toBe(403);
    await member.update({ status: "active", tokensValidAfter: new Date(Date.now() + 5000) });
    expect(await get()).toBe(403);
    await member.update({ tokensValidAfter: null });
    await tenant.store.doc(settings, "current").update({ status: "suspended" });
    expect(await get()).toBe(403);
    await tenant.store.doc(settings, "current").update({ status: "active" });
    expect(await get()).toBe(200);
  });
});
