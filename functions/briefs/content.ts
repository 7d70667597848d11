import { z } from "zod";
import { ProjectId } from "../core/ids.ts";

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

const millimetres = (what: string) =>
  z.number().positive().max(100_000).describe(`${what} in millimetres, 100,000 at most`);
const Format = z
  .strictObject({
    widthMm: millimetres("Width"),
    heightMm: millimetres("Height"),
    depthMm: millimetres("Depth of what is not flat,").optional(),
  })
  .meta({ id: "BriefFormat", description: "The finished size" });
const Budget = z
  .strictObject({
    amountMinor: z.int().min(0).describe("In the currency's smallest unit: cents of EUR"),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code")
      .describe("ISO 4217 code, such as EUR"),
  })
  .meta({ id: "Budget", description: "What it may cost in all" });
const quantity = (what: string) => z.int().min(1).max(1_000_000_000).describe(`${what} in pieces`);

type Text = typeof boundedText;

const deliveryOf = (text: Text) =>
  z
    .strictObject({
      country: text(60).describe("ISO 3166-1 alpha-2 code, such as BE"),
      city: text(120).describe("Town or city").optional(),
      quantity: quantity("How much of it goes there,").optional(),
    })
    .meta({ id: "Delivery", description: "One place of delivery" });

const contactOf = (text: Text) =>
  z
    .strictObject({
      name: text(200).describe("Whom to ask"),
      email: z.email().max(254).describe("Their e-mail address").optional(),
      phone: text(40).describe("Their phone number, as it is dialled").optional(),
    })
    .meta({ id: "BriefContact", description: "Whom the supplier may ask" });

function content(text: Text, when: typeof instant) {
  const textOrList = (what: string) =>
    z.union([text(500), z.array(text(200)).max(50)]).describe(`${what}: a text, or a list of them`);
  return z.strictObject({
    title: text(200).describe("What it is, in one line"),
    category: text(80).describe("The kind of product, such as packaging or labels"),
    description: text(20_000).describe("What it is for and what it must do").optional(),
    quantity: quantity("How much in all,").optional(),
    format: Format.optional(),
    materials: textOrList("What it is made of").optional(),
    colours: textOrList("Its colours, such as CMYK or Pantone numbers").optional(),
    finishing: textOrList("What is done after printing, such as varnish or folding").optional(),
    deliveries: z.array(deliveryOf(text)).max(100).describe("Where it goes").optional(),
    deadline: when
      .describe("When it must be there: a date, or a time with its zone, which comes back in UTC. 2000 to 2100")
      .optional(),
    budget: Budget.optional(),
    contact: contactOf(text).optional(),
    notes: text(20_000).describe("Anything else").optional(),
  });
}

/** What a client writes in a brief. All of it is sealed: any of these fields may hold free text or a person. */
export const BriefContent = content(visibleText, deadline);
export type BriefContent = z.infer<typeof BriefContent>;
/** What is kept: a rule that came later must not make an older brief unreadable. */
export const StoredContent = content(boundedText, instant);

export const BriefInput = z
  .strictObject({ projectId: ProjectId.describe("Id of the project that it belongs to"), ...BriefContent.shape })
  .meta({ id: "BriefInput", description: "A new brief. Texts are trimmed and must hold something that can be seen" });
export type BriefInput = z.infer<typeof BriefInput>;

/** A field in a merge patch: `null` removes it, and of an object only the members that are given change. */
function patchOf(schema: z.ZodType): z.ZodType {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const said = z.globalRegistry.get(inner as z.ZodType)?.description ?? "";
  return (inner instanceof z.ZodObject ? patchOfAll(inner.shape).partial() : schema)
    .nullable()
    .describe(`${said}. \`null\` removes it`);
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
  .refine((patch) => Object.keys(patch).length > 0, "must change something")
  .meta({
    id: "BriefPatch",
    description: "A merge patch (RFC 7396): only what is named changes. Objects merge, lists are replaced whole",
  });

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
