import { z } from "zod";
import { PROBLEMS, Problem, type ProblemCode, problemDocument } from "../../../core/problem.ts";
import type { RouteSpec } from "../route.ts";
import type { Components, Schema } from "./components.ts";
import { EXAMPLE_DETAILS, problemHeaders, successHeaders } from "./headers.ts";

/** What may be answered on any route, before it or instead of it. */
const ALWAYS: readonly ProblemCode[] = [
  "unauthenticated",
  "forbidden",
  "too-large",
  // A body in a Content-Encoding is refused wherever it is sent to.
  "unsupported-media-type",
  // A query parameter or a body that the route does not take is refused.
  "invalid",
  "rate-limited",
  "internal",
  // The caller's own membership is read first.
  "data-damaged",
  "identity-unavailable",
  "storage-unavailable",
  "unavailable",
];

export function responses(route: RouteSpec, components: Components): object {
  const { answer } = route;
  return {
    [answer.status]: {
      description: DONE[answer.status],
      headers: successHeaders(route),
      ...(answer.schema === undefined ? {} : { content: answerContent(route, components) }),
    },
    ...problems(route, components),
  };
}

const DONE = { 200: "Done", 201: "Made", 204: "Done; there is nothing to say" } as const;

function answerContent({ answer, example }: RouteSpec, components: Components): object {
  const { events, schema = z.string(), mediaTypes = ["application/json"] } = answer;
  if (events === undefined) return content(components.schema(schema, "output"), mediaTypes, example?.answer);
  const oneOf = Object.entries(events).map((event) => eventSchema(event, components));
  return { "text/event-stream": { schema: { oneOf }, examples: examplesOf(events) } };
}

type Events = NonNullable<RouteSpec["answer"]["events"]>;

/** One server-sent event: its `data` line is JSON. */
function eventSchema([name, { says, data }]: [string, Events[string]], components: Components): Schema {
  return components.add("schemas", `${name[0]?.toUpperCase()}${name.slice(1)}Event`, {
    description: says,
    type: "object",
    required: ["event", "data"],
    properties: {
      id: { type: "string", description: "Its place, for `Last-Event-ID`. Absent: none to go on from" },
      event: { const: name, description: "The event's name" },
      data: components.schema(data, "output"),
    },
  });
}

const examplesOf = (events: Events): object =>
  Object.fromEntries(
    Object.entries(events).map(([event, { says, example }]) => [
      event,
      { summary: says, value: { event, data: example } },
    ]),
  );

export function content(schema: Schema, mediaTypes: readonly string[], example: unknown): object {
  return Object.fromEntries(
    mediaTypes.map((type) => [type, { schema, ...(example === undefined ? {} : { example }) }]),
  );
}

function problems(route: RouteSpec, components: Components): Record<string, object> {
  const byStatus = Map.groupBy(problemsOf(route), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      components.add("responses", codes.join("."), {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
        headers: problemHeaders(status),
        content: {
          "application/problem+json": {
            schema: { $ref: "#/components/schemas/Problem" },
            examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      }),
    ]),
  );
}

/** An example of each of these problems, for `components/examples`. */
export const problemExamples = (codes: Iterable<ProblemCode>): object =>
  Object.fromEntries([...codes].map((code) => [code, { summary: PROBLEMS[code].title, value: exampleOf(code) }]));

function exampleOf(code: ProblemCode) {
  const errors =
    code === "invalid" ? [{ pointer: "/title", message: "must hold something that can be seen" }] : undefined;
  const problem = new Problem(code, {
    detail: EXAMPLE_DETAILS[code],
    ...(errors === undefined ? {} : { errors }),
  });
  return problemDocument(problem, "req_0123456789abcdefghjkmnpqrs");
}

/** All problems that a route may answer with. */
export const problemsOf = ({ problems: own }: RouteSpec): readonly ProblemCode[] => [...new Set([...ALWAYS, ...own])];
