import type { Agent } from "node:https";
import type { KeyManagementServiceClient } from "@google-cloud/kms";
import { applicationDefault, type Credential, deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { systemClock } from "../../functions/platform/clock.ts";
import { localAgent } from "../../functions/platform/local-agent.ts";
import { type Firestore, openFirestore } from "../../functions/platform/store/firestore.ts";
import { kmsKeyWrapper, openKms } from "../../functions/platform/vault/kms.ts";
import { Vault } from "../../functions/platform/vault/vault.ts";
import { adminFirestore } from "../../tools/local/seed.ts";
import { readStack } from "../local.ts";
import { Stop } from "./stop.ts";

/** The real clients of the three services that know an organisation, towards Google or towards the local stand-ins. */
export interface Clients {
  readonly project: string;
  readonly keyRing: string;
  readonly auth: Auth;
  /** For what firebase-admin has no call for. */
  readonly credential: Credential;
  readonly agent: Agent | undefined;
  readonly kms: KeyManagementServiceClient;
  readonly vault: Vault;
  readonly db: Firestore;
  close(): Promise<void>;
}

export interface Where {
  readonly project: string | undefined;
  readonly keyRing: string | undefined;
  readonly database: string;
  readonly local: boolean;
}

/** Any of these would send part of the work somewhere else than the rest. */
const REROUTES = ["FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST"] as const;

/** @throws Stop when it is not clear where to */
export function openClients(where: Where): Clients {
  const set = REROUTES.filter((name) => process.env[name] !== undefined);
  if (set.length > 0) throw new Stop(`Unset ${set.join(" and ")}: use --local for the stack on this machine.`);
  return where.local ? openLocal(where) : openProduction(where);
}

function openProduction({ project, keyRing, database }: Where): Clients {
  if (project === undefined) throw new Stop("Say which project: --project PROJECT, or --local.");
  const ring = keyRing ?? `projects/${project}/locations/europe-west1/keyRings/tenants`;
  if (!/^projects\/[^/]+\/locations\/europe-west1\/keyRings\/[^/]+$/.test(ring))
    throw new Stop("--key-ring is projects/…/locations/europe-west1/keyRings/…: keys stay in Belgium.");
  return assembled(project, ring, {
    credential: applicationDefault(),
    agent: undefined,
    kms: openKms({ projectId: project, localEndpoint: undefined }),
    db: openFirestore({ projectId: project, databaseId: database }),
  });
}

function openLocal({ project, keyRing }: Where): Clients {
  const stack = readStack();
  // Google's clients would look for a metadata server on the network.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  if (project !== undefined && project !== stack.projectId) throw new Stop(`The local project is ${stack.projectId}.`);
  return assembled(stack.projectId, keyRing ?? stack.keyRing, {
    // The word that Firebase's emulators take for an administrator's token.
    credential: { getAccessToken: async () => ({ access_token: "owner", expires_in: 3600 }) },
    agent: localAgent(stack.authUrl),
    kms: openKms({ projectId: stack.projectId, localEndpoint: stack.kmsEndpoint }),
    db: adminFirestore(stack.firestoreHost),
  });
}

type Opened = Pick<Clients, "credential" | "agent" | "kms" | "db">;

function assembled(project: string, keyRing: string, opened: Opened): Clients {
  const { credential, agent, kms, db } = opened;
  const app = initializeApp({ projectId: project, credential, ...(agent === undefined ? {} : { httpAgent: agent }) });
  return {
    ...opened,
    project,
    keyRing,
    auth: getAuth(app),
    vault: new Vault({ kms: kmsKeyWrapper(kms), keyRing, clock: systemClock }),
    async close() {
      await Promise.allSettled([deleteApp(app), kms.close(), db.terminate()]);
    },
  };
}
