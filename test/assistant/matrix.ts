import { makeProposal, type Rows, writers } from "../support/row.ts";
import { enableAssistant } from "../support/stack.ts";

interface Things {
  readonly conversation: string;
  readonly receipt: string;
  readonly proposal: string;
  readonly argumentsHash: string;
}

/** Route × role of this capability, and what its routes point at. */
export const matrix: Rows<"assistant", Things> = {
  async make(tenant) {
    await enableAssistant(tenant, [tenant.users.editor, tenant.users.admin]);
    const { conversation, receipt, proposal } = await makeProposal(tenant.users.editor);
    return { conversation, receipt, proposal: proposal.proposalId, argumentsHash: proposal.argumentsHash };
  },
  rows: {
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
  },
};
