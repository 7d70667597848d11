import type { ModelTool } from "../../platform/model/model.ts";

const text = { type: ["string", "null"] };
const integer = { type: ["integer", "null"] };
const object = (properties: Record<string, unknown>, nullable = true) => ({
  type: nullable ? ["object", "null"] : "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** Static: structured-output schemas are outside the provider's EU residency, so no tenant's data may ever be in one. */
export const PROPOSE_BRIEF: ModelTool = {
  name: "propose_brief",
  description:
    "Propose a brief for the user to approve. Use null for what the user did not say; copy placeholders such as [EMAIL_1] as they are.",
  parameters: object(
    {
      title: { type: "string" },
      category: { type: "string", description: "e.g. packaging, print, labels, display" },
      description: text,
      quantity: integer,
      format: object({
        widthMm: { type: "number" },
        heightMm: { type: "number" },
        depthMm: { type: ["number", "null"] },
      }),
      materials: text,
      colours: text,
      finishing: text,
      deliveries: {
        type: ["array", "null"],
        items: object({ country: { type: "string" }, city: text, quantity: integer }, false),
      },
      deadline: { type: ["string", "null"], description: "YYYY-MM-DD" },
      budget: object({
        amountMinor: { type: "integer", description: "in cents" },
        currency: { type: "string", description: "ISO 4217" },
      }),
      contact: object({ name: { type: "string" }, email: text, phone: text }),
      notes: text,
    },
    false,
  ),
};

export const INSTRUCTIONS = `You help a procurement user write a brief for print or packaging. Ask for what is missing, one or two questions at a time:
what it is, quantity, format in millimetres, materials, colours, finishing, delivery and deadline. Answer in the user's language.
Words in square brackets such as [EMAIL_1] or [PERSON_2] stand for values you must not see: repeat them unchanged where you need them
and never guess them. When the user agrees or asks for it, call propose_brief once. You can't do anything else.`;

/** The model's strict schema says `null` where our own leaves a field out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member)]])),
  );
}
