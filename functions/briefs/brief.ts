import { z } from "zod";
import { BriefId, ProjectId, UserId } from "../core/ids.ts";
import { time } from "../platform/http/fields.ts";
import { collection } from "../platform/store/collection.ts";
import { damaged } from "../platform/store/firestore.ts";
import { type Keyring, type Place, Sealed } from "../platform/vault/vault.ts";
import { BriefContent, StoredContent } from "./content.ts";

/** Times are told in UTC, whatever zone they were written in; a date has none. */
const inUtc = (instant: string): string => (instant.includes("T") ? new Date(instant).toISOString() : instant);

export const BRIEF_STATUS = ["draft", "submitted", "withdrawn"] as const;

/** Clear fields are what is queried and what members' apps listen to; nothing personal is among them. */
export const BriefDoc = z.strictObject({
  projectId: ProjectId,
  status: z.enum(BRIEF_STATUS),
  version: z.int().min(1),
  origin: z.enum(["manual", "assistant"]),
  createdAt: z.date(),
  createdBy: UserId,
  updatedAt: z.date(),
  /** The idempotency record that holds a copy of the first answer, deleted with the brief. */
  recordId: z.string().nullable(),
  content: Sealed,
});
export type BriefDoc = z.infer<typeof BriefDoc>;
export const briefs = collection("briefs", BriefDoc);

export const Brief = z
  .strictObject({
    id: BriefId,
    projectId: ProjectId.describe("Id of the project that it belongs to"),
    status: z.enum(BRIEF_STATUS).describe("Where it is on its way. Only a draft can be changed"),
    version: z.int().min(1).describe("1, and one more with each change; the `ETag` is this number in quotes"),
    origin: z
      .enum(["manual", "assistant"])
      .describe("Who wrote it: a person, or the assistant with a person's approval"),
    createdAt: time("When it was written"),
    createdBy: UserId.describe("Id of the member who wrote or approved it"),
    createdByName: z
      .string()
      .describe("Their name. Only where briefs are read; absent when they have none or have left")
      .optional(),
    updatedAt: time("When it was last changed"),
    ...BriefContent.shape,
  })
  .meta({ id: "Brief", description: "A brief. What nobody filled in is absent" });

/** Where a brief's content lives, and whose it is in which version. */
export const contentPlace = (id: string, { projectId, version }: Pick<BriefDoc, "projectId" | "version">): Place => ({
  path: `briefs/${id}`,
  field: "content",
  binds: { project: projectId, version },
});

export function sealContent(
  keys: Keyring,
  id: string,
  doc: Pick<BriefDoc, "projectId" | "version">,
  content: BriefContent,
): Sealed {
  return keys.seal(contentPlace(id, doc), JSON.stringify(content));
}

export function openContent(keys: Keyring, id: string, doc: BriefDoc): BriefContent {
  const stored = StoredContent.safeParse(JSON.parse(keys.open(contentPlace(id, doc), doc.content)));
  if (!stored.success) throw damaged();
  return stored.data;
}

/** The brief as the API shows it. */
export function view(id: string, doc: BriefDoc, content: BriefContent, createdByName?: string) {
  return {
    id,
    projectId: doc.projectId,
    status: doc.status,
    version: doc.version,
    origin: doc.origin,
    createdAt: doc.createdAt.toISOString(),
    createdBy: doc.createdBy,
    ...(createdByName === undefined ? {} : { createdByName }),
    updatedAt: doc.updatedAt.toISOString(),
    ...content,
    ...(content.deadline === undefined ? {} : { deadline: inUtc(content.deadline) }),
  };
}

export const etag = (doc: Pick<BriefDoc, "version">): string => `"${doc.version}"`;
