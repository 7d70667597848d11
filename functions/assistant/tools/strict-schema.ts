import { z } from "zod";

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
}

/**
 * A tool's JSON schema in the strict subset that providers share, from the zod schema that parses what comes back: every member is required,
 * an optional one may be `null` (which {@link withoutNulls} takes out again), nothing else is allowed. Formats, patterns and bounds stay
 * out: a placeholder such as `[EMAIL_1]` must fit where an address will be, and the parser holds the restored value to them anyway. So do names and
 * descriptions, which are written for clients of the API: what leaves must not change with a document.
 */
export function strictSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return { ...strict(z.toJSONSchema(schema, { io: "input", unrepresentable: "any", metadata: z.registry() }) as Node) };
}

function strict(node: Node): Node {
  const described = node.description === undefined ? {} : { description: node.description };
  if (node.anyOf !== undefined) {
    const kinds = new Map(node.anyOf.map((one) => [JSON.stringify(strict(one)), strict(one)]));
    const [only] = kinds.values();
    return kinds.size === 1 && only !== undefined
      ? { ...only, ...described }
      : { anyOf: [...kinds.values()], ...described };
  }
  if (node.properties !== undefined) {
    const { properties, required = [] } = node;
    const members = Object.entries(properties).map(
      ([name, member]) => [name, required.includes(name) ? strict(member) : nullable(strict(member))] as const,
    );
    const closed = { required: members.map(([name]) => name), additionalProperties: false };
    return { type: "object", properties: Object.fromEntries(members), ...closed, ...described };
  }
  if (node.items !== undefined) return { type: "array", items: strict(node.items), ...described };
  const words = node.enum === undefined ? {} : { enum: node.enum };
  return { ...(node.type === undefined ? {} : { type: node.type }), ...words, ...described };
}

const nullable = (node: Node): Node => {
  const { description, ...rest } = node;
  const described = description === undefined ? {} : { description };
  return { anyOf: [...(rest.anyOf ?? [rest]), { type: "null" }], ...described };
};

/** The strict schema says `null` where our own leaves a member out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member)]])),
  );
}
