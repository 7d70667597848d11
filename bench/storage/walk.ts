import { setTimeout as sleep } from "node:timers/promises";
import type { Operation } from "../../functions/vocabulary/index.ts";
import type { Api, Turn } from "../client.ts";
import { type BenchStack, CONSENT_SETTLED_MS, consent, PROJECT_ID } from "../stack.ts";
import { MESSAGES } from "../turn/script.ts";

/** Runs a request and writes down what it cost. `note` tells two rows of one route apart. */
export type Measure = <R>(route: Operation | "openapi" | "sweep", note: string, work: () => Promise<R>) => Promise<R>;

export const UID = "usr_0";
const BRIEF = { projectId: PROJECT_ID, title: "Folding cartons", category: "packaging", quantity: 5000 };
const STEADY = "instance warm";

/** Every route, each on an instance that has opened the tenant's key, which it does once in five minutes. */
export async function walk(bench: BenchStack, measure: Measure): Promise<void> {
  const [me, admin, auditor] = [bench.member(UID), bench.member("usr_admin"), bench.member("usr_auditor")];
  await consent(bench, [UID]);
  const settled = sleep(CONSENT_SETTLED_MS);
  await briefs(me, measure);
  await chat(bench, me, measure, settled);
  await trail(auditor, measure);
  await decisions(me, admin, measure);
  await measure("openapi", "", () => fetch(bench.functions.openapi?.url ?? "").then((answer) => answer.text()));
  await measure("sweep", "one tenant", () => fetch(bench.functions.sweep?.url ?? "", { method: "POST" }));
}

async function briefs(me: Api, measure: Measure): Promise<void> {
  await me.call("POST", "/v1/briefs", BRIEF);
  const { body, etag } = await measure("briefs.create", "", () => me.call("POST", "/v1/briefs", BRIEF));
  const path = `/v1/briefs/${body.id}`;
  await measure("briefs.list", "2 briefs", () => me.call("GET", "/v1/briefs"));
  await measure("briefs.read", "", () => me.call("GET", path));
  await measure("briefs.update", "", () => me.call("PATCH", path, { quantity: 2 }, { "if-match": etag }));
  await measure("briefs.submit", "", () => me.call("POST", `${path}/submit`));
  await measure("briefs.withdraw", "", () => me.call("POST", `${path}/withdraw`));
  await measure("briefs.delete", "", () => me.call("DELETE", path));
}

async function chat(bench: BenchStack, me: Api, measure: Measure, settled: Promise<unknown>): Promise<void> {
  const base = "/v1/assistant/conversations";
  const id = await me.openConversation(PROJECT_ID);
  await me.turn(id, "Hello.");
  const send = (note: string, conversation: string, text: string, key?: string, api = me) =>
    measure<Turn>("assistant.messages.send", note, () => api.turn(conversation, text, key));
  await send("consent changed within the last minute", id, "Hello again.");
  await settled;
  const second = await bench.run("assistant");
  const fresh = await me.openConversation(PROJECT_ID);
  await send(
    "an instance's first, with Idempotency-Key",
    fresh,
    "Hello.",
    crypto.randomUUID(),
    bench.member(UID, second.url),
  );

  // The listener on consent had fallen asleep meanwhile; a turn wakes it for those that follow.
  await me.turn(id, "And again.");
  await measure("assistant.conversations.create", "", () => me.openConversation(PROJECT_ID));
  const talk = await me.openConversation(PROJECT_ID);
  await measure("assistant.preview", "", () => me.call("POST", `${base}/${talk}/preview`, { text: MESSAGES[0] }));
  await send(STEADY, talk, MESSAGES[0]);
  const repeated = crypto.randomUUID();
  await send(`${STEADY}, with Idempotency-Key`, talk, MESSAGES[1], repeated);
  await send("the same Idempotency-Key again", talk, MESSAGES[1], repeated);
  for (const text of MESSAGES.slice(2, -1)) await me.turn(talk, text);
  const last = await send(`${STEADY}, with a proposal`, talk, MESSAGES.at(-1) ?? "");
  await measure("assistant.conversations.list", "4 conversations", () => me.call("GET", base));
  await measure("assistant.conversations.read", `${MESSAGES.length} turns`, () => me.call("GET", `${base}/${talk}`));
  await measure("assistant.receipts.list", "one conversation's 6", () =>
    me.call("GET", `/v1/assistant/receipts?conversationId=${talk}`),
  );
  await measure("assistant.receipts.read", "", () => me.call("GET", `/v1/assistant/receipts/${last.receiptId}`));

  const { proposalId, argumentsHash } = last.proposal ?? {};
  const proposal = `/v1/assistant/proposals/${proposalId}`;
  await measure("assistant.proposals.read", "", () => me.call("GET", proposal));
  await measure("assistant.proposals.decide", "approved", () =>
    me.call("POST", `${proposal}/decision`, { decision: "approve", argumentsHash }),
  );
  await measure("assistant.conversations.delete", `${MESSAGES.length} turns`, () =>
    me.call("DELETE", `${base}/${talk}`),
  );
}

async function trail(auditor: Api, measure: Measure): Promise<void> {
  await auditor.call("POST", "/v1/audit/exports", { format: "ndjson" });
  await measure("audit.events.list", "10 events", () => auditor.call("GET", "/v1/audit/events?pageSize=10"));
  const { body } = await measure("audit.exports.create", "few new events", () =>
    auditor.call("POST", "/v1/audit/exports", { format: "ndjson" }),
  );
  const path = `/v1/audit/exports/${body.id}`;
  await measure("audit.exports.read", "", () => auditor.call("GET", path));
  await measure("audit.exports.content", `${body.eventCount} events`, () => auditor.call("GET", `${path}/content`));
}

async function decisions(me: Api, admin: Api, measure: Measure): Promise<void> {
  const { body } = await measure("consent.read", "", () => admin.call("GET", "/v1/consent"));
  const { factsHash, facts } = body;
  await measure("consent.terms.read", "", () => admin.call("GET", `/v1/consent/terms/${facts.termsVersion}`));
  await measure("consent.me.update", "", () => me.call("PUT", "/v1/consent/me", { assistantEnabled: true }));
  // What the assistant's listeners hear of it is counted here too: one read per instance that listens, two in this run.
  await measure("consent.project.update", "2 instances listening", () =>
    admin.call("PUT", `/v1/consent/projects/${PROJECT_ID}`, { assistantEnabled: true }),
  );
  await measure("consent.withdraw", "2 instances listening", () =>
    admin.call("POST", "/v1/consent/withdrawals", { reason: "A review" }),
  );
  await measure("consent.accept", "2 instances listening", () =>
    admin.call("POST", "/v1/consent/acceptances", { factsHash }),
  );
  await measure("consent.acceptances.list", "3 entries", () => admin.call("GET", "/v1/consent/acceptances"));
}
