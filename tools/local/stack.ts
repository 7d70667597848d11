import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { manifest, segmentOf } from "../manifest.ts";
import { ROOT } from "../root.ts";
import { type RunningFunction, runFunction } from "./functions.ts";
import { adminFirestore, KEY_RING, kmsClient, PROJECT, type SeedTenant, seedTenant } from "./seed.ts";
import { startDurableFirestore } from "./stand-ins/durable-firestore.ts";
import { DATABASE } from "./stand-ins/firestore/database.ts";
import { type FirestoreOptions, type FirestoreStandIn, startFirestore } from "./stand-ins/firestore.ts";
import { type Gateway, type LocalHandler, startGateway } from "./stand-ins/gateway.ts";
import { type IdentityStandIn, startIdentity } from "./stand-ins/identity.ts";
import { type KmsStandIn, startKms } from "./stand-ins/kms.ts";
import { type ModelStandIn, startModel } from "./stand-ins/model.ts";
import { freePort } from "./stand-ins/ports.ts";

// Google's clients would look for a metadata server on the network.
process.env.METADATA_SERVER_DETECTION ??= "none";

export interface StackUser {
  readonly email: string;
  readonly password: string;
  readonly uid: string;
  readonly tenant: string;
  readonly role: string;
  readonly projects: readonly string[];
  /** What colleagues are shown. */
  readonly name?: string;
}

export interface StackOptions {
  /** The gateway's port, and no other. 0: any. */
  readonly port: number;
  /** Folder that keeps everything between runs. Absent: everything is gone at the end. */
  readonly dataDir?: string;
  readonly tenants: readonly SeedTenant[];
  readonly users: readonly StackUser[];
  /** A real model instead of the stand-in. */
  readonly model?: {
    readonly apiKey: string;
    readonly baseUrl?: string | undefined;
    readonly name?: string | undefined;
  };
  /** Milliseconds between the stand-in's words. */
  readonly tokenDelayMs?: number;
  readonly pages?: LocalHandler;
  /** Origins whose pages may use the API. */
  readonly origins?: readonly string[];
  /** Puts something between the functions and the database; returns the address that they get. For tests of outages. */
  readonly wire?: (firestore: FirestoreStandIn) => Promise<string>;
  readonly onLine?: (name: string, line: string) => void;
  /** Told when the database has stopped by itself. */
  readonly onStopped?: (why: string) => void;
}

export interface Stack {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly firestore: FirestoreStandIn;
  readonly kms: KmsStandIn;
  readonly identity: IdentityStandIn;
  readonly model: ModelStandIn;
  readonly functions: readonly RunningFunction[];
  /** The facts of the model that functions are configured with. */
  readonly modelFacts: { readonly provider: string; readonly host: string };
  close(): Promise<void>;
}

/** Everything, on this machine: the real emulator, the stand-ins, each function under the real framework, the gateway. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const keep = (name: string) => (options.dataDir === undefined ? {} : { dataDir: join(options.dataDir, name) });
  if (options.dataDir !== undefined) mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
  };
  try {
    const [firestore, kms, identity, model] = await Promise.all([
      openDatabase(options, {
        projectId: PROJECT,
        rulesFile: join(ROOT, "firestore.rules"),
        port: await freePort(8085),
      }),
      startKms(keep("kms")),
      startIdentity({
        projectId: PROJECT,
        port: await freePort(9099),
        users: options.users.map(({ email, password, uid, tenant }) => ({ email, password, uid, tenant })),
        ...keep("identity"),
      }),
      startModel(options.tokenDelayMs === undefined ? {} : { tokenDelayMs: options.tokenDelayMs }),
    ]);
    closers.push(
      () => firestore.close(),
      () => kms.close(),
      () => identity.close(),
      () => model.close(),
    );

    const db = adminFirestore(firestore.host);
    const client = kmsClient(kms);
    for (const tenant of options.tenants) await seedTenant(db, client, tenant);
    await Promise.all([db.terminate(), client.close()]);

    const { env, modelFacts } = environment(
      options,
      (await options.wire?.(firestore)) ?? firestore.host,
      kms,
      identity,
      model,
    );
    const onLine =
      options.onLine ??
      ((_: string, line: string) =>
        options.dataDir !== undefined && appendFileSync(join(options.dataDir, "log.ndjson"), `${line}\n`));
    const functions = await Promise.all(
      Object.entries(manifest()).map(([name, spec]) => runFunction(name, spec, { env, onLine })),
    );
    closers.push(() => Promise.all(functions.map((one) => one.stop())));

    // What only the scheduler may invoke is not reachable from outside.
    const reachable = Object.entries(manifest()).filter(([, spec]) => spec.invoker === "public");
    const routes = Object.fromEntries(
      reachable.map(([name, spec]) => [segmentOf(spec), functions.find((one) => one.name === name)?.url ?? ""]),
    );
    const gateway: Gateway = await startGateway({
      port: options.port,
      functions: routes,
      ...(options.pages === undefined ? {} : { pages: options.pages }),
    });
    closers.push(() => gateway.close());
    return { url: gateway.url, env, firestore, kms, identity, model, functions, modelFacts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What is kept at all is kept before it is acknowledged: else a crash could undo a withdrawn consent, and the next message would leave.
 *
 * @throws Error when text would leave for a real model although the database is one that we can't answer for
 */
async function openDatabase(options: StackOptions, database: FirestoreOptions): Promise<FirestoreStandIn> {
  const { dataDir, onStopped } = options;
  if (options.model !== undefined && process.env.FIRESTORE_EMULATOR_HOST)
    throw new Error(
      "FIRESTORE_EMULATOR_HOST names a database that forgets what it acknowledged when it is killed, a withdrawn consent too. " +
        "With a real model Belfry runs its own: unset FIRESTORE_EMULATOR_HOST, or OPENAI_API_KEY.",
    );
  if (dataDir === undefined) return startFirestore(database);
  const folder = join(dataDir, "firestore");
  return startDurableFirestore({ ...database, dataDir: folder, ...(onStopped === undefined ? {} : { onStopped }) });
}

function environment(
  options: StackOptions,
  firestoreHost: string,
  kms: KmsStandIn,
  identity: IdentityStandIn,
  model: ModelStandIn,
) {
  const real = options.model;
  const baseUrl = real === undefined ? model.baseUrl : (real.baseUrl ?? "https://eu.api.openai.com/v1");
  const modelFacts = { provider: real === undefined ? "offline-stand-in" : "openai", host: new URL(baseUrl).hostname };
  const env: Record<string, string> = {
    BELFRY_MODE: "local",
    BELFRY_ORIGINS: (options.origins ?? []).join(","),
    GOOGLE_CLOUD_PROJECT: PROJECT,
    // Google's clients would look for a metadata server on the network.
    METADATA_SERVER_DETECTION: "none",
    FIRESTORE_EMULATOR_HOST: firestoreHost,
    FIRESTORE_DATABASE: DATABASE,
    IDENTITY_PROJECT: PROJECT,
    BELFRY_IDENTITY_URL: identity.url,
    KMS_KEY_RING: KEY_RING,
    BELFRY_KMS_ENDPOINT: `${kms.host}:${kms.port}`,
    MODEL_PROVIDER: modelFacts.provider,
    MODEL_HOST: modelFacts.host,
    MODEL_REGION: real === undefined ? "this-machine" : modelFacts.host.startsWith("eu.") ? "eu" : "unspecified",
    MODEL_NAME: real?.name ?? (real === undefined ? "stand-in-1" : "gpt-5-mini"),
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: real?.apiKey ?? "no-key-needed",
  };
  return { env, modelFacts };
}
