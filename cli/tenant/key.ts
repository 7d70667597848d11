import { setTimeout as sleep } from "node:timers/promises";
import type { Clients } from "./clients.ts";
import { Stop } from "./stop.ts";

/** As terraform/kms.tf has it for the platform's keys: a rotation every 90 days, 30 days to change one's mind about a destruction. */
const DAY = 86_400;
const ROTATION_SECONDS = 90 * DAY;
const DESTROY_SECONDS = 30 * DAY;
const READY_ATTEMPTS = 30;

const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

const nameOf = ({ keyRing }: Clients, tenantId: string): string => `${keyRing}/cryptoKeys/tenant-${tenantId}`;

/** `ENABLED`, or why the tenant's key can't be used; undefined when it has none. */
export async function keyState(clients: Clients, tenantId: string): Promise<string | undefined> {
  try {
    const [key] = await clients.kms.getCryptoKey({ name: nameOf(clients, tenantId) });
    return String(key.primary?.state ?? "no primary version");
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return undefined;
    throw error;
  }
}

/** Makes the tenant's own key, or finds that it was made. True when it is new. */
export async function makeKey(clients: Clients, tenantId: string, nowMs: number): Promise<boolean> {
  const isNew = await created(clients, tenantId, nowMs);
  await requireUsable(clients, tenantId);
  return isNew;
}

async function created({ kms, keyRing }: Clients, tenantId: string, nowMs: number): Promise<boolean> {
  try {
    await kms.createCryptoKey({
      parent: keyRing,
      cryptoKeyId: `tenant-${tenantId}`,
      cryptoKey: {
        purpose: "ENCRYPT_DECRYPT",
        versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION", protectionLevel: "HSM" },
        rotationPeriod: { seconds: ROTATION_SECONDS },
        nextRotationTime: { seconds: Math.floor(nowMs / 1000) + ROTATION_SECONDS },
        destroyScheduledDuration: { seconds: DESTROY_SECONDS },
      },
    });
    return true;
  } catch (error) {
    if (codeOf(error) === ALREADY_EXISTS) return false;
    if (codeOf(error) === NOT_FOUND)
      throw new Stop(`There is no key ring ${keyRing}. Apply Terraform first (docs/deploy.md).`);
    throw error;
  }
}

/** A key in an HSM takes some seconds to be there. @throws Stop for one that is weaker than promised, or never comes */
async function requireUsable(clients: Clients, tenantId: string): Promise<void> {
  const name = nameOf(clients, tenantId);
  for (let attempt = 0; attempt < READY_ATTEMPTS; attempt += 1) {
    const [key] = await clients.kms.getCryptoKey({ name });
    const isHsm = key.versionTemplate?.protectionLevel === "HSM" || key.versionTemplate?.protectionLevel === 2;
    const isRenewed = Number(key.rotationPeriod?.seconds ?? 0) > 0;
    if (!isHsm || !isRenewed)
      throw new Stop(`The key ${name} is not in an HSM, or is never renewed: \`npm run doctor\` says how to mend it.`);
    const state = String(key.primary?.state ?? "");
    if (state === "ENABLED" || state === "1") return;
    if (!["PENDING_GENERATION", "5"].includes(state))
      throw new Stop(`The key ${name} can't be used: its primary version is ${state}.`);
    await sleep(1000);
  }
  throw new Stop(`The key ${name} is still being made. Run this again in a minute.`);
}
