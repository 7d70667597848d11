import type { TenantId } from "../core/ids.ts";
import { Problem } from "../core/problem.ts";
import { newId, systemClock } from "../platform/clock.ts";
import { readEnvironment } from "../platform/env.ts";
import { guardFramework, toHttpFunction } from "../platform/http/framework.ts";
import { asProblem, problemResponse } from "../platform/http/response.ts";
import { createLog } from "../platform/log.ts";
import { listTenantIds, openFirestore, TenantStore } from "../platform/store/firestore.ts";
import { sweepTenant } from "./sweep.ts";

const log = createLog();
guardFramework(log, []);
const db = openFirestore(readEnvironment().firestore());

/** Tenants at once: each waits for the database most of its time. */
const AT_ONCE = 10;

/** Called by Cloud Scheduler: only its service account may invoke this function, which Cloud Run checks before it runs. */
export const handler = toHttpFunction(async (request) => {
  const requestId = newId("req");
  if (request.method !== "POST")
    return problemResponse(new Problem("method-not-allowed", { detail: "Use POST here.", allow: ["POST"] }), requestId);
  let failed = 0;
  const sweepOne = async (tenantId: TenantId): Promise<void> => {
    try {
      const { orphans, expired } = await sweepTenant(new TenantStore(db, tenantId), systemClock);
      log.write("INFO", "swept", { requestId, tenant: tenantId, count: orphans + expired });
    } catch (error) {
      // One tenant's trouble is not another's.
      failed += 1;
      log.write("ERROR", "sweep failed", { requestId, tenant: tenantId, cause: asProblem(error).options.cause });
    }
  };
  const waiting = await listTenantIds(db);
  while (waiting.length > 0) await Promise.all(waiting.splice(0, AT_ONCE).map(sweepOne));
  if (failed > 0)
    return problemResponse(
      new Problem("internal", { detail: "Some tenants were not swept. The log names them." }),
      requestId,
    );
  return new Response(null, { status: 204 });
});
