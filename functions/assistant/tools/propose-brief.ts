import { BriefContent, faultsOf, insertBrief } from "../../briefs/index.ts";
import { BriefId } from "../../core/ids.ts";
import { append } from "../../platform/audit.ts";
import { requireProject } from "../../platform/tenant/project.ts";
import type { Tool } from "./tool.ts";

/** A new brief, held to the same schema as one by hand. */
export const proposeBrief: Tool<BriefContent> = {
  name: "propose_brief",
  description:
    "Propose a brief for the user to approve. Use null for what the user did not say; copy placeholders such as [EMAIL_1] as they are.",
  schema: BriefContent,
  permission: "briefs.write",
  approval: "required",
  // Every member of the project can read a brief: people and places of business come back, secrets, bank and identity numbers do not.
  restores: ["PERSON", "EMAIL", "PHONE", "ADDRESS", "VAT", "COMPANY_ID", "URL", "PRIVATE", "LITERAL"],
  fits: (content, now) => faultsOf(content, now).length === 0,
  async run({ tx, keys, call, projectId, recordId, freshId }, content) {
    await requireProject(tx, call, projectId);
    const briefId = BriefId.parse(freshId("brf"));
    const made = insertBrief(tx, keys, call, { id: briefId, projectId, content, origin: "assistant", recordId });
    const { resources, facts } = made;
    append(tx, call.store, call.audit, {
      eventId: freshId("evt"),
      action: "briefs.create",
      resources,
      ...(facts === undefined ? {} : { facts }),
    });
    return { briefId, result: made.body ?? null, resources: [{ type: "brief", uid: briefId }] };
  },
};
