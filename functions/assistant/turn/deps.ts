import type { RequestLimiter } from "../../platform/limiter.ts";
import type { Log } from "../../platform/log.ts";
import type { ModelCatalogue } from "../../platform/model/catalogue.ts";
import type { Opinions } from "../../platform/opinion/opinions.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Engine } from "../../redaction/index.ts";
import type { RulesCache } from "../../workspace/index.ts";
import type { TurnWatch } from "./watch.ts";

/** What the assistant's rules are given by its composition root. */
export interface AssistantDeps {
  readonly vault: Vault;
  readonly engine: Engine;
  /** Each organisation's own redaction. */
  readonly rules: RulesCache;
  readonly catalogue: ModelCatalogue;
  readonly opinions: Opinions;
  readonly watch: TurnWatch;
  readonly log: Log;
  /** Counts previews a minute, per instance. */
  readonly previews: RequestLimiter;
}
