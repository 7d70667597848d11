import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Firestore, Timestamp } from "@google-cloud/firestore";
import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFaultLink } from "../../tools/local/stand-ins/fault-link.ts";
import { type FirestoreStandIn, startFirestore } from "../../tools/local/stand-ins/firestore.ts";

const projectId = "belfry-contract";
// The suite as a whole may run against a shared emulator; this file is about starting and stopping one's own.
const { FIRESTORE_EMULATOR_HOST: _shared, ...env } = process.env;

let dataDir: string;
let running: FirestoreStandIn | undefined;
const clients: Firestore[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "belfry-firestore-"));
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.terminate()));
  await running?.kill();
  running = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<FirestoreStandIn> {
  running = await startFirestore({ projectId, dataDir, env, snapshotEveryMs: 0 });
  return running;
}

function connect(standIn: { host: string }): Firestore {
  const client = new Firestore({
    projectId,
    host: standIn.host,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
    // Named, so that the client does not ask the metadata server for it: that costs up to 3 s where there is none.
    clientOptions: { universeDomain: "googleapis.com" },
  });
  clients.push(client);
  return client;
}

// Each test starts Java at least once.
describe("the Firestore stand-in", { timeout: 30_000 }, () => {
  const document = {
    text: "drukwerk ✓",
    bytes: Buffer.from([0, 1, 255]),
    count: 2 ** 40,
    at: Timestamp.fromMillis(1_700_000_000_123),
    nested: { list: [1, "two", null, { three: 3 }] },
  };

  test("keeps every value type and orphan subcollections across a stop, even when nothing was read in between", async () => {
    const first = connect(await start());
    await first.doc("tenants/a/briefs/1").set(document);
    await running?.close();
    await start();
    await running?.close();

    const again = connect(await start());
    const kept = await again.doc("tenants/a/briefs/1").get();
    expect(kept.data()).toEqual(document);
    expect((await again.collectionGroup("briefs").get()).size).toBe(1);
  });

  test("a killed emulator comes back with the last export, without what was written after it", async () => {
    const first = connect(await start());
    await first.doc("kept/1").set({ n: 1 });
    await running?.snapshot();
    await first.doc("kept/2").set({ n: 2 });
    await running?.kill();

    const again = connect(await start());
    expect((await again.doc("kept/1").get()).exists).toBe(true);
    expect((await again.doc("kept/2").get()).exists).toBe(false);
  });

  test("behind a link that is cut first, a crash loses no acknowledged write", async () => {
    const link = await startFaultLink(await start());
    const client = connect(link);
    const acknowledged: number[] = [];
    let [next, isDone] = [0, false];
    const writer = async () => {
      while (!isDone) {
        const n = next++;
        // A commit whose acknowledgement was cut off is retried by the client itself, and then finds its own work done.
        const outcome = await client
          .doc(`written/${n}`)
          .create({ n })
          .catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: status.ALREADY_EXISTS });
        acknowledged.push(n);
      }
    };
    const writers = Array.from({ length: 8 }, writer);
    await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(20);
    const beforeCut = acknowledged.length;
    link.cut();
    await running?.close();
    link.restore(await start());
    await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(beforeCut + 20);
    isDone = true;
    await Promise.all(writers);

    const written = (await client.collection("written").get()).docs.map((one) => Number(one.get("n")));
    expect(written).toEqual(expect.arrayContaining(acknowledged));
    await link.close();
  });

  test("runs real transactions: two concurrent increments are both there", async () => {
    const client = connect(await start());
    const counter = client.doc("counters/1");
    await counter.set({ n: 0 });
    const increment = () =>
      client.runTransaction(async (tx) => {
        const n = Number((await tx.get(counter)).get("n"));
        tx.update(counter, { n: n + 1 });
      });
    await Promise.all([increment(), increment()]);
    expect((await counter.get()).get("n")).toBe(2);
  });

  test("no Java process is left when the process that started it is killed", async () => {
    const parent = spawn(process.execPath, [
      "-e",
      `import("${new URL("../../tools/local/stand-ins/firestore.ts", import.meta.url).href}")
         .then((m) => m.startFirestore({ projectId: "orphan", env: { PATH: process.env.PATH, JAVA_HOME: process.env.JAVA_HOME } }))
         .then((f) => console.log(f.host));`,
    ]);
    const [printed] = await once(parent.stdout, "data");
    const url = `http://${String(printed).trim()}/`;
    expect((await fetch(url)).ok).toBe(true);
    parent.kill("SIGKILL");
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => "answers",
            () => "gone",
          ),
        { timeout: 5_000 },
      )
      .toBe("gone");
  });

  test("uses the emulator that FIRESTORE_EMULATOR_HOST names, and leaves it running on close", async () => {
    const shared = await start();
    const borrowed = await startFirestore({ projectId, env: { FIRESTORE_EMULATOR_HOST: shared.host } });
    expect(borrowed).toMatchObject({ host: shared.host, port: shared.port, isOwned: false });
    await expect(borrowed.kill()).rejects.toThrow("not ours");
    await borrowed.close();
    await sleep(50);
    expect((await fetch(`http://${shared.host}/`)).ok).toBe(true);
  });

  test("says what fetches a Java when there is none", async () => {
    const env = { HOME: dataDir, PATH: dataDir };
    await expect(startFirestore({ projectId, env })).rejects.toThrow(/needs .*Java \d.*Fetch with: npm run fetch/);
  });
});
