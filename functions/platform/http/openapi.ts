import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../../core/problem.ts";
import { bodyTypes } from "./parse.ts";
import type { RouteSpec } from "./route.ts";

/** What the endpoint itself may answer on any route. */
const ALWAYS: readonly ProblemCode[] = [
  "unauthenticated",
  "forbidden",
  "rate-limited",
  "internal",
  "storage-unavailable",
  "identity-unavailable",
];

/** OpenAPI 3.1 of all routes, from the very schemas that parse their requests. */
export function openApiDocument(routes: readonly RouteSpec[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method]: operation(route) });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Belfry",
      version: "1",
      description:
        "Briefs by hand or with an optional assistant, with privacy that can be proven. Errors are RFC 9457 problems; the code decides the status. Their words, and the AI terms, are in English, Dutch, French or German by Accept-Language; codes never change.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: [{ idToken: [] }],
    paths,
    components: {
      securitySchemes: {
        idToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An ID token of the organisation's sign-in, with the tenant claim.",
        },
      },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}

function operation(route: RouteSpec): object {
  const { answer, example } = route;
  return {
    operationId: route.operation,
    summary: route.summary,
    "x-permission": route.permission,
    "x-audit-event": route.operation,
    parameters: [...parameters("path", route.params), ...parameters("query", route.query), ...headerParameters(route)],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: content(route.body, "input", bodyTypes(route.method), example?.body),
          },
        }),
    responses: {
      [answer.status]: {
        description: answer.status === 204 ? "Done" : route.summary,
        headers: {
          "X-Request-Id": { schema: { type: "string" } },
          ...(answer.etag ? { ETag: { schema: { type: "string" } } } : {}),
        },
        ...(answer.schema === undefined ? {} : { content: answerContent(route) }),
      },
      ...problems(route),
    },
  };
}

function answerContent({ answer, example }: RouteSpec): object {
  const { events, schema = z.string(), mediaTypes = ["application/json"] } = answer;
  if (events === undefined) return content(schema, "output", mediaTypes, example?.answer);
  return {
    "text/event-stream": { schema: { oneOf: Object.entries(events).map(eventSchema) }, examples: examplesOf(events) },
  };
}

type Events = NonNullable<RouteSpec["answer"]["events"]>;

/** One server-sent event: its `data` line is JSON. */
function eventSchema([name, { says, data }]: [string, Events[string]]): object {
  return {
    title: `Event ${name}`,
    description: says,
    type: "object",
    required: ["event", "data"],
    properties: {
      id: { type: "string", description: "For Last-Event-ID." },
      event: { const: name },
      data: schemaOf(data, "output"),
    },
  };
}

const examplesOf = (events: Events): object =>
  Object.fromEntries(
    Object.entries(events).map(([event, { says, example }]) => [
      event,
      { summary: says, value: { event, data: example } },
    ]),
  );

function content(schema: z.ZodType, io: "input" | "output", mediaTypes: readonly string[], example: unknown): object {
  return Object.fromEntries(
    mediaTypes.map((type) => [type, { schema: schemaOf(schema, io), ...(example === undefined ? {} : { example }) }]),
  );
}

function parameters(place: "path" | "query", schema: z.ZodObject | undefined): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

function headerParameters(route: RouteSpec): object[] {
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: "header",
    required,
    description,
    schema: { type: "string" },
  });
  return [
    ...(route.idempotencyKey === undefined
      ? []
      : [
          header(
            "Idempotency-Key",
            route.idempotencyKey === "required",
            "The same key and body give the same answer for 24 hours.",
          ),
        ]),
    ...(route.resumes === undefined
      ? []
      : [header("Last-Event-ID", false, "The id of the last event that you saw: the answer goes on after it.")]),
    ...(route.ifMatch === undefined
      ? []
      : [
          header(
            "If-Match",
            route.ifMatch === "required",
            "The ETag of the version that you saw: only that is changed.",
          ),
        ]),
  ];
}

function problems(route: RouteSpec): Record<string, object> {
  const takesInput = route.body !== undefined || route.query !== undefined || route.params !== undefined;
  const codes = [
    ...new Set<ProblemCode>([
      ...ALWAYS,
      ...route.problems,
      ...(takesInput ? (["invalid"] as const) : []),
      ...(route.body === undefined ? [] : (["too-large", "unsupported-media-type"] as const)),
    ]),
  ];
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
        "x-problem-codes": group,
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  return rest;
}

const PROBLEM_SCHEMA = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "instance"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { enum: Object.keys(PROBLEMS) },
    detail: { type: "string" },
    instance: { type: "string", format: "uri" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "message"],
        properties: { pointer: { type: "string" }, message: { type: "string" } },
      },
    },
  },
} as const;
