import { z } from "zod";

/** A JSON Schema 2020-12, which is what OpenAPI 3.1 takes. */
export type Schema = Readonly<Record<string, unknown>>;

type Kind = "schemas" | "responses";

/**
 * What stands in the document once, and is pointed at. A schema that its contract gave a name (`.meta({ id })`) is one of them: a
 * generated client then has a type of that name.
 */
export class Components {
  readonly #held: Readonly<Record<Kind, Map<string, object>>> = { schemas: new Map(), responses: new Map() };

  /** @throws Error when one name would mean two things, such as what is sent and what is answered. */
  schema(schema: z.ZodType, io: "input" | "output"): Schema {
    const made: Schema = z.toJSONSchema(schema, {
      io,
      target: "draft-2020-12",
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        // Said of every integer, and of none that anybody sends.
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      },
    });
    const { $schema, $defs = {}, ...own } = pointing(made);
    for (const [name, { id, ...one }] of Object.entries($defs as Readonly<Record<string, Schema>>))
      this.add("schemas", name, one);
    return own;
  }

  /** @returns a pointer to it. @throws Error as {@link schema}. */
  add(kind: Kind, name: string, value: object): Schema {
    const held = this.#held[kind].get(name);
    if (held !== undefined && JSON.stringify(held) !== JSON.stringify(value))
      throw new Error(`two ${kind} are called ${name}: give one of them another name`);
    this.#held[kind].set(name, value);
    return { $ref: `#/components/${kind}/${name}` };
  }

  /** All of a kind, by name. */
  all(kind: Kind): Readonly<Record<string, object>> {
    return Object.fromEntries([...this.#held[kind]].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** zod points into the schema itself, `#/$defs/Name`. In a text such a member can't occur: its quotes would be escaped. */
const pointing = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/')) as Schema;
