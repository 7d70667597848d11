import type { z } from "zod";
import { may, ROLES } from "../../../vocabulary/index.ts";
import { bodyTypes } from "../parse.ts";
import type { RouteSpec } from "../route.ts";
import type { Components, Schema } from "./components.ts";
import { content, problemsOf, responses } from "./responses.ts";

/** The function that a route belongs to: what its path begins with after `/v1/`. */
export const tagOf = ({ path }: RouteSpec): string => path.split("/")[2] ?? "";

export function operation(route: RouteSpec, components: Components): object {
  const { body, method, example } = route;
  return {
    operationId: route.operation,
    tags: [tagOf(route)],
    summary: route.summary.split(/(?<=\?)\s|[.;:]\s/)[0],
    description: `${route.summary}.\n\n${permitted(route)}`,
    "x-permission": route.permission,
    "x-audit-event": route.operation,
    "x-problem-codes": problemsOf(route),
    parameters: [
      ...parameters("path", route.params, components),
      ...parameters("query", route.query, components),
      ...headerParameters(route),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            description: method === "patch" ? "A merge patch, as one or the other media type" : "JSON in UTF-8",
            content: content(components.schema(body, "input"), bodyTypes(method), example?.body),
          },
        }),
    responses: responses(route, components),
  };
}

function permitted({ permission, operation: name }: RouteSpec): string {
  const roles = ROLES.filter((role) => may(role, permission));
  return `Needs the permission \`${permission}\`, which these roles have: ${roles.join(", ")}. Leaves the event \`${name}\` in the trail.`;
}

function parameters(place: "path" | "query", schema: z.ZodObject | undefined, components: Components): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.schema(schema, "input") as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    description,
    schema: property,
  }));
}

function headerParameters(route: RouteSpec): object[] {
  const { idempotencyKey, ifMatch, resumes } = route;
  return [
    ...(idempotencyKey === undefined
      ? []
      : [header("Idempotency-Key", idempotencyKey === "required", KEY, KEY_SCHEMA)]),
    ...(resumes === undefined ? [] : [header("Last-Event-ID", false, LAST_EVENT)]),
    ...(ifMatch === undefined ? [] : [header("If-Match", ifMatch === "required", VERSION)]),
  ];
}

const KEY =
  "Your own name for this request: the same key and body give the same answer for 24 hours, and are done once";
const KEY_SCHEMA = { type: "string", pattern: "^[!-~]{1,255}$" };
const LAST_EVENT = "The id of the last event that you saw: the answer goes on after it. Absent: from its beginning";
const VERSION = "The `ETag` of the version that you saw, or `*` for whichever there is: only that is changed";

const header = (name: string, required: boolean, description: string, schema: Schema = { type: "string" }) => ({
  name,
  in: "header",
  required,
  description,
  schema,
});
