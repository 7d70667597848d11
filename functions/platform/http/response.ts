import { Problem, problemDocument } from "../../core/problem.ts";
import type { Answer, RouteSpec } from "./route.ts";

/** On every answer. The API serves data, never a page: nothing may be cached, sniffed or framed. */
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
} as const;

export function answerResponse(spec: RouteSpec, answer: Answer, requestId: string): Response {
  const { body, mediaType } = answer;
  const status = answer.status ?? spec.answer.status;
  const headers = { ...HEADERS, "x-request-id": requestId, ...answer.headers };
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

export function problemResponse(problem: Problem, requestId: string): Response {
  const { quota, allow } = problem.options;
  const retryAfter = quota?.resetSeconds ?? (problem.status === 503 ? 1 : undefined);
  return new Response(JSON.stringify(problemDocument(problem, requestId)), {
    status: problem.status,
    headers: {
      ...HEADERS,
      "content-type": "application/problem+json",
      "x-request-id": requestId,
      ...(problem.status === 401 ? { "www-authenticate": 'Bearer realm="belfry"' } : {}),
      ...(allow === undefined ? {} : { allow: allow.join(", ") }),
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      ...(quota === undefined
        ? {}
        : {
            "ratelimit-policy": `"${quota.policy}";q=${quota.limit};w=${quota.windowSeconds}`,
            ratelimit: `"${quota.policy}";r=${quota.remaining};t=${quota.resetSeconds}`,
          }),
    },
  });
}

/** Whatever was thrown, as a problem: ours as it is, everything else `internal` with nothing of its text. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem("internal", { detail: "Something failed on our side. Quote the request id.", cause: error });
}
