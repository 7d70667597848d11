import type { ProblemCode } from "../../../core/problem.ts";
import type { RouteSpec } from "../route.ts";
import type { Schema } from "./components.ts";

interface Header {
  readonly description: string;
  readonly schema: Schema;
  readonly example: string | number;
}

const text = (description: string, example: string): Header => ({ description, schema: { type: "string" }, example });

/** What answers carry of ours, each once. */
export const ANSWER_HEADERS = {
  "X-Request-Id": text("The request's id. Quote it when you ask for help", "req_0123456789abcdefghjkmnpqrs"),
  Vary: text(
    "What the answer depends on, for caches: the page's origin, and the encoding where it was chosen",
    "origin",
  ),
  RateLimit: text(
    "What is left of your requests, `r`, and in how many seconds `t` they are yours again (draft-ietf-httpapi-ratelimit-headers). Absent before it is known who you are",
    '"requests";r=119;t=60',
  ),
  "RateLimit-Policy": text(
    "The limit that `RateLimit` counts against: `q` requests in `w` seconds. Comes and goes with it",
    '"requests";q=120;w=60',
  ),
  ETag: text("The version that this is, in quotes: what `If-Match` takes", '"1"'),
  "Idempotent-Replayed": text(
    "`true`: this is the answer that the same key and body got before; nothing was done again. Absent otherwise",
    "true",
  ),
  "Content-Disposition": text("The name to save it under", 'attachment; filename="exp_0123456789abcdefghjkmnpqrs.csv"'),
  "Retry-After": {
    description: "After how many seconds to try again, with the same Idempotency-Key. Of 429 and 503",
    schema: { type: "integer", minimum: 1 },
    example: 1,
  },
  "WWW-Authenticate": text("What is wrong with the token (RFC 6750 § 3)", 'Bearer realm="belfry"'),
} as const satisfies Record<string, Header>;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

const pointers = (names: readonly AnswerHeader[]): object =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const COUNTED: readonly AnswerHeader[] = ["X-Request-Id", "Vary", "RateLimit", "RateLimit-Policy"];

export const successHeaders = ({ answer, idempotencyKey }: RouteSpec): object =>
  pointers([
    ...COUNTED,
    ...(answer.etag === undefined ? [] : (["ETag"] as const)),
    ...(idempotencyKey === undefined ? [] : (["Idempotent-Replayed"] as const)),
    ...(answer.download === undefined ? [] : (["Content-Disposition"] as const)),
  ]);

export const problemHeaders = (status: number): object =>
  pointers([
    ...COUNTED,
    ...(status === 401 ? (["WWW-Authenticate"] as const) : []),
    ...(status === 429 || status === 503 ? (["Retry-After"] as const) : []),
  ]);

/** A typical detail of each problem, for the document's examples. */
export const EXAMPLE_DETAILS: Readonly<Record<ProblemCode, string>> = {
  unauthenticated: "Send a valid ID token in the Authorization header.",
  forbidden: "Your role does not include briefs.write. Ask an administrator of your organisation.",
  "not-found": "There is nothing here that you may see.",
  "method-not-allowed": "Use GET or POST here.",
  conflict: "Only a draft can be submitted.",
  "precondition-failed": "Somebody changed this brief. Read it again and apply your change to it.",
  "too-large": "A request's body may hold at most 262144 bytes.",
  "unsupported-media-type": "Send the body as JSON, with Content-Type: application/json.",
  invalid: "Correct the fields named in errors and send the request again.",
  "idempotency-conflict": "This Idempotency-Key was used for another request. Use a new one.",
  "consent-missing": "The assistant is off here: switch the assistant on for yourself.",
  "rate-limited": "You reached the limit that your organisation set. Wait as Retry-After says.",
  internal: "Something failed on our side. Quote the request id.",
  "data-damaged": "This can't be read any more. Quote the request id.",
  "model-unavailable": "The model did not answer. Try again.",
  "redaction-failed": "Nothing was sent. Shorten the message, or try again.",
  "vault-unavailable": "The key service did not answer. Try again.",
  "identity-unavailable": "Your sign-in can't be checked now. Try again.",
  "storage-unavailable": "Storage did not answer. Try again.",
  unavailable: "The function did not answer. Try again.",
};
