import { z } from "zod";
import { Problem } from "../../core/problem.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import { change } from "../../platform/store/change.ts";
import { collection } from "../../platform/store/collection.ts";
import { damaged, type TenantStore } from "../../platform/store/firestore.ts";
import type { Caller } from "../../platform/tenant/admit.ts";
import { DEFAULT_SETTINGS, type SettingsDoc, settings } from "../../platform/tenant/settings.ts";
import { type Keyring, type Place, Sealed, type Vault } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { NO_RULES, type OwnRules } from "../../redaction/index.ts";
import { RulesBody, type readRules, type replaceRules } from "./contract.ts";

/** The words, sealed. What a turn must know before it opens them (version, permissions) is in the settings that every request reads. */
const RulesDoc = z.strictObject({ version: z.int().min(1), content: Sealed, changedAt: z.date() });
const redactionRules = collection("redactionRules", RulesDoc);

const place = (version: number): Place => ({
  path: "redactionRules/current",
  field: "content",
  binds: { version },
});

const NONE: RulesBody = { always: [], never: [], allowKeep: false };

async function opened(store: TenantStore, keys: Keyring, version: number): Promise<RulesBody> {
  if (version === 0) return NONE;
  const doc = (await store.get(store.doc(redactionRules, "current"))).data();
  if (doc?.version !== version)
    throw new Problem("conflict", { detail: "Your organisation's redaction has just changed. Try again." });
  const content = RulesBody.safeParse(JSON.parse(keys.open(place(version), doc.content)));
  if (!content.success) throw damaged();
  return content.data;
}

const TENANTS_MAX = 200;

/** The rules of the tenants that were here last: the settings name the version, so what is kept can't be stale. */
export class RulesCache {
  readonly #kept = new Map<string, { readonly version: number; readonly rules: OwnRules }>();

  /**
   * @throws Problem `conflict` when they change in this moment, `data-damaged` when they can't be opened: nothing leaves then.
   */
  async rulesOf(store: TenantStore, keys: Keyring, caller: Pick<Caller, "tenantId" | "settings">): Promise<OwnRules> {
    const { version } = caller.settings.redaction;
    if (version === 0) return NO_RULES;
    const known = this.#kept.get(caller.tenantId);
    if (known?.version === version) return known.rules;
    const { always, never, allowKeep } = await opened(store, keys, version);
    const rules: OwnRules = { always, never, mayKeep: allowKeep };
    this.#kept.delete(caller.tenantId);
    this.#kept.set(caller.tenantId, { version, rules });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > TENANTS_MAX && oldest !== undefined) this.#kept.delete(oldest);
    return rules;
  }
}

export async function read(call: Call<typeof readRules>, vault: Vault): Promise<Answer> {
  const { version } = call.caller.settings.redaction;
  const rules = await withKeys(call.store, vault, (keys) => opened(call.store, keys, version));
  return {
    body: { version, ...rules },
    headers: { etag: `"${version}"` },
    resources: [{ type: "redaction-rules", uid: "current" }],
    facts: { version, count: rules.always.length + rules.never.length },
  };
}

export function replace(call: Call<typeof replaceRules>, vault: Vault): Promise<Answer> {
  const { store, body, now } = call;
  const settingsRef = store.doc(settings, "current");
  const rulesRef = store.doc(redactionRules, "current");
  return change(call, vault, async (tx, keys) => {
    const held = (await tx.get(settingsRef)).data() ?? DEFAULT_SETTINGS;
    const stored = (await tx.get(rulesRef)).data();
    const { version: before, loosenedIn } = held.redaction;
    if (call.ifMatch !== "*" && call.ifMatch !== before)
      throw new Problem("precondition-failed", { detail: "Somebody changed these rules. Read them again." });
    const old = stored === undefined ? NONE : RulesBody.parse(JSON.parse(keys.open(place(before), stored.content)));
    const version = before + 1;
    const redaction: SettingsDoc["redaction"] = { version, loosenedIn: isLooser(old, body) ? version : loosenedIn };
    tx.update(settingsRef, { redaction });
    tx.set(rulesRef, { version, content: keys.seal(place(version), JSON.stringify(body)), changedAt: now });
    return {
      body: { version, ...body },
      etag: `"${version}"`,
      resources: [{ type: "redaction-rules", uid: "current" }],
      facts: { version, count: body.always.length + body.never.length, enabled: body.allowKeep },
    };
  });
}

/** Whether anything that was hidden may leave now: that is what was consented to. */
function isLooser(old: RulesBody, next: RulesBody): boolean {
  return (
    (next.allowKeep && !old.allowKeep) ||
    next.never.some((word) => !old.never.includes(word)) ||
    old.always.some((word) => !next.always.includes(word))
  );
}
