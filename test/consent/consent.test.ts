import { beforeEach, describe, expect, it } from "vitest";
import { consentState } from "../../functions/consent/index.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import {
  enableAssistant,
  forget,
  newConversation,
  newTenant,
  recorded,
  request,
  type Tenant,
  trail,
} from "../support/stack.ts";

/** Each state that is not the one good state, as a single step away from it. */
const BAD: readonly { tags: string; state: string; block: string; make: (tenant: Tenant) => Promise<unknown> }[] = [
  {
    tags: "[KZ-02/no-terms] [KB-10/organisation]",
    state: "the organisation never accepted",
    block: "terms-not-accepted",
    make: (t) => t.store.doc(consentState, "current").update({ status: "none", acceptance: null }),
  },
  {
    tags: "[KZ-02/old-terms] [BF-05/suspends]",
    state: "the terms changed since",
    block: "terms-outdated",
    make: (t) => t.store.doc(consentState, "current").update({ "acceptance.factsHash": "b".repeat(64) }),
  },
  {
    tags: "[KZ-02/withdrawn] [KZ-08/organisation-off]",
    state: "the organisation withdrew",
    block: "consent-withdrawn",
    make: (t) => t.users.admin.post("/v1/consent/withdrawals", { reason: "for now" }),
  },
  {
    tags: "[KZ-02/project-off] [KZ-08/project-off] [KB-10/project]",
    state: "the project is off",
    block: "project-off",
    make: (t) => t.users.admin.put("/v1/consent/projects/prj_a", { assistantEnabled: false }),
  },
  {
    tags: "[KZ-02/user-off] [KZ-08/user-off]",
    state: "the user is off",
    block: "user-off",
    make: (t) => t.users.editor.put("/v1/consent/me", { assistantEnabled: false }),
  },
];

describe("nothing leaves without consent", () => {
  let tenant: Tenant;
  let conversation: string;
  beforeEach(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
    conversation = await newConversation(tenant.users.editor);
    await forget();
  });

  it.each(BAD.map((bad) => [bad.tags, bad.state, bad] as const))(
    "%s refuses with no connection when %s, and works with that one fact mended",
    async (_tags, _state, { block, make }) => {
      const { editor } = tenant.users;
      await make(tenant);
      const before = await tenant.store.list(
        tenant.store.query({ name: "turns", schema: {} as never, parent: "conversations" }, conversation),
      );
      for (const path of [
        `/v1/assistant/conversations/${conversation}/messages`,
        `/v1/assistant/conversations/${conversation}/preview`,
      ]) {
        const refused = await editor.post(path, { text: "Hello" });
        expect(refused.status, refused.text).toBe(428);
        expect(refused.body.code).toBe("consent-missing");
        expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([`consent:${block}`]);
      }
      expect((await editor.post("/v1/assistant/conversations", { projectId: "prj_a" })).status).toBe(428);
      expect((await editor.get("/v1/consent?projectId=prj_a")).body).toMatchObject({
        usable: false,
        blockedBy: [block],
      });
      expect((await recorded()).connections).toBe(0);
      const after = await tenant.store.list(
        tenant.store.query({ name: "turns", schema: {} as never, parent: "conversations" }, conversation),
      );
      expect(after.length).toBe(before.length);

      await enableAssistant(tenant);
      expect((await editor.say(conversation, "Hello")).at(-1)?.data.status).toBe("completed");
      expect((await recorded()).requests.length).toBe(1);
    },
  );

  it("[KB-10/organisation] [KB-10/project] is off for a new organisation, project and user until each is switched on", async () => {
    const fresh = await newTenant();
    const blocked = async () => (await fresh.users.editor.get("/v1/consent?projectId=prj_a")).body.blockedBy;
    expect(await blocked()).toEqual(["terms-not-accepted", "project-off", "user-off"]);
    const { admin, editor } = fresh.users;
    await admin.post("/v1/consent/acceptances", { factsHash: (await admin.get("/v1/consent")).body.factsHash });
    expect(await blocked()).toEqual(["project-off", "user-off"]);
    await admin.put("/v1/consent/projects/prj_a", { assistantEnabled: true });
    expect(await blocked()).toEqual(["user-off"]);
    await editor.put("/v1/consent/me", { assistantEnabled: true });
    expect(await blocked()).toEqual([]);
  });

  it("[BF-05/only-current] accepts nothing but the facts as they are now", async () => {
    const { admin } = tenant.users;
    const refused = await admin.post("/v1/consent/acceptances", { factsHash: "c".repeat(64) });
    expect([refused.status, refused.body.code]).toEqual([409, "conflict"]);
    const consent = await admin.get("/v1/consent");
    const accepted = await admin.post("/v1/consent/acceptances", { factsHash: consent.body.factsHash });
    expect(accepted.body).toMatchObject({ type: "acceptance", facts: consent.body.facts, by: admin.uid });
  });

  it("keeps every acceptance and withdrawal, newest first", async () => {
    const { admin, auditor } = tenant.users;
    await admin.post("/v1/consent/withdrawals", { reason: "Our lawyers read it again" });
    const history = await auditor.get("/v1/consent/acceptances");
    expect(history.body.items.map((item: { type: string }) => item.type)).toEqual(["withdrawal", "acceptance"]);
    expect(history.body.items[0].reason).toBe("Our lawyers read it again");
    expect((await admin.post("/v1/consent/withdrawals", {})).status).toBe(409);
  });

  it("[KZ-02/own-choice] [KB-13/own-projects] belongs to one project and one user: neither another project nor a colleague may use it", async () => {
    const { editor, editor2, admin } = tenant.users;
    expect((await editor.post("/v1/assistant/conversations", { projectId: "prj_b" })).status).toBe(404);
    expect((await editor2.post("/v1/assistant/conversations", { projectId: "prj_b" })).status).toBe(428);
    expect((await admin.post("/v1/assistant/conversations", { projectId: "prj_a" })).status).toBe(428);
    expect((await recorded()).connections).toBe(0);
  });

  it("[KZ-12/ended-access] refuses a disabled member and an ended session at the next request", async () => {
    const { editor } = tenant.users;
    const ref = tenant.store.doc(members, editor.uid);
    expect((await editor.get("/v1/briefs")).status).toBe(200);
    await ref.update({ status: "disabled" });
    const disabled = await editor.get("/v1/briefs");
    expect([disabled.status, disabled.body.code]).toEqual([403, "forbidden"]);
    expect((await editor.post(`/v1/assistant/conversations/${conversation}/messages`, { text: "Hello" })).status).toBe(
      403,
    );
    await ref.update({ status: "active", tokensValidAfter: new Date(Date.now() + 1000) });
    const ended = await editor.get("/v1/briefs");
    expect([ended.status, ended.body.code]).toEqual([401, "unauthenticated"]);
    expect((await recorded()).connections).toBe(0);
    await ref.update({ tokensValidAfter: null });
    expect((await editor.get("/v1/briefs")).status).toBe(200);
    const refusals = (await trail(tenant)).filter(
      (event) => event.actor.user.uid === editor.uid && event.status_id === 2,
    );
    expect(refusals.map((event) => event.status_code)).toEqual(["forbidden", "forbidden", "unauthenticated"]);
  });

  it("[KB-12/token-matrix] knows nobody without a token", async () => {
    const answer = await request("GET", "/v1/briefs");
    expect([answer.status, answer.body.code, answer.headers.get("www-authenticate")]).toEqual([
      401,
      "unauthenticated",
      'Bearer realm="belfry"',
    ]);
  });
});
