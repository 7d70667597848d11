import type { Operation } from "../../functions/core/operations.ts";
import type { Role } from "../../functions/core/permissions.ts";
import { enableAssistant, newConversation, type Tenant, type User } from "./stack.ts";

/** Ids of one tenant's things, for every route to point at. */
export interface Things {
  readonly brief: string;
  readonly conversation: string;
  readonly receipt: string;
  readonly proposal: string;
  readonly argumentsHash: string;
  readonly export: string;
  readonly factsHash: string;
}

export interface Row {
  readonly roles: readonly Role[];
  readonly request: (things: Things) => {
    method: string;
    path: string;
    body?: unknown;
    headers?: Record<string, string>;
  };
  /** The answer to a permitted role that is not the owner of the thing; the route's own success when absent. */
  readonly status?: Partial<Record<Role, number>>;
  /** A success uses up or alters the thing: the next test needs new ones. */
  readonly changes?: true;
  /** What a member of another tenant gets who has the permission. Absent: the route names no thing, so their own tenant answers. */
  readonly foreign?: 404;
}

const writers = ["editor", "admin"] as const;
const readers = ["viewer", "editor", "admin"] as const;
const members = ["viewer", "editor", "admin", "auditor"] as const;
const brief = { projectId: "prj_a", title: "Labels", category: "labels" };

/** Route × role, by hand: what the product promises, independent of the table it is built with. A new operation does not compile without its row. */
export const MATRIX: Readonly<Record<Operation, Row>> = {
  "briefs.create": {
    roles: writers,
    request: () => ({ method: "POST", path: "/v1/briefs", body: brief }),
    foreign: 404,
  },
  "briefs.list": { roles: readers, request: () => ({ method: "GET", path: "/v1/briefs" }) },
  "briefs.read": { roles: readers, request: (t) => ({ method: "GET", path: `/v1/briefs/${t.brief}` }), foreign: 404 },
  "briefs.update": {
    roles: writers,
    changes: true,
    request: (t) => ({
      method: "PATCH",
      path: `/v1/briefs/${t.brief}`,
      body: { quantity: 2 },
      headers: { "if-match": '"1"' },
    }),
    foreign: 404,
  },
  "briefs.submit": {
    roles: writers,
    changes: true,
    request: (t) => ({ method: "POST", path: `/v1/briefs/${t.brief}/submit` }),
    foreign: 404,
  },
  "briefs.withdraw": {
    roles: writers,
    changes: true,
    request: (t) => ({ method: "POST", path: `/v1/briefs/${t.brief}/withdraw` }),
    status: { editor: 409, admin: 409 },
    foreign: 404,
  },
  "briefs.delete": {
    roles: writers,
    changes: true,
    request: (t) => ({ method: "DELETE", path: `/v1/briefs/${t.brief}` }),
    foreign: 404,
  },
  "consent.read": {
    roles: members,
    request: () => ({ method: "GET", path: "/v1/consent?projectId=prj_a" }),
  },
  "consent.terms.read": { roles: members, request: () => ({ method: "GET", path: "/v1/consent/terms/2026-11-01" }) },
  "consent.accept": {
    roles: ["admin"],
    request: (t) => ({ method: "POST", path: "/v1/consent/acceptances", body: { factsHash: t.factsHash } }),
  },
  "consent.withdraw": {
    roles: ["admin"],
    changes: true,
    request: () => ({ method: "POST", path: "/v1/consent/withdrawals", body: {} }),
  },
  "consent.acceptances.list": { roles: members, request: () => ({ method: "GET", path: "/v1/consent/acceptances" }) },
  "consent.me.update": {
    roles: readers,
    request: () => ({ method: "PUT", path: "/v1/consent/me", body: { assistantEnabled: true } }),
  },
  "consent.project.update": {
    roles: ["admin"],
    request: () => ({ method: "PUT", path: "/v1/consent/projects/prj_a", body: { assistantEnabled: true } }),
    foreign: 404,
  },
  "assistant.conversations.create": {
    roles: writers,
    request: () => ({ method: "POST", path: "/v1/assistant/conversations", body: { projectId: "prj_a" } }),
    foreign: 404,
  },
  "assistant.conversations.list": {
    roles: writers,
    request: () => ({ method: "GET", path: "/v1/assistant/conversations" }),
  },
  "assistant.conversations.read": {
    roles: writers,
    request: (t) => ({ method: "GET", path: `/v1/assistant/conversations/${t.conversation}` }),
    status: { admin: 404 },
    foreign: 404,
  },
  "assistant.conversations.delete": {
    roles: writers,
    changes: true,
    request: (t) => ({ method: "DELETE", path: `/v1/assistant/conversations/${t.conversation}` }),
    foreign: 404,
  },
  "assistant.preview": {
    roles: writers,
    request: (t) => ({
      method: "POST",
      path: `/v1/assistant/conversations/${t.conversation}/preview`,
      body: { text: "hello" },
    }),
    status: { admin: 404 },
    foreign: 404,
  },
  "assistant.messages.send": {
    roles: writers,
    request: (t) => ({
      method: "POST",
      path: `/v1/assistant/conversations/${t.conversation}/messages`,
      body: { text: "hello" },
    }),
    status: { admin: 404 },
    foreign: 404,
  },
  "assistant.receipts.list": {
    roles: ["editor", "admin", "auditor"],
    request: () => ({ method: "GET", path: "/v1/assistant/receipts" }),
  },
  "assistant.receipts.read": {
    roles: ["editor", "admin", "auditor"],
    request: (t) => ({ method: "GET", path: `/v1/assistant/receipts/${t.receipt}` }),
    status: { admin: 404 },
    foreign: 404,
  },
  "assistant.proposals.read": {
    roles: writers,
    request: (t) => ({ method: "GET", path: `/v1/assistant/proposals/${t.proposal}` }),
    status: { admin: 404 },
    foreign: 404,
  },
  "assistant.proposals.decide": {
    roles: writers,
    changes: true,
    request: (t) => ({
      method: "POST",
      path: `/v1/assistant/proposals/${t.proposal}/decision`,
      body: { decision: "approve", argumentsHash: t.argumentsHash },
    }),
    status: { admin: 404 },
    foreign: 404,
  },
  "audit.events.list": { roles: ["admin", "auditor"], request: () => ({ method: "GET", path: "/v1/audit/events" }) },
  "audit.exports.create": {
    roles: ["admin", "auditor"],
    request: () => ({ method: "POST", path: "/v1/audit/exports", body: { format: "ndjson" } }),
  },
  "audit.exports.read": {
    roles: ["admin", "auditor"],
    request: (t) => ({ method: "GET", path: `/v1/audit/exports/${t.export}` }),
    foreign: 404,
  },
  "audit.exports.content": {
    roles: ["admin", "auditor"],
    request: (t) => ({ method: "GET", path: `/v1/audit/exports/${t.export}/content` }),
    foreign: 404,
  },
};

/** One of everything, owned by the tenant's editor. */
export async function makeThings(tenant: Tenant): Promise<Things> {
  const { admin, editor } = tenant.users;
  await enableAssistant(tenant);
  const made = await editor.post("/v1/briefs", brief);
  const { conversation, receipt, proposal } = await makeProposal(editor);
  const exported = await admin.post("/v1/audit/exports", { format: "ndjson" });
  const consent = await admin.get("/v1/consent");
  return {
    brief: made.body.id,
    conversation,
    receipt,
    proposal: proposal.proposalId,
    argumentsHash: proposal.argumentsHash,
    export: exported.body.id,
    factsHash: consent.body.factsHash,
  };
}

/** A conversation in which the assistant has proposed a brief. */
export async function makeProposal(editor: User): Promise<{
  conversation: string;
  receipt: string;
  proposal: { proposalId: string; argumentsHash: string; arguments: Record<string, unknown> };
}> {
  const conversation = await newConversation(editor);
  const events = await editor.say(
    conversation,
    "We need 5000 folding cartons of 85 x 120 mm, CMYK, delivered in Gent by 2027-03-01. Please propose the brief.",
  );
  const proposal = events.find(({ event }) => event === "proposal")?.data;
  if (proposal === undefined) throw new Error(`no proposal in ${JSON.stringify(events)}`);
  return { conversation, receipt: events[0]?.data.receiptId, proposal };
}
