import { z } from "zod";
import { BriefId, ProjectId, UserId } from "../core/ids.ts";
import { collection } from "../platform/collection.ts";
import { type Keyring, type Place, Sealed } from "../platform/vault.ts";

const text = (max: number) => z.string().trim().min(1).max(max);
const textOrList = z.union([text(500), z.array(text(200)).max(50)]);
const millimetres = z.number().positive().max(100_000);

const Format = z.strictObject({ widthMm: millimetres, heightMm: millimetres, depthMm: millimetres.optional() });
const Delivery = z.strictObject({
  country: text(60),
  city: text(120).optional(),
  quantity: z.int().min(1).max(1_000_000_000).optional(),
});
const Contact = z.strictObject({ name: text(200), email: z.email().max(254).optional(), phone: text(40).optional() });

/** What a client writes in a brief. All of it is sealed: any of these fields may hold free text or a person. */
export const BriefContent = z.strictObject({
  title: text(200),
  category: text(80),
  description: text(20_000).optional(),
  quantity: z.int().min(1).max(1_000_000_000).optional(),
  format: Format.optional(),
  materials: textOrList.optional(),
  colours: textOrList.optional(),
  finishing: textOrList.optional(),
  deliveries: z.array(Delivery).max(100).optional(),
  deadline: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
  budget: z
    .strictObject({ amountMinor: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code") })
    .optional(),
  contact: Contact.optional(),
  notes: text(20_000).optional(),
});
export type BriefContent = z.infer<typeof BriefContent>;

export const BriefInput = z.strictObject({ projectId: ProjectId, ...BriefContent.shape });
export type BriefInput = z.infer<typeof BriefInput>;

/** RFC 7396 merge patch over the content: `null` removes an optional field. */
export const BriefPatch = z
  .strictObject({
    title: BriefContent.shape.title,
    category: BriefContent.shape.category,
    ...Object.fromEntries(
      Object.entries(BriefContent.shape)
        .filter(([name]) => name !== "title" && name !== "category")
        .map(([name, schema]) => [name, schema.nullable()] as const),
    ),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "must change something");

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

export const Brief = z.strictObject({
  id: BriefId,
  projectId: ProjectId,
  status: z.enum(BRIEF_STATUS),
  version: z.int(),
  origin: z.enum(["manual", "assistant"]),
  createdAt: z.iso.datetime(),
  createdBy: UserId,
  updatedAt: z.iso.datetime(),
  ...BriefContent.shape,
});

const place = (id: string): Place => ({ path: `briefs/${id}`, field: "content" });

export function sealContent(keys: Keyring, id: string, content: BriefContent): Sealed {
  return keys.seal(place(id), JSON.stringify(content));
}

export function openContent(keys: Keyring, id: string, doc: BriefDoc): BriefContent {
  return BriefContent.parse(JSON.parse(keys.open(place(id), doc.content)));
}

/** The brief as the API shows it. */
export function view(id: string, doc: BriefDoc, content: BriefContent) {
  return {
    id,
    projectId: doc.projectId,
    status: doc.status,
    version: doc.version,
    origin: doc.origin,
    createdAt: doc.createdAt.toISOString(),
    createdBy: doc.createdBy,
    updatedAt: doc.updatedAt.toISOString(),
    ...content,
  };
}

export const etag = (doc: Pick<BriefDoc, "version">): string => `"${doc.version}"`;
