import { openApiDocument } from "../platform/http/openapi.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { ROUTES } from "./routes.generated.ts";

/** Every route that members can call. */
export const allRoutes: readonly RouteSpec[] = ROUTES.flat();

export const document = (): object => openApiDocument(allRoutes);
