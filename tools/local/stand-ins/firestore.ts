import { setTimeout as sleep } from "node:timers/promises";
import { locate } from "../fetch/missing.ts";
import { type GuardedProcess, startGuarded } from "./firestore/guarded-process.ts";
import { type KeptData, keptData } from "./firestore/kept-data.ts";
import { freePort, LOOPBACK } from "./ports.ts";

/** Where and how the emulator starts. */
export interface FirestoreOptions {
  /** 0 or absent: any free port. */
  port?: number;
  projectId: string;
  /** Folder that keeps the data between runs; absent: everything is gone after `close`. */
  dataDir?: string;
  /** An export to begin with, when there is no `dataDir` that keeps one. */
  seed?: string;
  /** Shown in the list of processes, so that one sees whose this Java is. */
  mark?: string;
  /** Security rules file. Absent: clients without the `owner` credential may do anything. */
  rulesFile?: string;
  /** How often the data is exported while running, in case the process is killed. Default 30,000; 0 = only on close. */
  snapshotEveryMs?: number;
  /** Read for FIRESTORE_EMULATOR_HOST and for where Java and the emulator are. Default: the process's own. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** A Firestore emulator that answers requests. */
export interface FirestoreStandIn {
  /** `127.0.0.1:<port>`, as FIRESTORE_EMULATOR_HOST wants it. */
  readonly host: string;
  readonly port: number;
  /** False when FIRESTORE_EMULATOR_HOST named one that someone else runs: it is then never stopped nor exported. */
  readonly isOwned: boolean;
  /** Settles when the emulator has ended, for whatever reason; never when it is not ours. */
  readonly exited: Promise<unknown>;
  /** Exports the data to `dataDir` now. */
  snapshot(): Promise<void>;
  /** Empties the database. */
  clear(projectId?: string): Promise<void>;
  /** Ends the emulator as a crash would: nothing is exported. */
  kill(): Promise<void>;
  /** Exports when a data folder was given, then stops the emulator and waits until Java is gone. */
  close(): Promise<void>;
}

const MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
/** Measured: ready 0.9 s after the start on 2 shared cores. The rest is for machines under load. */
const READY_WITHIN_MS = 60_000;
const BIND_ATTEMPTS_MAX = 3;

/**
 * Starts the real Firestore emulator, or uses the one that FIRESTORE_EMULATOR_HOST names.
 *
 * @throws Error that says what to install when the jar or Java is missing, or ends with what Java printed
 */
export async function startFirestore(options: FirestoreOptions): Promise<FirestoreStandIn> {
  const env = options.env ?? process.env;
  const running = env.FIRESTORE_EMULATOR_HOST;
  if (running) return useRunning(running, options.projectId);

  const kept = options.dataDir === undefined ? undefined : keptData(options.dataDir);
  const { java, port } = await startJava(options, env, options.seed ?? (await kept?.seed()));
  return ownedStandIn(java, port, options, kept);
}

async function startJava(
  options: FirestoreOptions,
  env: NonNullable<FirestoreOptions["env"]>,
  seed: string | undefined,
): Promise<{ java: GuardedProcess; port: number }> {
  const { launcher, jar } = locate(env);
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort());
    const java = startGuarded(launcher, [
      // Small and single-user: the serial collector and a capped heap leave the machine to the tests.
      "-Xmx512m",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Duser.language=en",
      ...(options.mark === undefined ? [] : [`-Dbelfry.for=${options.mark}`]),
      "-cp",
      jar,
      MAIN_CLASS,
      "--host",
      LOOPBACK,
      "--port",
      String(port),
      ...(options.rulesFile === undefined ? [] : ["--rules", options.rulesFile]),
      ...(seed === undefined ? [] : ["--seed_from_export", seed]),
    ]);
    if (await isReady(java, `${LOOPBACK}:${port}`)) return { java, port };
    await java.kill();
    const output = java.output();
    // Between finding the port and Java binding it, someone else may have taken it.
    const isPortTaken = /address already in use|failed to bind/i.test(output);
    if (isPortTaken && !options.port && attempt < BIND_ATTEMPTS_MAX) continue;
    throw new Error(`The Firestore emulator did not start on port ${port}.${javaHint(output, launcher)}\n${output}`);
  }
}

/** Google's own emulator says nowhere which Java it needs; the class files do. */
function javaHint(output: string, launcher: string): string {
  const version = /UnsupportedClassVersionError.*?class file version (\d+)/s.exec(output)?.[1];
  // Class files of Java 1 have version 45.
  return version === undefined
    ? ""
    : ` It needs Java ${Number(version) - 44} or newer: update ${launcher}, or set JAVA_HOME.`;
}

async function isReady(java: GuardedProcess, host: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const gone = java.exited.then(() => "gone" as const);
  while (Date.now() < deadline) {
    const answered = fetch(`http://${host}/`).then(
      (response) => (response.ok ? "ready" : "waiting"),
      () => "waiting",
    );
    const state = await Promise.race([answered, gone]);
    if (state === "ready") return true;
    if (state === "gone") return false;
    await sleep(50);
  }
  return false;
}

function ownedStandIn(
  java: GuardedProcess,
  port: number,
  options: FirestoreOptions,
  kept: KeptData | undefined,
): FirestoreStandIn {
  const host = `${LOOPBACK}:${port}`;
  // One export at a time: a timer's export and the closing one would otherwise swap the same folders.
  let saving: Promise<void> = Promise.resolve();
  const snapshot = () => {
    saving = saving.catch(() => {}).then(() => kept?.save(host, options.projectId));
    return saving;
  };
  const everyMs = kept === undefined ? 0 : (options.snapshotEveryMs ?? 30_000);
  // A failed export in the background leaves the last good one; the closing export reports its failure.
  const timer = everyMs > 0 ? setInterval(() => void snapshot().catch(() => {}), everyMs).unref() : undefined;
  return {
    host,
    port,
    isOwned: true,
    exited: java.exited,
    snapshot,
    clear: (projectId = options.projectId) => clearDatabase(host, projectId),
    async kill() {
      clearInterval(timer);
      await java.kill();
    },
    async close() {
      clearInterval(timer);
      try {
        await snapshot();
      } finally {
        await java.kill();
      }
    },
  };
}

function useRunning(host: string, projectId: string): FirestoreStandIn {
  return {
    host,
    port: Number(host.slice(host.lastIndexOf(":") + 1)),
    isOwned: false,
    exited: new Promise(() => {}),
    snapshot: async () => {},
    clear: (project = projectId) => clearDatabase(host, project),
    kill: () => Promise.reject(new Error("FIRESTORE_EMULATOR_HOST names an emulator that is not ours to kill")),
    close: async () => {},
  };
}

async function clearDatabase(host: string, projectId: string): Promise<void> {
  const path = `emulator/v1/projects/${projectId}/databases/(default)/documents`;
  const response = await fetch(`http://${host}/${path}`, { method: "DELETE" });
  if (!response.ok) throw new Error(`the Firestore emulator was not cleared: ${await response.text()}`);
}
