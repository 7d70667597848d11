import { systemClock } from "./clock.ts";
import { readEnvironment } from "./env.ts";
import { type EndpointDeps, endpoint } from "./http/endpoint.ts";
import { guardFramework, type HttpFunction, toHttpFunction } from "./http/framework.ts";
import type { Binding } from "./http/route.ts";
import { firebaseIdentity } from "./identity.ts";
import { RequestLimiter } from "./limiter.ts";
import { localAgent } from "./local-agent.ts";
import { createLog } from "./log.ts";
import { openFirestore } from "./store/firestore.ts";
import { kmsKeyWrapper, openKms } from "./vault/kms.ts";
import { Vault } from "./vault/vault.ts";

/**
 * The live adapters of a function that serves members: environment → adapters. Only composition roots (`*.main.ts`) call it.
 */
export async function live() {
  const env = readEnvironment();
  const log = createLog();
  const draining = guardFramework(log, env.origins);
  const clock = systemClock;
  const { projectId, localUrl } = env.identity();
  const { keyRing, localEndpoint } = env.vault();
  const identity = firebaseIdentity({ projectId, ...(localUrl === undefined ? {} : { agent: localAgent(localUrl) }) });
  const vault = new Vault({ kms: kmsKeyWrapper(openKms({ projectId: env.projectId, localEndpoint })), keyRing, clock });
  // Loaded when asked for only: it brings the redaction engine with it.
  const tracing = env.trace === "log" ? (await import("./trace.ts")).startTracing((span) => log.span(span)) : undefined;
  const deps: EndpointDeps = {
    db: openFirestore({ ...env.firestore(), ...(tracing === undefined ? {} : { tracerProvider: tracing.provider }) }),
    ...(tracing === undefined ? {} : { span: tracing.span }),
    identity,
    limiter: new RequestLimiter(clock),
    clock,
    log,
    draining,
  };
  return { env, log, clock, vault, deps };
}

/** A function's entry point under functions-framework. */
export function httpFunction(deps: EndpointDeps, bindings: readonly Binding[]): HttpFunction {
  const { handle, turnedAway } = endpoint(deps, bindings);
  return toHttpFunction(handle, turnedAway);
}
