/** A JSON schema, as far as tools use it. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * Makes `value` conform to `schema`, as a model that honours a tool's schema does: only known properties, required ones
 * always there (null where that is allowed, else the plainest value), strings no longer and numbers no smaller than
 * allowed, and one of the values listed in an `enum`. Knows the subset that tool schemas use, `$ref` to `$defs` included.
 */
export function conform(schema: Schema, value: unknown, root: Schema = schema): unknown {
  const resolved = resolve(schema, root);
  const alternatives = resolved.anyOf ?? resolved.oneOf;
  if (Array.isArray(alternatives)) {
    const schemas = alternatives.filter(isSchema).map((alternative) => resolve(alternative, root));
    const chosen = schemas.find((alternative) => typesOf(alternative).includes(typeOf(value))) ?? schemas[0];
    return chosen === undefined ? value : conform(chosen, value, root);
  }
  const { const: constant, enum: allowed } = resolved;
  if (constant !== undefined) return constant;
  const types = typesOf(resolved);
  if (value === undefined || value === null) return types.includes("null") ? null : plainest(resolved, types[0], root);
  if (Array.isArray(allowed))
    return allowed.includes(value) ? value : (allowed.find((one) => one === "other") ?? allowed[0]);
  const type = types.find((one) => one === typeOf(value) || (one === "integer" && typeof value === "number"));
  switch (type ?? types[0]) {
    case "object":
      return isSchema(value) ? fitObject(resolved, value, root) : plainest(resolved, "object", root);
    case "array":
      return fitArray(resolved, Array.isArray(value) ? value : [value], root);
    case "string":
      return fitString(resolved, String(value));
    case "integer":
      return fitNumber(resolved, Math.round(Number(value)));
    case "number":
      return fitNumber(resolved, Number(value));
    default:
      return value;
  }
}

function fitObject(schema: Schema, value: Schema, root: Schema): Schema {
  const properties = isSchema(schema.properties) ? schema.properties : undefined;
  if (properties === undefined) return value;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fitted = Object.entries(properties).flatMap(([name, property]): [string, unknown][] => {
    const isAbsent = value[name] === undefined;
    if (!isSchema(property) || (isAbsent && !required.includes(name))) return [];
    return [[name, conform(property, value[name], root)]];
  });
  return Object.fromEntries(fitted);
}

function fitArray(schema: Schema, values: readonly unknown[], root: Schema): unknown[] {
  const { items, maxItems } = schema;
  const kept = typeof maxItems === "number" ? values.slice(0, maxItems) : [...values];
  return isSchema(items) ? kept.map((value) => conform(items, value, root)) : kept;
}

function fitString({ maxLength, format, pattern }: Schema, text: string): string {
  // A day is enough for people; a tool that wants an instant gets its noon, which is that day in every European zone.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const wantsInstant =
    format === "date-time" || (typeof pattern === "string" && isDay && !new RegExp(pattern, "u").test(text));
  const value = isDay && wantsInstant ? `${text}T12:00:00Z` : text;
  return typeof maxLength === "number" ? value.slice(0, maxLength) : value;
}

function fitNumber({ minimum, exclusiveMinimum, maximum }: Schema, value: number): number {
  const least =
    typeof minimum === "number" ? minimum : typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : value;
  return Math.max(least, Math.min(value, typeof maximum === "number" ? maximum : value));
}

function plainest(schema: Schema, type: string | undefined, root: Schema): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (type) {
    case "object":
      return fitObject(schema, {}, root);
    case "array":
      return [];
    case "string":
      return typeof schema.minLength === "number" ? "-".repeat(schema.minLength) : "";
    case "integer":
    case "number":
      return fitNumber(schema, 0);
    case "boolean":
      return false;
    default:
      return null;
  }
}

function resolve(schema: Schema, root: Schema): Schema {
  const reference = schema.$ref;
  if (typeof reference !== "string") return schema;
  const found = reference
    .split("/")
    .slice(1)
    .reduce<unknown>((at, name) => (isSchema(at) ? at[name] : undefined), root);
  return isSchema(found) ? found : {};
}

function typesOf(schema: Schema): string[] {
  const { type } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.filter((one) => typeof one === "string");
  return isSchema(schema.properties) ? ["object"] : [];
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
