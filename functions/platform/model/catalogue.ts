import type { ModelConfig } from "../env.ts";
import type { OpinionFacts } from "../opinion/opinions.ts";
import type { Caller } from "../tenant/admit.ts";
import type { ModelAdapter } from "./model.ts";

/** What of a model a tenant consents to. */
export interface ModelFacts {
  readonly provider: string;
  readonly host: string;
  readonly region: string;
  readonly model: string;
}

type Tenant = Pick<Caller, "tenantId" | "settings">;

/** Where a tenant's words would go: for those who only need to know. */
export interface FactsCatalogue {
  facts(tenant: Tenant): ModelFacts;
  /** Who looks at them before that, if anybody does. The same object for the same answer. */
  opinion(tenant: Tenant): OpinionFacts | undefined;
}

/** The same, with the adapter that takes them there. Facts and adapter of one tenant always belong together. */
export interface ModelCatalogue extends FactsCatalogue {
  adapter(tenant: Tenant): ModelAdapter;
}

/** The platform's own model for every tenant. A tenant's own provider takes its place here, and nowhere else. */
export function platformFacts(
  { provider, host, region, model }: ModelConfig,
  opinion: FactsCatalogue["opinion"],
): FactsCatalogue {
  const facts: ModelFacts = { provider, host, region, model };
  return { facts: () => facts, opinion };
}

export function platformModel(
  config: ModelConfig,
  opinion: FactsCatalogue["opinion"],
  adapter: ModelAdapter,
): ModelCatalogue {
  return { ...platformFacts(config, opinion), adapter: () => adapter };
}
