import { Problem, type Quota } from "../../core/problem.ts";
import type { Language } from "./language.ts";
import type { Answer, RouteSpec } from "./route.ts";
import { problemIn } from "./words/index.ts";

/** What an answer depends on beside its request line and its token (RFC 9110 § 12.5.5). */
export const VARY = "origin, accept-language";

/** On every answer. The API serves data, never a page: nothing may be cached, sniffed or framed. */
const HEADERS = {
  "cache-control": "no-store",
  vary: VARY,
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
} as const;

/** @param counted what is left of the caller's requests */
export function answerResponse(spec: RouteSpec, answer: Answer, requestId: string, counted?: Quota): Response {
  const { body, mediaType } = answer;
  const status = answer.status ?? spec.answer.status;
  const headers = { ...HEADERS, "x-request-id": requestId, ...quotaHeaders(counted), ...answer.headers };
  if (body === undefined) return new Response(null, { status, headers });
  if (body instanceof ReadableStream)
    return new Response(body, {
      status,
      headers: { ...headers, "content-type": mediaType ?? "application/octet-stream" },
    });
  if (mediaType !== undefined && typeof body === "string")
    return new Response(body, { status, headers: { ...headers, "content-type": mediaType } });
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/json" } });
}

/** RFC 6750 § 3: no error code for who sent no token. */
const CHALLENGE = {
  none: 'Bearer realm="belfry"',
  invalid:
    'Bearer realm="belfry", error="invalid_token", error_description="This is no valid ID token of this deployment"',
  expired: 'Bearer realm="belfry", error="invalid_token", error_description="The token has expired: renew it"',
  ended: 'Bearer realm="belfry", error="invalid_token", error_description="The session was ended: sign in again"',
} as const;

/** `RateLimit` and its policy (draft-ietf-httpapi-ratelimit-headers). */
const quotaHeaders = (quota: Quota | undefined) =>
  quota === undefined
    ? {}
    : {
        "ratelimit-policy": `"${quota.policy}";q=${quota.limit};w=${quota.windowSeconds}`,
        ratelimit: `"${quota.policy}";r=${quota.remaining};t=${quota.resetSeconds}`,
      };

/** @param counted what is left of the caller's requests, once that is known */
export function problemResponse(
  problem: Problem,
  requestId: string,
  language: Language = "en",
  counted?: Quota,
): Response {
  const { quota, allow, token = "none" } = problem.options;
  const retryAfter = quota?.resetSeconds ?? (problem.status === 503 ? 1 : undefined);
  return new Response(JSON.stringify(problemIn(language, problem, requestId)), {
    status: problem.status,
    headers: {
      ...HEADERS,
      "content-type": "application/problem+json",
      "content-language": language,
      "x-request-id": requestId,
      ...(problem.status === 401 ? { "www-authenticate": CHALLENGE[token] } : {}),
      ...(allow === undefined ? {} : { allow: allow.join(", ") }),
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      ...quotaHeaders(quota ?? counted),
    },
  });
}

/** Whatever was thrown, as a problem: ours as it is, everything else `internal` with nothing of its text. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem("internal", { detail: "Something failed on our side. Quote the request id.", cause: error });
}
