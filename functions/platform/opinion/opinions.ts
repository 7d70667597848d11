import { RedactionFailed, type SecondOpinion } from "../../redaction/index.ts";
import type { Clock } from "../clock.ts";
import type { OpinionsConfig } from "../env.ts";
import type { SecondOpinionName, SettingsDoc } from "../tenant/settings.ts";
import { DEADLINE_MS } from "./ask.ts";
import { OpinionMemory } from "./memory.ts";

/** What of a second opinion a tenant consents to. */
export interface OpinionFacts {
  readonly by: SecondOpinionName;
  readonly host: string;
  readonly region: string;
  readonly model: string;
}

interface Tenant {
  readonly settings: Pick<SettingsDoc, "secondOpinion">;
}

/** Which second opinion a tenant's words would be shown to: for those who only need to know. */
export function opinionFacts(config: OpinionsConfig): (tenant: Tenant) => OpinionFacts | undefined {
  const { host, region } = config.sensitiveDataProtection;
  const { localModel } = config;
  const facts: Readonly<Record<SecondOpinionName, OpinionFacts>> = {
    "sensitive-data-protection": { by: "sensitive-data-protection", host, region, model: "stable" },
    "local-model": {
      by: "local-model",
      host: "in-process",
      region: config.region,
      model: localModel === undefined ? "none" : `sha256:${localModel.sha256}`,
    },
  };
  return ({ settings: { secondOpinion } }) => (secondOpinion === "none" ? undefined : facts[secondOpinion]);
}

/** The second opinions that this deployment allows, and what they said lately. */
export interface Opinions {
  /** @throws {RedactionFailed} for one that is not allowed here: a tenant that wants it never goes without. */
  named(name: SecondOpinionName): SecondOpinion;
  readonly memory: OpinionMemory;
}

/** Loads what the deployment allows and nothing else: Google's client alone takes a third of a second and 36 MiB. */
export async function openOpinions(config: OpinionsConfig, clock: Clock): Promise<Opinions> {
  const open = new Map<SecondOpinionName, SecondOpinion>();
  if (config.allowed.includes("sensitive-data-protection")) {
    const { sensitiveDataProtection } = await import("./sensitive-data-protection.ts");
    const { projectId, sensitiveDataProtection: sdp } = config;
    open.set("sensitive-data-protection", sensitiveDataProtection({ projectId, ...sdp }, DEADLINE_MS));
  }
  if (config.allowed.includes("local-model")) {
    const { folder, sha256 } = config.localModel ?? {};
    if (folder === undefined || sha256 === undefined)
      throw new Error("SECOND_OPINION_MODEL_FOLDER or its SHA256 is not set");
    const { localModel } = await import("./local-model.ts");
    open.set("local-model", await localModel({ folder, sha256 }));
  }
  return {
    memory: new OpinionMemory(clock),
    named(name) {
      const opinion = open.get(name);
      if (opinion === undefined) throw new RedactionFailed("detector-missing", name);
      return opinion;
    },
  };
}
