import { z } from "zod";
import { BriefId, ConversationId, ProjectId, ProposalId } from "../../core/ids.ts";
import { AT, SAMPLE_HASH, time } from "../../platform/http/fields.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { argumentsHash, toolArguments } from "../contract.ts";
import { TOOL_NAMES } from "../tools/registry.ts";

export const ProposalView = z
  .strictObject({
    id: ProposalId,
    conversationId: ConversationId,
    projectId: ProjectId.describe("Id of the conversation's project"),
    tool: z.enum(TOOL_NAMES).describe("What the assistant asks to do"),
    arguments: toolArguments,
    argumentsHash,
    status: z.enum(["pending", "approved", "rejected", "expired"]).describe("Only what is `pending` can be decided"),
    createdAt: time("When it was proposed"),
    expiresAt: time("Until when it can be approved"),
    briefId: BriefId.describe("Id of the brief that the approval made. Absent: none").optional(),
  })
  .meta({ id: "Proposal", description: "Something that the assistant proposes. Nothing is done before you decide" });
const DecisionInput = z
  .strictObject({
    decision: z.enum(["approve", "reject"]).describe("What you decide. It can't be taken back"),
    argumentsHash: argumentsHash.describe("The `argumentsHash` that you were shown with the arguments"),
  })
  .meta({ id: "DecisionInput", description: "Your decision about exactly what you were shown" });
const Decision = z
  .strictObject({
    status: z.enum(["approved", "rejected"]).describe("What was decided"),
    result: z
      .record(z.string(), z.unknown())
      .describe("What the approval made: of `propose_brief`, a Brief. Absent: it was rejected")
      .optional(),
  })
  .meta({ id: "Decision", description: "A decision that has been carried out" });
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
  body: DecisionInput,
  idempotencyKey: "optional",
  answer: { status: 200, schema: Decision },
  problems: ["not-found", "conflict", "consent-missing", "idempotency-conflict", "vault-unavailable"],
  example: {
    body: { decision: "approve", argumentsHash: SAMPLE_HASH },
    answer: { status: "approved", result: { id: "brf_0123456789abcdefghjkmnpqrs" } },
  },
} as const satisfies RouteSpec;
