import { readFileSync } from "node:fs";
import { z } from "zod";

/**
 * The only reader of `process.env`. Without `BELFRY_MODE=local` everything is production: nothing local may be set there,
 * so that a forgotten emulator variable stops the start instead of opening a door.
 */
const LOCAL_ONLY = [
  "FIRESTORE_EMULATOR_HOST",
  "FIREBASE_AUTH_EMULATOR_HOST",
  "OPENAI_BASE_URL",
  "OPENAI_API_KEY",
  "BELFRY_IDENTITY_URL",
  "BELFRY_KMS_ENDPOINT",
  "NODE_TLS_REJECT_UNAUTHORIZED",
] as const;

const name = z.string().min(1).max(256);
const Base = z.object({
  BELFRY_MODE: z.enum(["local", "production"]).default("production"),
  GOOGLE_CLOUD_PROJECT: name,
  BELFRY_TRACE: z.enum(["off", "log"]).default("off"),
  BELFRY_REGION: z.literal("europe-west1").default("europe-west1"),
  BELFRY_ORIGINS: z.string().max(4096).default(""),
});
const FirestoreVariables = z.object({ FIRESTORE_DATABASE: name });
const IdentityVariables = z.object({ IDENTITY_PROJECT: name, BELFRY_IDENTITY_URL: z.url().optional() });
const VaultVariables = z.object({
  KMS_KEY_RING: z.string().regex(/^projects\/[^/]+\/locations\/europe-west1\/keyRings\/[^/]+$/),
  BELFRY_KMS_ENDPOINT: z
    .string()
    .regex(/^127\.0\.0\.1:\d+$/)
    .optional(),
});
const ModelVariables = z.object({
  MODEL_PROVIDER: z.enum(["openai", "offline-stand-in"]),
  MODEL_HOST: z.hostname(),
  MODEL_REGION: name,
  MODEL_NAME: name,
  OPENAI_API_KEY_FILE: name.optional(),
  OPENAI_API_KEY: name.optional(),
  OPENAI_BASE_URL: z.url().optional(),
});

export interface Environment {
  readonly mode: "local" | "production";
  readonly projectId: string;
  readonly region: "europe-west1";
  /** `log` writes spans, anonymised, as log lines. */
  readonly trace: "off" | "log";
  /** Origins whose pages may use the API, beside its own. */
  readonly origins: readonly string[];
}

export interface ModelConfig {
  readonly provider: "openai" | "offline-stand-in";
  readonly host: string;
  readonly region: string;
  readonly model: string;
  readonly baseUrl: string;
}

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Reads what every function needs; each adapter's variables are read by its own method, so that a function fails only for
 * what it uses. @throws Error naming the variable, never its value.
 */
export function readEnvironment(source: Source = process.env) {
  const base = parse(Base, source);
  if (base.BELFRY_MODE === "production") {
    const set = LOCAL_ONLY.filter((variable) => source[variable] !== undefined);
    if (set.length > 0)
      throw new Error(`production refuses to start with ${set.join(", ")} set: these are for local mode`);
    if (source.NODE_ENV !== "production")
      throw new Error("production needs NODE_ENV=production: without it the framework answers with error texts");
  }
  const environment: Environment = {
    mode: base.BELFRY_MODE,
    projectId: base.GOOGLE_CLOUD_PROJECT,
    region: base.BELFRY_REGION,
    trace: base.BELFRY_TRACE,
    origins: originsOf(base.BELFRY_ORIGINS, base.BELFRY_MODE),
  };
  return {
    ...environment,
    firestore: () => ({
      projectId: environment.projectId,
      databaseId: parse(FirestoreVariables, source).FIRESTORE_DATABASE,
    }),
    identity: () => {
      const variables = parse(IdentityVariables, source);
      return { projectId: variables.IDENTITY_PROJECT, localUrl: variables.BELFRY_IDENTITY_URL };
    },
    vault: () => {
      const variables = parse(VaultVariables, source);
      return { keyRing: variables.KMS_KEY_RING, localEndpoint: variables.BELFRY_KMS_ENDPOINT };
    },
    model: () => modelConfig(source, environment.mode),
    /** Read when first needed, kept out of the configuration object so that no dump of it can hold the key. */
    modelApiKey: () => modelApiKey(source),
  };
}

/** A list separated by commas. Exact origins only: no pattern, no `null`, and in production nothing without TLS. */
function originsOf(list: string, mode: Environment["mode"]): readonly string[] {
  const origins = list
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  for (const [index, origin] of origins.entries()) {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    const isSafe = url?.protocol === "https:" || (mode === "local" && url?.protocol === "http:");
    if (url?.origin !== origin || !isSafe || !/^[a-z0-9.-]+$|^\[[0-9a-f:.]+\]$/.test(url.hostname))
      throw new Error(`environment: BELFRY_ORIGINS (number ${index + 1} is no origin that is allowed here)`);
  }
  return origins;
}

function modelConfig(source: Source, mode: Environment["mode"]): ModelConfig {
  const variables = parse(ModelVariables, source);
  const { MODEL_PROVIDER: provider, MODEL_HOST: host, MODEL_REGION: region, MODEL_NAME: model } = variables;
  if (mode === "production" && provider !== "openai")
    throw new Error("production refuses MODEL_PROVIDER=offline-stand-in");
  return { provider, host, region, model, baseUrl: variables.OPENAI_BASE_URL ?? `https://${host}/v1` };
}

function modelApiKey(source: Source): string {
  const variables = parse(ModelVariables, source);
  if (variables.OPENAI_API_KEY_FILE !== undefined) return readFileSync(variables.OPENAI_API_KEY_FILE, "utf8").trim();
  if (variables.OPENAI_API_KEY !== undefined) return variables.OPENAI_API_KEY;
  throw new Error("OPENAI_API_KEY_FILE is not set");
}

function parse<T>(schema: z.ZodType<T>, source: Source): T {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  // zod's messages can quote the value: only names and codes are repeated.
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")} (${issue.code})`);
  throw new Error(`environment: ${faults.join(", ")}`);
}
