import { z } from "zod";
import { ConversationId, ProjectId, ProposalId } from "../../core/ids.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { AT, hash, SAMPLE_HASH, time } from "../contract.ts";
import { TOOL_NAMES } from "../tools/registry.ts";

export const ProposalView = z.strictObject({
  id: ProposalId,
  conversationId: ConversationId,
  projectId: ProjectId,
  tool: z.enum(TOOL_NAMES),
  arguments: z.record(z.string(), z.unknown()),
  argumentsHash: hash,
  status: z.enum(["pending", "approved", "rejected", "expired"]),
  createdAt: time,
  expiresAt: time,
  briefId: z.string().optional(),
});
const proposal = z.strictObject({ proposalId: ProposalId });

export const readProposal = {
  operation: "assistant.proposals.read",
  method: "get",
  path: "/v1/assistant/proposals/{proposalId}",
  summary: "A change that the assistant suggests, waiting for your decision",
  permission: "assistant.chat",
  params: proposal,
  answer: { status: 200, schema: ProposalView },
  problems: ["not-found", "vault-unavailable"],
  example: {
    answer: {
      id: "prp_0123456789abcdefghjkmnpqrs",
      conversationId: "cnv_0123456789abcdefghjkmnpqrs",
      projectId: "prj_spring",
      tool: "propose_brief",
      arguments: { title: "Folding cartons", category: "packaging" },
      argumentsHash: SAMPLE_HASH,
      status: "pending",
      createdAt: AT,
      expiresAt: AT,
    },
  },
} as const satisfies RouteSpec;

export const decideProposal = {
  operation: "assistant.proposals.decide",
  method: "post",
  path: "/v1/assistant/proposals/{proposalId}/decision",
  summary: "Approve or reject, once, exactly what you were shown. On approval result is the new brief",
  permission: "briefs.write",
  params: proposal,
  body: z.strictObject({ decision: z.enum(["approve", "reject"]), argumentsHash: hash }),
  idempotencyKey: "optional",
  answer: {
    status: 200,
    schema: z.strictObject({
      status: z.enum(["approved", "rejected"]),
      result: z.record(z.string(), z.unknown()).optional(),
    }),
  },
  problems: ["not-found", "conflict", "consent-missing", "idempotency-conflict", "vault-unavailable"],
  example: {
    body: { decision: "approve", argumentsHash: SAMPLE_HASH },
    answer: { status: "approved", result: { id: "brf_0123456789abcdefghjkmnpqrs" } },
  },
} as const satisfies RouteSpec;
