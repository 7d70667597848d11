import { randomBytes } from "node:crypto";
import { MODEL_TOOLS } from "../../functions/assistant/tools/registry.ts";
import { emptyContext, passGate } from "../../functions/assistant/turn/gate.ts";
import { INSTRUCTIONS } from "../../functions/assistant/turn/instructions.ts";
import { TenantId } from "../../functions/core/ids.ts";
import { systemClock } from "../../functions/platform/clock.ts";
import { firebaseIdentity } from "../../functions/platform/identity.ts";
import { localAgent } from "../../functions/platform/local-agent.ts";
import { openaiModel } from "../../functions/platform/model/providers/openai.ts";
import { TenantStore } from "../../functions/platform/store/firestore.ts";
import { Vault } from "../../functions/platform/vault/vault.ts";
import { createEngine, NO_RULES } from "../../functions/redaction/index.ts";
import { adminFirestore, PROJECT } from "../../tools/local/seed.ts";
import { median, round } from "../report.ts";
import { MESSAGES } from "./script.ts";

const TIMES = 400;

/** What the larger parts of a turn's own work cost by themselves, in this process, in median milliseconds. */
export async function parts(stack: { identityUrl: string; firestoreHost: string; token: string }) {
  const identity = firebaseIdentity({ projectId: PROJECT, agent: localAgent(stack.identityUrl) });
  const engine = createEngine();
  const model = openaiModel(
    { provider: "offline-stand-in", host: "127.0.0.1", region: "bench", model: "m", baseUrl: "http://127.0.0.1:1/v1" },
    { mode: "local", apiKey: () => "no-key-needed" },
  );
  const db = adminFirestore(stack.firestoreHost);
  // A vault whose keys are wrapped with nothing: only its local part is measured, as with a cached key.
  const vault = new Vault({
    kms: { wrap: async (_, key) => key, unwrap: async (_, key) => key },
    keyRing: "bench",
    clock: systemClock,
  });
  const keys = await vault.keyring(new TenantStore(db, TenantId.parse(`parts-${randomBytes(4).toString("hex")}`)), [
    vault.currentKeyId(),
  ]);
  const gate = () => passGate(engine, { text: MESSAGES[0], choice: { redact: [], keep: [] } }, emptyContext, NO_RULES);
  const passed = await gate();
  const request = model.prepare({
    instructions: INSTRUCTIONS,
    messages: passed.messages,
    tools: MODEL_TOOLS,
    safetyIdentifier: keys.pseudonym("usr_0"),
  });
  const measured = {
    "token verification": await each(() => identity.verify(stack.token)),
    "egress gate (redaction)": await each(gate),
    "exact bytes and their hash": await each(() =>
      model.prepare({
        instructions: INSTRUCTIONS,
        messages: passed.messages,
        tools: MODEL_TOOLS,
        safetyIdentifier: keys.pseudonym("usr_0"),
      }),
    ),
    "sealing text and receipt": await each(() => {
      keys.seal({ path: "receipts/one", field: "body", binds: {} }, request.body);
      keys.seal({ path: "turns/one", field: "typed", binds: {} }, MESSAGES[0]);
    }),
  };
  await Promise.all([identity.close(), db.terminate()]);
  return measured;
}

async function each(work: () => unknown): Promise<number> {
  const samples: number[] = [];
  for (let at = 0; at < TIMES; at += 1) {
    const startMs = performance.now();
    await work();
    // The first half is warm-up.
    if (at >= TIMES / 2) samples.push(performance.now() - startMs);
  }
  return round(median(samples), 3);
}
