import { describe, expect, it } from "vitest";
import { conversations, receipts, turns } from "../../functions/assistant/documents.ts";
import { sweepTenant } from "../../functions/jobs/sweep.ts";
import { dump, enableAssistant, newConversation, newTenant, stack, trail } from "../support/stack.ts";

const at = (ms: number) => ({ now: () => new Date(Date.now() + ms) });
const DAY = 86_400_000;

describe("housekeeping", () => {
  it("closes a receipt whose instance died as unknown, with its event, and only when it is old", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const conversation = await newConversation(editor);
    const [receipt] = await editor.say(conversation, "Hello");
    const id = receipt?.data.receiptId;
    // As a crash leaves it: begun, never finished.
    await tenant.store.doc(receipts, id).update({ status: "open", endedAt: null });
    await tenant.store.doc(turns, conversation, "1").update({ status: "open" });
    expect((await sweepTenant(tenant.store, at(0))).orphans).toBe(0);
    expect((await sweepTenant(tenant.store, at(600_000))).orphans).toBe(1);
    expect((await sweepTenant(tenant.store, at(600_000))).orphans).toBe(0);
    expect((await editor.get(`/v1/assistant/receipts/${id}`)).body.status).toBe("unknown");
    expect((await editor.get(`/v1/assistant/conversations/${conversation}`)).body.turns[0].status).toBe("unknown");
    const events = (await trail(tenant)).filter((event) => event.api.operation === "jobs.sweep.receipt");
    expect(events).toMatchObject([
      { actor: { user: { uid: "sweep", type: "System" } }, resources: [{ type: "receipt", uid: id }] },
    ]);
  });

  it("[KB-06/deleted] deletes what has expired, turns and bodies with it, and leaves what has not", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const old = await newConversation(editor);
    await editor.say(old, "Hello");
    await tenant.store.doc(conversations, old).update({ expireAt: new Date(Date.now() + DAY) });
    const kept = await newConversation(editor);
    await sweepTenant(tenant.store, at(2 * DAY));
    const stored = await dump(tenant);
    expect(stored).not.toContain(`conversations/${old}`);
    expect(stored).toContain(`conversations/${kept}`);
    const [receipt] = await tenant.store.list(tenant.store.query(receipts).where("conversationId", "==", old));
    expect(receipt?.data()).toMatchObject({ body: null, status: "completed" });
    await sweepTenant(tenant.store, at(400 * DAY));
    expect((await tenant.store.list(tenant.store.query(receipts))).length).toBe(0);
    expect((await trail(tenant)).filter((event) => event.api.operation === "jobs.sweep.expired").length).toBe(3);
  });

  it("runs when the scheduler calls it", { timeout: 120_000 }, async () => {
    expect((await fetch(stack.functions.sweep?.url ?? "", { method: "POST" })).status).toBe(204);
    expect((await fetch(stack.functions.sweep?.url ?? "")).status).toBe(405);
  });
});
