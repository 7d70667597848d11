import { ProblemView } from "../problem-view.ts";
import type { RouteSpec } from "../route.ts";
import { Components } from "./components.ts";
import { ANSWER_HEADERS } from "./headers.ts";
import { operation, tagOf } from "./operation.ts";
import { problemExamples, problemsOf } from "./responses.ts";

const ABOUT = `Briefs by hand or with an optional assistant, with privacy that can be proven.

**Requests.** \`Authorization: Bearer <ID token>\` on everything but this document. Who you are decides which organisation answers: no path and no body names one. JSON in UTF-8, 256 KiB at most; fields and parameters that are not described here are refused.

**Answers.** Every one carries \`X-Request-Id\`. Times are RFC 3339 in UTC. Lists come in pages: as long as there is a \`nextPageToken\`, send it as \`pageToken\`.

**Refusals.** RFC 9457 problems; \`code\` decides the status, \`detail\` says what to do. 429 and 503 say in \`Retry-After\` when to try again. An answer that is no problem document did not come from Belfry but from something before it.

**Trying again.** Send the same \`Idempotency-Key\` and body: what was done is not done twice, and \`Idempotent-Replayed: true\` says so.`;

/**
 * OpenAPI 3.1 of all routes, from the very schemas that parse their requests.
 * @param purposes what each function is for, by its path's segment: the tags' descriptions
 */
export function openApiDocument(routes: readonly RouteSpec[], purposes: Readonly<Record<string, string>>): object {
  const components = new Components();
  components.schema(ProblemView, "output");
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method]: operation(route, components) });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Belfry",
      version: "1",
      description: ABOUT,
      contact: { name: "Whoever runs this deployment" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "The deployment that this document came from: its own domain, without `/v1`" }],
    security: [{ idToken: [] }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name, description: purposes[name] })),
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
      headers: ANSWER_HEADERS,
      examples: problemExamples(new Set(routes.flatMap(problemsOf))),
      responses: components.all("responses"),
      schemas: components.all("schemas"),
    },
  };
}
