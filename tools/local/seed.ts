import { Firestore } from "@google-cloud/firestore";
import { KeyManagementServiceClient } from "@google-cloud/kms";
import { credentials } from "@grpc/grpc-js";
import { ProjectId, TenantId, UserId } from "../../functions/core/ids.ts";
import { systemClock } from "../../functions/platform/clock.ts";
import { TenantStore } from "../../functions/platform/store/firestore.ts";
import { newTenant, type TenantPlan } from "../../functions/platform/tenant/provision.ts";
import { type SettingsDoc, settings } from "../../functions/platform/tenant/settings.ts";
import { kmsKeyWrapper } from "../../functions/platform/vault/kms.ts";
import { Vault } from "../../functions/platform/vault/vault.ts";
import type { Role } from "../../functions/vocabulary/index.ts";
import { DATABASE } from "./stand-ins/firestore/database.ts";

export const PROJECT = "belfry-local";
export const KEY_RING = `projects/${PROJECT}/locations/europe-west1/keyRings/belfry`;

export interface SeedMember {
  readonly uid: string;
  readonly name?: string;
  readonly role: Role;
  readonly projects: readonly string[];
}

export interface SeedTenant {
  readonly id: string;
  readonly name?: string;
  /** Names of projects, by id. */
  readonly projectNames?: Readonly<Record<string, string>>;
  readonly projects: readonly string[];
  readonly members: readonly SeedMember[];
  readonly settings?: SettingsDoc;
}

/** What the platform's administrators do in production with Terraform and the workspace function: local stack and tests only. */
export async function seedTenant(
  db: Firestore,
  kms: KeyManagementServiceClient,
  tenant: SeedTenant,
): Promise<TenantStore> {
  const location = KEY_RING.split("/keyRings/")[0] ?? "";
  await ignoreExisting(kms.createKeyRing({ parent: location, keyRingId: "belfry" }));
  await ignoreExisting(
    kms.createCryptoKey({
      parent: KEY_RING,
      cryptoKeyId: `tenant-${tenant.id}`,
      cryptoKey: { purpose: "ENCRYPT_DECRYPT" },
    }),
  );
  const store = new TenantStore(db, TenantId.parse(tenant.id));
  const settingsRef = store.doc(settings, "current");
  if ((await store.get(settingsRef)).exists) return store;
  const plan = planOf(tenant);
  // Only names need a key: most tenants of a test have none.
  const vault = new Vault({ kms: kmsKeyWrapper(kms), keyRing: KEY_RING, clock: systemClock });
  const keys = plan.name === undefined ? undefined : await vault.keyring(store, [vault.currentKeyId()]);
  await store.commit(newTenant(store, plan, keys));
  return store;
}

function planOf({ name, projectNames = {}, projects, members, settings: held }: SeedTenant): TenantPlan {
  const named = (text: string | undefined) => (text === undefined ? {} : { name: text });
  return {
    ...named(name),
    projects: projects.map((id) => ({ id: ProjectId.parse(id), ...named(projectNames[id]) })),
    members: members.map((one) => ({
      id: UserId.parse(one.uid),
      role: one.role,
      projects: one.projects.map((project) => ProjectId.parse(project)),
      ...named(one.name),
    })),
    ...(held === undefined ? {} : { settings: held }),
  };
}

export function adminFirestore(host: string): Firestore {
  return new Firestore({
    projectId: PROJECT,
    databaseId: DATABASE,
    host,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
}

export function kmsClient(endpoint: { host: string; port: number }): KeyManagementServiceClient {
  return new KeyManagementServiceClient({
    apiEndpoint: endpoint.host,
    port: endpoint.port,
    sslCreds: credentials.createInsecure(),
    projectId: PROJECT,
  });
}

async function ignoreExisting(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === 6)) throw error;
  }
}
