import type { ModelConfig } from "../env.ts";
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

/** Which model a tenant's words would go to: for those who only need to know. */
export interface FactsCatalogue {
  facts(tenant: Tenant): ModelFacts;
}

/** The same, with the adapter that takes them there. Facts and adapter of one tenant always belong together. */
export interface ModelCatalogue extends FactsCatalogue {
  adapter(tenant: Tenant): ModelAdapter;
}

/** The platform's own model for every tenant. A tenant's own provider takes its place here, and nowhere else. */
export function platformFacts({ provider, host, region, model }: ModelConfig): FactsCatalogue {
  const facts: ModelFacts = { provider, host, region, model };
  return { facts: () => facts };
}

export function platformModel(config: ModelConfig, adapter: ModelAdapter): ModelCatalogue {
  return { ...platformFacts(config), adapter: () => adapter };
}
