import { Hono } from "hono";
import { Problem, type Quota } from "../../core/problem.ts";
import { type AuditContext, record } from "../audit.ts";
import { newId } from "../clock.ts";
import type { Log } from "../log.ts";
import type { TenantStore } from "../store/firestore.ts";
import { attempted, recordAtDoor, type TurnedAway } from "./door.ts";
import { languageOf } from "./language.ts";
import { type PipelineDeps, run, type Witness } from "./pipeline.ts";
import { answerResponse, asProblem, problemResponse } from "./response.ts";
import type { Binding } from "./route.ts";

export interface EndpointDeps extends PipelineDeps {
  readonly log: Log;
  /** Runs work inside a span, when tracing is on. */
  readonly span?: <R>(name: string, work: () => Promise<R>) => Promise<R>;
}

/** A function: its handler, and what notes requests that are turned away before the handler sees them. */
export interface Endpoint {
  readonly handle: (request: Request) => Promise<Response>;
  readonly turnedAway: (request: TurnedAway, problem: Problem, requestId: string) => Promise<void>;
}

/** Web-standard: its routes, each run through the same visible steps. */
export function endpoint(deps: EndpointDeps, bindings: readonly Binding[]): Endpoint {
  const app = new Hono({ strict: true });
  const turnedAway: Endpoint["turnedAway"] = (request, problem, requestId) =>
    recordAtDoor(deps, bindings, request, problem, requestId);
  const refuse = async ({ method, url, headers }: Request, problem: Problem): Promise<Response> => {
    const requestId = newId("req");
    await turnedAway({ method, path: new URL(url).pathname, headers }, problem, requestId);
    return problemResponse(problem, requestId, languageOf(headers.get("accept-language")));
  };
  const methods = Map.groupBy(bindings, ({ spec }) => honoPath(spec.path));
  for (const binding of bindings) {
    app.on(binding.spec.method.toUpperCase(), honoPath(binding.spec.path), (c) =>
      respond(deps, binding, c.req.raw, c.req.param()),
    );
  }
  for (const [path, routes] of methods) {
    const allow = routes.map(({ spec }) => spec.method.toUpperCase());
    app.all(path, (c) =>
      refuse(c.req.raw, new Problem("method-not-allowed", { detail: `Use ${allow.join(" or ")} here.`, allow })),
    );
  }
  app.notFound((c) =>
    refuse(c.req.raw, new Problem("not-found", { detail: "There is no such route. See GET /v1/openapi.json." })),
  );
  return { handle: async (request) => app.fetch(request), turnedAway };
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

/** Around the pipeline: the span, the refusal's event, the log's line, the wire form. */
async function respond(
  deps: EndpointDeps,
  binding: Binding,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  const { operation, answer: success } = binding.spec;
  const requestId = newId("req");
  const started = deps.clock.monotonicMs();
  const line = { requestId, operation };
  let trail: Trail | undefined;
  let counted: Quota | undefined;
  const witness: Witness = {
    known: (store, audit) => (trail = { store, audit, params }),
    counted: (quota) => (counted = quota),
  };
  const spanned = deps.span ?? ((_name, work) => work());
  try {
    const incoming = { binding, request, params, requestId, now: deps.clock.now() };
    const answer = await spanned(operation, () => run(deps, incoming, witness));
    const status = answer.status ?? success.status;
    deps.log.write("INFO", "request", { ...line, ...tenantOf(trail), status, durationMs: elapsed(deps, started) });
    if (answer.damaged) deps.log.write("ERROR", "damaged data", { ...line, ...tenantOf(trail), count: answer.damaged });
    return answerResponse(binding.spec, answer, requestId, counted);
  } catch (error) {
    const problem = asProblem(error);
    await recordDenial(deps, binding, trail, problem);
    if (problem.code === "data-damaged")
      deps.log.write("ERROR", "damaged data", { ...line, ...tenantOf(trail), count: 1, cause: problem.options.cause });
    deps.log.write(problem.status >= 500 ? "ERROR" : "INFO", "request refused", {
      ...line,
      ...tenantOf(trail),
      status: problem.status,
      code: problem.code,
      durationMs: elapsed(deps, started),
      ...(problem.status >= 500 ? { cause: problem.options.cause } : {}),
    });
    return problemResponse(problem, requestId, languageOf(request.headers.get("accept-language")), counted);
  }
}

interface Trail {
  readonly store: TenantStore;
  readonly audit: AuditContext;
  readonly params: Readonly<Record<string, string>>;
}

const tenantOf = (trail: Trail | undefined) => (trail === undefined ? {} : { tenant: trail.audit.tenantId });
const elapsed = ({ clock }: PipelineDeps, started: number): number => Math.round(clock.monotonicMs() - started);

/** Limits that an instance holds by itself, so that a flood costs no storage: nor does refusing it. */
const BRAKES = ["requests", "previews"];

/**
 * A refusal of somebody we know is an event of their tenant. Not a flood's: those over the request limit would turn each
 * refused request into a write. If storage itself is down the refusal stands and the log has it.
 */
async function recordDenial(
  deps: EndpointDeps,
  binding: Binding,
  trail: Trail | undefined,
  problem: Problem,
): Promise<void> {
  if (
    trail === undefined ||
    problem.code === "storage-unavailable" ||
    (problem.code === "rate-limited" && BRAKES.includes(problem.options.quota?.policy ?? ""))
  )
    return;
  try {
    await record(trail.store, trail.audit, {
      eventId: newId("evt"),
      action: binding.spec.operation,
      resources: attempted(trail.params),
      denied: problem.code,
    });
  } catch (cause) {
    deps.log.write("ERROR", "a denial could not be recorded", { requestId: trail.audit.requestId, cause });
  }
}
