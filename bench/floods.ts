import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { adminFirestore, kmsClient, seedTenant } from "../tools/local/seed.ts";
import type { FaultRequest } from "../tools/local/stand-ins/model/faults.ts";
import { manifest } from "../tools/manifest.ts";
import { Api } from "./client.ts";
import { rssMiB } from "./process.ts";
import { atMost, median, print, printTargets, quantile, round, save } from "./report.ts";
import { type BenchStack, chatters, consent, PROJECT_ID, startBench } from "./stack.ts";

/** Answers at once, each a flood: as many as arrive at an instance whose every user is unlucky in the same moment. */
const FLOODED = 4;
const SAMPLES = 200;
const WARM_UP = 60;
const PAUSE_MS = 5;
const RSS_MS = 100;
const WAIT_MS_MAX = 250;

const FLOODS: Readonly<Record<string, FaultRequest>> = {
  "20,000 calls": { kind: "calls", n: 20_000 },
  "50,000 calls": { kind: "calls", n: 50_000 },
  "words without end": { kind: "deltas" },
  "comments without end": { kind: "comments" },
  "a line of 300 MB": { kind: "long-line" },
  "a gzip bomb of 2 GiB": { kind: "gzip-bomb" },
};

/** What another tenant of the same instance waits while its neighbours' model floods them, and the memory that it takes. */
export async function run(): Promise<void> {
  const uids = chatters(FLOODED);
  const bench = await startBench({ chatters: FLOODED, only: ["consent", "assistant"] });
  const hostile = await startHostile();
  try {
    await consent(bench, uids);
    const { url, pid } = await bench.run("assistant", { OPENAI_BASE_URL: hostile.baseUrl });
    const flooded = await Promise.all(uids.map((uid) => openFlooded(bench, url, uid)));
    const other = await anotherTenant(bench, url);
    await waits(other, WARM_UP);
    const rows = [];
    for (const [flood, fault] of Object.entries(FLOODS)) {
      const calm = await waits(other, SAMPLES);
      // The same messages, answered as they should be: what the floods' own turns cost is no flood.
      const chatting = await underFlood(pid, flooded, () => waits(other, SAMPLES));
      await hostile.set({ ...fault, times: 0 });
      const under = await underFlood(pid, flooded, () => waits(other, SAMPLES));
      await hostile.clear();
      console.log(`measured: ${flood}`);
      rows.push({ flood, ...rowOf(calm, chatting.waited, under) });
    }
    report(rows);
  } finally {
    hostile.stop();
    await bench.close();
  }
}

async function startHostile() {
  const child = fork(new URL("./floods/hostile.ts", import.meta.url));
  const [{ url, baseUrl }] = (await once(child, "message")) as [{ url: string; baseUrl: string }];
  const control = (method: string, fault?: FaultRequest) =>
    fetch(`${url}/__fault`, { method, ...(fault === undefined ? {} : { body: JSON.stringify(fault) }) });
  return {
    baseUrl,
    set: (fault: FaultRequest) => control("POST", fault),
    clear: () => control("DELETE"),
    stop: () => child.kill(),
  };
}

interface Flooded {
  /** One message and its answer to the end. @returns how it ended. */
  readonly say: () => Promise<string>;
}

async function openFlooded(bench: BenchStack, url: string, uid: string): Promise<Flooded> {
  let [id, said] = ["", 0];
  return {
    async say() {
      // A conversation has an end too.
      if (said % 90 === 0) id = await bench.member(uid, url).openConversation(PROJECT_ID);
      said += 1;
      const answer = await fetch(`${url}/v1/assistant/conversations/${id}/messages`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${bench.stack.identity.mint({ sub: uid })}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ text: "We need 5000 folding cartons." }),
      });
      const text = await answer.text();
      // The gate fails closed when its time is up, and storage answers when it can: both happen on a machine that is busy enough.
      if (answer.status === 503) return `refused (${JSON.parse(text).code})`;
      if (!answer.ok) throw new Error(`a message was refused: ${answer.status}`);
      return /"status":"(\w+)","usage"/.exec(text)?.[1] ?? "?";
    },
  };
}

/** Nothing to do with the floods, but for the instance. */
async function anotherTenant({ stack }: BenchStack, url: string): Promise<Api> {
  const [db, kms] = [adminFirestore(stack.firestore.host), kmsClient(stack.kms)];
  const [id, uid] = ["another", "usr_another"];
  await seedTenant(db, kms, {
    id,
    projects: [PROJECT_ID],
    members: [{ uid, role: "editor", projects: [PROJECT_ID] }],
    settings: {
      status: "active",
      limits: { requestsPerMinute: 1_000_000, messagesPerMinute: 10, messagesPerDay: 100 },
      retention: { conversationDays: 30, receiptDays: 365 },
      secondOpinion: "none",
    },
  });
  await Promise.all([db.terminate(), kms.close()]);
  return new Api(url, stack.identity.mint({ sub: uid, user_id: uid, tenant: id }));
}

async function waits(api: Api, count: number): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const startMs = performance.now();
    await api.call("GET", "/v1/assistant/conversations");
    all.push(performance.now() - startMs);
    await sleep(PAUSE_MS);
  }
  return all;
}

interface UnderFlood {
  readonly waited: readonly number[];
  readonly rss: readonly number[];
  readonly ends: readonly string[];
}

async function underFlood(
  pid: number,
  flooded: readonly Flooded[],
  measure: () => Promise<number[]>,
): Promise<UnderFlood> {
  let isOver = false;
  const ends: string[] = [];
  const rss: number[] = [];
  const floods = flooded.map(async ({ say }) => {
    while (!isOver) ends.push(await say());
  });
  const watching = (async () => {
    while (!isOver) {
      rss.push(await rssMiB(pid));
      await sleep(RSS_MS);
    }
  })();
  const waited = await measure().finally(() => {
    isOver = true;
  });
  await Promise.all([...floods, watching]);
  return { waited, rss, ends };
}

function rowOf(calm: readonly number[], chatting: readonly number[], { waited, rss, ends }: UnderFlood) {
  const counts = Object.entries(Object.groupBy(ends, (end) => end)).map(([end, all]) => `${all?.length} ${end}`);
  if (ends.length < FLOODED || ends.includes("?") || ends.includes("completed"))
    throw new Error(`the floods did not come: ${counts.join(", ")}`);
  return {
    answers: counts.join(", "),
    "calm p50": round(median(calm)),
    "chatting p50": round(median(chatting)),
    "flooded p50": round(median(waited)),
    "p50 flooded/chatting": round(median(waited) / median(chatting)),
    "calm p99": round(quantile(calm, 0.99)),
    "chatting p99": round(quantile(chatting, 0.99)),
    "flooded p99": round(quantile(waited, 0.99)),
    "added p99": round(quantile(waited, 0.99) - quantile(calm, 0.99)),
    "… to chatting": round(quantile(waited, 0.99) - quantile(chatting, 0.99)),
    "peak MiB": round(Math.max(...rss), 1),
  };
}

function report(rows: readonly ({ flood: string } & ReturnType<typeof rowOf>)[]): void {
  const grant = manifest().assistant?.memoryMiB ?? 0;
  const targets = rows.flatMap((row) => [
    atMost(`${row.flood}: another tenant's request, added p99`, row["added p99"], WAIT_MS_MAX, "ms"),
    atMost(
      `${row.flood}: the same, to when the four are answered as they should be`,
      row["… to chatting"],
      WAIT_MS_MAX,
      "ms",
    ),
    atMost(`${row.flood}: the peak, within the granted memory`, row["peak MiB"], grant, "MiB"),
  ]);
  print(`Another tenant's request (GET, ${SAMPLES} each, ms) while ${FLOODED} answers at once are floods`, rows);
  printTargets(targets);
  const command = "npm run bench -- floods";
  save("floods", { command, flooded: FLOODED, samples: SAMPLES, targets, floods: rows });
}
