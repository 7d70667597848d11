/** The part of JSON Schema 2020-12 that zod writes. What only narrows a value (`pattern`, `maximum` …) has no type. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: boolean | Schema;
  readonly prefixItems?: readonly Schema[];
}

const INLINE_MAX = 100;
/** Keywords that say something of a value without limiting it. */
const ANNOTATIONS = new Set(["$schema", "title", "description", "default", "examples"]);
const PRIMITIVES: Readonly<Record<string, string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  null: "null",
};

/**
 * A schema as a TypeScript type, read-only all the way down.
 * @throws Error for what it does not know: a type that says too little is found by nobody.
 */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  const some = schema.anyOf ?? schema.oneOf;
  if (some !== undefined) return union(some.map(typeOf));
  if (schema.allOf !== undefined) return schema.allOf.map((one) => `(${typeOf(one)})`).join(" & ");
  if (typeof schema.type === "object") return union(schema.type.map((type) => typeOf({ ...schema, type })));
  if (schema.type === "array") return arrayType(schema);
  if (schema.type === "object") return objectType(schema);
  if (schema.type === undefined && Object.keys(schema).every((name) => ANNOTATIONS.has(name))) return "unknown";
  const primitive = PRIMITIVES[schema.type ?? ""];
  if (primitive === undefined) throw new Error(`no type is known for ${JSON.stringify(schema)}`);
  return primitive;
}

function arrayType({ items, prefixItems }: Schema): string {
  const rest = `ReadonlyArray<${typeof items === "object" ? typeOf(items) : "unknown"}>`;
  if (prefixItems === undefined) return rest;
  return `readonly [${[...prefixItems.map(typeOf), ...(items === false ? [] : [`...${rest}`])].join(", ")}]`;
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const members = Object.entries(properties).map(
    ([name, property]) => `readonly ${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(property)}`,
  );
  // Beside named properties an index would have to admit their types too: what is not named is then left unsaid.
  if (members.length > 0) return braces(members);
  if (additionalProperties === false) return "Readonly<Record<string, never>>";
  const value = typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown";
  return `Readonly<Record<string, ${value}>>`;
}

/** Members of an object type: on one line while they fit, else one a line. */
export function braces(members: readonly string[]): string {
  const line = `{ ${members.join("; ")} }`;
  if (line.length <= INLINE_MAX && !line.includes("\n")) return line;
  return `{\n${members.map((member) => `${indented(member)};\n`).join("")}}`;
}

/** A property's name, quoted where it is no identifier. */
export const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  if (distinct.includes("unknown")) return "unknown";
  return distinct.length === 0 ? "never" : distinct.join(" | ");
}
