import { z } from "zod";
import { BriefId, ProjectId, UserId } from "../core/ids.ts";
import { collection } from "../platform/store/collection.ts";
import { damaged } from "../platform/store/firestore.ts";
import { type Keyring, type Place, Sealed } from "../platform/vault/vault.ts";

const boundedText = (max: number) => z.string().trim().min(1, { abort: true }).max(max);
/** Beyond white space, which is trimmed: characters that print nothing, alone or together. U+2800 is Braille's blank. */
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\ufff9-\ufffb\u2800]+$/u;
const visibleText = (max: number) =>
  boundedText(max).refine((value) => !INVISIBLE.test(value), "must hold something that can be seen");

const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const DEADLINE = { from: Date.parse("2000-01-01T00:00:00Z"), to: Date.parse("2101-01-01T00:00:00Z") };
const deadline = instant.refine((value) => {
  const time = Date.parse(value);
  return time >= DEADLINE.from && time < DEADLINE.to;
}, "must be in the years 2000 to 2100");

const millimetres = z.number().positive().max(100_000);
const Format = z.strictObject({ widthMm: millimetres, heightMm: millimetres, depthMm: millimetres.optional() });
const quantity = z.int().min(1).max(1_000_000_000);

function content(text: typeof boundedText, when: typeof instant) {
  const textOrList = z.union([text(500), z.array(text(200)).max(50)]);
  return z.strictObject({
    title: text(200),
    category: text(80),
    description: text(20_000).optional(),
    quantity: quantity.optional(),
    format: Format.optional(),
    materials: textOrList.optional(),
    colours: textOrList.optional(),
    finishing: textOrList.optional(),
    deliveries: z
      .array(z.strictObject({ country: text(60), city: text(120).optional(), quantity: quantity.optional() }))
      .max(100)
      .optional(),
    deadline: when.optional(),
    budget: z
      .strictObject({
        amountMinor: z.int().min(0),
        /** ISO 4217. */
        currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code"),
      })
      .optional(),
    contact: z
      .strictObject({ name: text(200), email: z.email().max(254).optional(), phone: text(40).optional() })
      .optional(),
    notes: text(20_000).optional(),
  });
}

/** What a client writes in a brief. All of it is sealed: any of these fields may hold free text or a person. */
export const BriefContent = content(visibleText, deadline);
export type BriefContent = z.infer<typeof BriefContent>;
/** What is kept: a rule that came later must not make an older brief unreadable. */
const StoredContent = content(boundedText, instant);

export const BriefInput = z.strictObject({ projectId: ProjectId, ...BriefContent.shape });
export type BriefInput = z.infer<typeof BriefInput>;

/** A field in a merge patch: `null` removes it, and of an object only the members that are given change. */
function patchOf(schema: z.ZodType): z.ZodType {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return (inner instanceof z.ZodObject ? patchOfAll(inner.shape).partial() : schema).nullable();
}
const patchOfAll = (shape: Readonly<Record<string, unknown>>) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(shape).flatMap(([name, schema]) => (schema instanceof z.ZodType ? [[name, patchOf(schema)]] : [])),
    ),
  );

/**
 * RFC 7396 merge patch over the content: `null` removes a field, objects are merged member by member, lists are replaced whole.
 * Whether the result is a brief is decided when it is merged.
 */
export const BriefPatch = patchOfAll(BriefContent.shape)
  .extend({ title: BriefContent.shape.title, category: BriefContent.shape.category })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "must change something");

/** The algorithm of RFC 7396 § 2. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else if (value !== undefined) merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}
const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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

export const Brief = z.strictObject({
  id: BriefId,
  projectId: ProjectId,
  status: z.enum(BRIEF_STATUS),
  version: z.int(),
  origin: z.enum(["manual", "assistant"]),
  createdAt: z.iso.datetime(),
  createdBy: UserId,
  /** Of a member who is still there and has a name; only where a brief is read. */
  createdByName: z.string().optional(),
  updatedAt: z.iso.datetime(),
  ...BriefContent.shape,
});

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
