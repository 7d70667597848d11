import { assistantRoutes } from "../assistant/index.ts";
import { auditRoutes } from "../audit/index.ts";
import { briefRoutes } from "../briefs/index.ts";
import { consentRoutes } from "../consent/index.ts";
import { openApiDocument } from "../platform/http/openapi.ts";
import type { RouteSpec } from "../platform/http/route.ts";

/** Every route that members can call. */
export const allRoutes: readonly RouteSpec[] = [...briefRoutes, ...consentRoutes, ...assistantRoutes, ...auditRoutes];

export const document = (): object => openApiDocument(allRoutes);
