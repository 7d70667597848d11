import { Problem } from "../core/problem.ts";
import { newId } from "../platform/clock.ts";
import { guardFramework, toHttpFunction } from "../platform/http/framework.ts";
import { languageOf } from "../platform/http/language.ts";
import { problemResponse } from "../platform/http/response.ts";
import { createLog } from "../platform/log.ts";
import { document } from "./openapi.ts";

// Public: every page may read it.
guardFramework(createLog(), []);
const text = JSON.stringify(document());

/** The contract is public and holds no data: the one route without a sign-in. */
export const handler = toHttpFunction(async (request) => {
  const path = new URL(request.url).pathname;
  const language = languageOf(request.headers.get("accept-language"));
  if (path !== "/v1/openapi.json")
    return problemResponse(
      new Problem("not-found", { detail: "There is no such route. See GET /v1/openapi.json." }),
      newId("req"),
      language,
    );
  if (request.method !== "GET")
    return problemResponse(
      new Problem("method-not-allowed", { detail: "Use GET here.", allow: ["GET"] }),
      newId("req"),
      language,
    );
  return new Response(text, {
    headers: {
      "content-type": "application/json",
      "cache-control": "public, max-age=300",
      "x-content-type-options": "nosniff",
      "access-control-allow-origin": "*",
      "x-request-id": newId("req"),
    },
  });
});
