import { join } from "node:path";
import { DEFAULT_SETTINGS } from "../functions/platform/tenant/settings.ts";
import { type RunningFunction, runFunction } from "../tools/local/functions.ts";
import { type Stack, type StackUser, startStack } from "../tools/local/stack.ts";
import { startGateway } from "../tools/local/stand-ins/gateway.ts";
import { manifest, segmentOf } from "../tools/manifest.ts";
import { buildAll } from "../tools/ops/build.ts";
import { ROOT } from "../tools/root.ts";
import { Api } from "./client.ts";
import { startTap, type Tap } from "./tap.ts";

export const TENANT = "bench";
export const PROJECT_ID = "prj_bench";
export const DIST = join(ROOT, "dist/functions");
/** While consent is younger than this, each turn looks at the member once more (functions/assistant/turn/watch.ts). */
export const CONSENT_SETTLED_MS = 61_000;
const MANY = 1_000_000;

/** Everything on this machine with the functions as they are deployed: the built bundles, not the sources. */
export interface BenchStack {
  readonly stack: Stack;
  readonly functions: Readonly<Record<string, RunningFunction>>;
  /** Between the functions and the emulator; only with `tapped`. */
  readonly tap: Tap | undefined;
  /** A member, through the gateway or, with `url`, straight to a function. */
  member(uid: string, url?: string): Api;
  /** A function once more, such as one that is tapped beside one that is not. */
  run(name: string, env?: Readonly<Record<string, string>>): Promise<RunningFunction>;
  close(): Promise<void>;
}

export interface BenchOptions {
  /** Members who may chat: `usr_0` and on. There are always `usr_admin` and `usr_auditor` too. */
  readonly chatters: number;
  readonly tapped?: boolean;
  /** The functions to run; all of them when absent. */
  readonly only?: readonly string[];
  readonly tokenDelayMs?: number;
  /** With the stand-in for Sensitive Data Protection. */
  readonly secondOpinion?: boolean;
}

export async function startBench(options: BenchOptions): Promise<BenchStack> {
  await buildAll();
  const users = usersOf(options.chatters);
  const stack = await startStack({
    port: 0,
    users,
    tenants: [
      {
        id: TENANT,
        projects: [PROJECT_ID],
        members: users.map(({ uid, role, projects }) => ({ uid, role: role as never, projects })),
        // Limits are not what is measured.
        settings: {
          ...DEFAULT_SETTINGS,
          limits: { requestsPerMinute: MANY, messagesPerMinute: MANY, messagesPerDay: MANY },
        },
      },
    ],
    tokenDelayMs: options.tokenDelayMs ?? 0,
    secondOpinion: options.secondOpinion ?? false,
    onLine: () => undefined,
  });
  // The stack runs the sources; what is deployed takes their place.
  await Promise.all(stack.functions.map((one) => one.stop()));
  const tap = options.tapped ? await startTap(stack.firestore.host) : undefined;
  const tapped: Record<string, string> = tap === undefined ? {} : { FIRESTORE_EMULATOR_HOST: tap.host };
  const started: RunningFunction[] = [];
  const run = async (name: string, env: Readonly<Record<string, string>> = {}): Promise<RunningFunction> => {
    const spec = manifest()[name];
    if (spec === undefined) throw new Error(`there is no function ${name}`);
    const one = await runFunction(name, spec, {
      env: { ...stack.env, ...tapped, ...env },
      onLine: () => undefined,
      source: join(DIST, name),
    });
    started.push(one);
    return one;
  };
  const names = options.only ?? Object.keys(manifest());
  const functions = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await run(name)] as const)));
  const gateway = await startGateway({
    functions: Object.fromEntries(
      Object.entries(manifest()).map(([name, spec]) => [segmentOf(spec), functions[name]?.url ?? "http://127.0.0.1:1"]),
    ),
  });
  const member = (uid: string, url = gateway.url) => new Api(url, stack.identity.mint({ sub: uid }));
  return {
    stack,
    functions,
    tap,
    member,
    run,
    async close() {
      await gateway.close();
      await Promise.all(started.map((one) => one.stop()));
      tap?.close();
      await stack.close();
    },
  };
}

/** The organisation accepts the terms, switches its project on, and each of its members opts in. */
export async function consent(bench: BenchStack, uids: readonly string[]): Promise<void> {
  const admin = bench.member("usr_admin");
  const { body } = await admin.call("GET", "/v1/consent");
  await admin.call("POST", "/v1/consent/acceptances", { factsHash: body.factsHash });
  await admin.call("PUT", `/v1/consent/projects/${PROJECT_ID}`, { assistantEnabled: true });
  for (const uid of uids) await bench.member(uid).call("PUT", "/v1/consent/me", { assistantEnabled: true });
}

export const chatters = (count: number): string[] => Array.from({ length: count }, (_, at) => `usr_${at}`);

function usersOf(count: number): StackUser[] {
  const user = (uid: string, role: string): StackUser => ({
    uid,
    role,
    email: `${uid.replace("_", ".")}@bench.example`,
    password: "belfry-local",
    tenant: TENANT,
    projects: [PROJECT_ID],
  });
  return [
    user("usr_admin", "admin"),
    user("usr_auditor", "auditor"),
    ...chatters(count).map((uid) => user(uid, "editor")),
  ];
}
