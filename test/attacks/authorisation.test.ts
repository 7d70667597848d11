import { afterEach, describe, expect, it } from "vitest";
import { conversations, receipts } from "../../functions/assistant/documents.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import { projects } from "../../functions/platform/tenant/project.ts";
import { settings } from "../../functions/platform/tenant/settings.ts";
import { makeProposal } from "../support/row.ts";
import {
  clearFaults,
  enableAssistant,
  fault,
  forget,
  mint,
  newConversation,
  newTenant,
  recorded,
  request,
  type Tenant,
} from "../support/stack.ts";

/** What ends a stream beside consent: how it happens in the database, and what the client is told. */
const ENDINGS: readonly (readonly [
  part: string,
  what: string,
  end: (tenant: Tenant, conversation: string) => Promise<unknown>,
  code: string,
])[] = [
  [
    "revoked-session",
    "the session is revoked",
    ({ store, users }) =>
      store.doc(members, users.editor.uid).update({ tokensValidAfter: new Date(Date.now() + 60_000) }),
    "unauthenticated",
  ],
  [
    "suspended-tenant",
    "the tenant is suspended",
    ({ store }) => store.doc(settings, "current").update({ status: "suspended" }),
    "forbidden",
  ],
  [
    "archived-project",
    "the project is archived",
    ({ store }) => store.doc(projects, "prj_a").update({ status: "archived" }),
    "conflict",
  ],
  [
    "deleted-conversation",
    "the conversation is deleted by its owner",
    ({ users }, id) => users.editor.delete(`/v1/assistant/conversations/${id}`),
    "not-found",
  ],
  [
    "deleted-conversation",
    "the conversation is deleted by an administrator",
    ({ users }, id) => users.admin.delete(`/v1/assistant/conversations/${id}`),
    "not-found",
  ],
  [
    "removed-member",
    "the member is removed",
    ({ store, users }) => store.doc(members, users.editor.uid).delete(),
    "forbidden",
  ],
  [
    "removed-member",
    "the member loses the role",
    ({ store, users }) => store.doc(members, users.editor.uid).update({ role: "viewer" }),
    "forbidden",
  ],
  [
    "removed-member",
    "the member leaves the project",
    ({ store, users }) => store.doc(members, users.editor.uid).update({ projects: [] }),
    "forbidden",
  ],
];

describe("authorisation goes on while a stream does", () => {
  afterEach(clearFaults);

  it.each(ENDINGS)(
    "[BF-19/%s] [BF-19/in-time] [BF-19/receipt-closed] ends when %s: upstream closed within 2 s, receipt closed",
    async (_part, _what, end, code) => {
      const tenant = await newTenant();
      await enableAssistant(tenant);
      const { editor } = tenant.users;
      const conversation = await newConversation(editor);
      await forget();
      await fault({ kind: "slow", delayMs: 200 });
      const answer = editor.say(conversation, "Tell me everything about boxes");
      await expect.poll(async () => (await recorded()).requests.length, { timeout: 10_000 }).toBe(1);
      await end(tenant, conversation);
      // The promise's own bound.
      await expect.poll(async () => (await recorded()).requests[0]?.aborted, { timeout: 2_000 }).toBe(true);
      const events = await answer;
      expect(events.at(-1)).toMatchObject({ event: "done", data: { status: "aborted" } });
      expect(events.find(({ event }) => event === "problem")?.data.code).toBe(code);
      const [receipt] = await tenant.store.list(tenant.store.query(receipts));
      expect(receipt?.data()).toMatchObject({ status: "aborted", endedAt: expect.any(Date) });
    },
  );

  it("[BF-19/archived-project] takes no message, no preview and no conversation in an archived project, and all of them in an active one", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const conversation = await newConversation(editor);
    const path = `/v1/assistant/conversations/${conversation}`;
    const tries = async () => [
      (await editor.post(`${path}/messages`, { text: "Hello" })).status,
      (await editor.post(`${path}/preview`, { text: "Hello" })).status,
      (await editor.post("/v1/assistant/conversations", { projectId: "prj_a" })).status,
    ];
    await tenant.store.doc(projects, "prj_a").update({ status: "archived" });
    await forget();
    await expect.poll(tries, { timeout: 5_000 }).toEqual([409, 409, 409]);
    expect((await recorded()).connections).toBe(0);
    await tenant.store.doc(projects, "prj_a").update({ status: "active" });
    await expect.poll(tries, { timeout: 5_000 }).toEqual([200, 200, 201]);
    const { answering } = (await tenant.store.doc(conversations, conversation).get()).data() ?? {};
    expect(answering).toBeNull();
  });

  it("[KZ-02/withdrawn] refuses the approval of a proposal once consent is gone, and takes it while it is there", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { admin, editor } = tenant.users;
    const { proposal } = await makeProposal(editor);
    const approve = () =>
      editor.post(`/v1/assistant/proposals/${proposal.proposalId}/decision`, {
        decision: "approve",
        argumentsHash: proposal.argumentsHash,
      });
    await admin.post("/v1/consent/withdrawals", {});
    const refused = await approve();
    expect([refused.status, refused.body.code]).toEqual([428, "consent-missing"]);
    expect((await editor.get("/v1/briefs")).body.items).toEqual([]);
    await enableAssistant(tenant);
    expect((await approve()).status).toBe(200);
  });

  it("[BF-05/suspends] doesn't revive a user's own choice when an administrator accepts facts that have changed", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    // As a change of facts leaves it: accepted and chosen under others.
    await tenant.store.doc(members, editor.uid).update({ assistantFactsHash: "f".repeat(64) });
    const state = (await editor.get("/v1/consent?projectId=prj_a")).body;
    expect([state.me.assistantEnabled, state.usable, state.blockedBy]).toEqual([false, false, ["user-outdated"]]);
    await forget();
    expect((await editor.post("/v1/assistant/conversations", { projectId: "prj_a" })).status).toBe(428);
    expect((await recorded()).connections).toBe(0);
    await editor.put("/v1/consent/me", { assistantEnabled: true });
    expect((await editor.post("/v1/assistant/conversations", { projectId: "prj_a" })).status).toBe(201);
  });
});

describe("a token", () => {
  const now = () => Math.floor(Date.now() / 1000);
  it.each([
    ["without auth_time", () => ({ auth_time: null })],
    ["without exp", () => ({ exp: null })],
    ["that was issued in the future", () => ({ iat: now() + 3_600 })],
    ["whose sign-in is in the future", () => ({ auth_time: now() + 3_600 })],
    ["that has ended", () => ({ exp: now() - 10 })],
    ["whose auth_time is words", () => ({ auth_time: "yesterday" })],
  ])("[KB-12/token-matrix] %s is refused, and the same one without that fault isn't", async (_what, claims) => {
    const tenant = await newTenant();
    const { uid } = tenant.users.editor;
    const good = { sub: uid, user_id: uid, tenant: tenant.id };
    const ask = async (token: string) =>
      (await request("GET", "/v1/briefs", undefined, { authorization: `Bearer ${token}` })).status;
    expect(await ask(await mint({ ...good, ...claims() }))).toBe(401);
    expect(await ask(await mint(good))).toBe(200);
  });

  it.each([
    ["no role", { role: "owner" }],
    ["no list of projects", { projects: "prj_a" }],
    ["a field too many", { superuser: true }],
    ["no session field", { tokensValidAfter: "never" }],
  ])("[KZ-12/ended-access] gives no rights with a membership that has %s: 403, not 500", async (_what, wrong) => {
    const tenant = await newTenant();
    const { editor } = tenant.users;
    expect((await editor.get("/v1/briefs")).status).toBe(200);
    await tenant.store.doc(members, editor.uid).update(wrong as never);
    const answer = await editor.get("/v1/briefs");
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
  });
});
