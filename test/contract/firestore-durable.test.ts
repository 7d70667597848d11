import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FieldPath, FieldValue, Firestore } from "@google-cloud/firestore";
import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startDurableFirestore } from "../../tools/local/stand-ins/durable-firestore.ts";
import { DATABASE } from "../../tools/local/stand-ins/firestore/database.ts";
import { Ledger } from "./firestore-ledger.ts";
import { rawCaller } from "./firestore-raw.ts";

const projectId = "belfry-durable";
const MODULE = new URL("../../tools/local/stand-ins/durable-firestore.ts", import.meta.url).href;
const { FIRESTORE_EMULATOR_HOST: _shared, ...env } = process.env;
/** Kills in a row, each of another kind at another moment. More of them: BELFRY_KILLS=50. */
const KILLS = Number(process.env.BELFRY_KILLS ?? 3);

let dataDir: string;
const clients: Firestore[] = [];
const parents: ChildProcess[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "belfry-durable-"));
});
afterEach(async () => {
  for (const parent of parents.splice(0)) await killed(parent);
  await Promise.all(clients.splice(0).map((client) => client.terminate().catch(() => undefined)));
  await rm(dataDir, { recursive: true, force: true });
});

function connect(host: string): Firestore {
  const client = new Firestore({
    projectId,
    databaseId: DATABASE,
    host,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
    clientOptions: { universeDomain: "googleapis.com" },
  });
  clients.push(client);
  return client;
}

/** The stand-in in a process of its own, that can be killed. */
async function startParent(journalBytesMax: number): Promise<{ parent: ChildProcess; host: string }> {
  const options = JSON.stringify({ projectId, dataDir, journalBytesMax });
  const script = `import(${JSON.stringify(MODULE)})
    .then((m) => m.startDurableFirestore({ ...${options}, onStopped: (why) => console.log("stopped: " + why) }))
    .then(({ host }) => console.log(host), (error) => console.log("failed: " + error.message));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["-e", script], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  parents.push(parent);
  const [printed] = await once(parent.stdout, "data");
  const host = String(printed).trim();
  expect(host).toMatch(/^127/);
  return { parent, host };
}

async function killed(parent: ChildProcess): Promise<void> {
  if (parent.exitCode !== null || parent.signalCode !== null) return;
  const gone = once(parent, "exit");
  parent.kill("SIGKILL");
  await gone;
}

const java = (): number[] =>
  execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(`=${dataDir} `))
    .map((line) => Number.parseInt(line, 10));

const WAYS: readonly ((parent: ChildProcess) => void)[] = [
  ({ pid = 0 }) => process.kill(pid, "SIGKILL"),
  () => {
    for (const pid of java()) process.kill(pid, "SIGKILL");
  },
  // Everything at once: the parent's group, Java and the guard beside it.
  ({ pid = 0 }) => {
    const emulators = java();
    process.kill(-pid, "SIGKILL");
    for (const one of emulators) process.kill(one, "SIGKILL");
  },
];

describe("the durable Firestore stand-in", () => {
  test("each acknowledged write is there once after SIGKILLs at any moment", {
    timeout: 30_000 + KILLS * 30_000,
  }, async () => {
    const ledger = new Ledger(Number(process.env.BELFRY_SEED ?? 20_261_125));
    for (let round = 0; round <= KILLS; round += 1) {
      // Every other round is short of space, so that exports and new journals fall among the commits.
      const { parent, host } = await startParent(round % 2 === 0 ? 10_000 : 1_000_000);
      const db = connect(host);
      await ledger.check(db);
      // Before its other end is gone: it would go on asking for it.
      await db.terminate();
      if (round === KILLS) break;
      await ledger.write({ host, projectId }, () => WAYS[round % WAYS.length]?.(parent));
      await killed(parent);
      await expect.poll(java, { timeout: 5_000 }).toEqual([]);
    }
    expect(ledger.acknowledged).toBeGreaterThan(KILLS * 20);
  });

  test("keeps what the server computed, and reads, listeners and queries work through it", {
    timeout: 60_000,
  }, async () => {
    const first = await startDurableFirestore({ projectId, dataDir, env });
    const db = connect(first.host);
    const doc = db.doc("a/b");
    await doc.set({ n: 0, list: [1], at: FieldValue.serverTimestamp(), deep: { kept: true } });
    const heard: unknown[] = [];
    const unwatch = doc.onSnapshot(
      (snapshot) => heard.push(snapshot.get("n")),
      () => heard.push("failed"),
    );
    await expect.poll(() => heard).toEqual([0]);
    await doc.update(
      ...["n", FieldValue.increment(2)],
      ...[new FieldPath("deep", "a.`b"), FieldValue.increment(3)],
      ...["list", FieldValue.arrayUnion(1, 2)],
    );
    await expect.poll(() => heard).toEqual([0, 2]);
    await expect(doc.create({})).rejects.toMatchObject({ code: status.ALREADY_EXISTS });
    await db.doc("a/gone").set({ n: 1 });
    await db.doc("a/gone").delete();
    const before = (await db.collection("a").get()).docs.map((one) => one.data());
    expect(before).toEqual([{ n: 2, list: [1, 2], at: expect.anything(), deep: { kept: true, "a.`b": 3 } }]);
    unwatch();
    await first.kill();

    const again = await startDurableFirestore({ projectId, dataDir, env });
    expect((await connect(again.host).collection("a").get()).docs.map((one) => one.data())).toEqual(before);
    await again.clear();
    await again.kill();
    const cleared = await startDurableFirestore({ projectId, dataDir, env });
    expect((await connect(cleared.host).collection("a").get()).size).toBe(0);
    await cleared.close();
  });

  test("refuses to write what it would not keep, and lets apps read", { timeout: 60_000 }, async () => {
    const standIn = await startDurableFirestore({ projectId, dataDir, env });
    const db = connect(standIn.host);
    await db.doc("a/b").set({ n: 1 });
    const bulk = db.bulkWriter();
    const refused = bulk.set(db.doc("a/c"), { n: 1 }).catch((error: unknown) => error);
    await bulk.close();
    expect(await refused).toMatchObject({
      code: status.UNIMPLEMENTED,
      message: expect.stringContaining("stores what comes by Commit"),
    });

    const root = `http://${standIn.host}/v1/projects/${projectId}/databases/${DATABASE}/documents`;
    const headers = { authorization: "Bearer owner", "content-type": "application/json" };
    const rest = async (method: string, path: string, body?: object) =>
      (await fetch(`${root}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })).status;
    expect(await rest("GET", "/a/b")).toBe(200);
    expect(await rest("POST", ":runQuery", { structuredQuery: { from: [{ collectionId: "a" }] } })).toBe(200);
    expect(await rest("PATCH", "/a/b", { fields: {} })).toBe(501);
    expect(await rest("DELETE", "/a/b")).toBe(501);
    expect(await rest("POST", "/a?documentId=d", { fields: {} })).toBe(501);
    expect(await rest("POST", ":commit", { writes: [] })).toBe(501);
    expect((await db.collection("a").get()).docs.map(({ id }) => id)).toEqual(["b"]);
    await standIn.kill();
  });

  test.skipIf(spawnSync("prlimit", ["--version"]).error !== undefined)(
    "acknowledges nothing any more, and shows nothing, once the disk is full",
    { timeout: 60_000 },
    async () => {
      const { parent, host } = await startParent(1_000_000);
      const call = rawCaller(host, projectId);
      expect(await call.set("kept")).toBe(status.OK);
      const said = once(parent.stdout ?? parent, "data");
      execFileSync("prlimit", ["--pid", String(parent.pid), "--fsize=4000"]);
      expect(await call.set("lost")).toBe(status.UNAVAILABLE);
      expect(String(await said)).toContain("stopped: ");
      expect([await call.set("late"), await call.read()]).toEqual([status.UNAVAILABLE, status.UNAVAILABLE]);
      call.close();
      await killed(parent);

      const again = await startParent(1_000_000);
      const ids = (await connect(again.host).collection("a").get()).docs.map(({ id }) => id);
      expect(ids).toEqual(["kept"]);
    },
  );
});
