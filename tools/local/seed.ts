import { Firestore } from "@google-cloud/firestore";
import { KeyManagementServiceClient } from "@google-cloud/kms";
import { credentials } from "@grpc/grpc-js";
import { ProjectId, TenantId, UserId } from "../../functions/core/ids.ts";
import { TenantStore } from "../../functions/platform/store/firestore.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import { projects } from "../../functions/platform/tenant/project.ts";
import { DEFAULT_SETTINGS, type SettingsDoc, settings } from "../../functions/platform/tenant/settings.ts";
import type { Role } from "../../functions/vocabulary/index.ts";

export const PROJECT = "belfry-local";
export const KEY_RING = `projects/${PROJECT}/locations/europe-west1/keyRings/belfry`;

export interface SeedMember {
  readonly uid: string;
  readonly role: Role;
  readonly projects: readonly string[];
}

export interface SeedTenant {
  readonly id: string;
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
  await db.doc(`tenants/${tenant.id}`).set({});
  const settingsRef = store.doc(settings, "current");
  if ((await store.get(settingsRef)).exists) return store;
  const batch = store.batch();
  batch.set(settingsRef, tenant.settings ?? DEFAULT_SETTINGS);
  for (const project of tenant.projects) batch.set(store.doc(projects, project), { status: "active" });
  for (const member of tenant.members) {
    batch.set(store.doc(members, UserId.parse(member.uid)), {
      role: member.role,
      status: "active",
      projects: member.projects.map((project) => ProjectId.parse(project)),
      assistantEnabled: false,
      assistantFactsHash: null,
      tokensValidAfter: null,
    });
  }
  await store.commit(batch);
  return store;
}

export function adminFirestore(host: string): Firestore {
  return new Firestore({ projectId: PROJECT, host, ssl: false, customHeaders: { Authorization: "Bearer owner" } });
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
