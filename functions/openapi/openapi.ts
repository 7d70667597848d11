import manifest from "../functions.json" with { type: "json" };
import { openApiDocument } from "../platform/http/openapi/document.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { ROUTES } from "./routes.generated.ts";

/** Every route that members can call. */
export const allRoutes: readonly RouteSpec[] = ROUTES.flat();

const purposes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(manifest.functions).map(({ path, purpose }) => [path.replace("/v1/", ""), purpose]),
);

export const document = (): object => openApiDocument(allRoutes, purposes);
