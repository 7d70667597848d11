import { setTimeout as sleep } from "node:timers/promises";
import { manifest } from "../tools/manifest.ts";
import { type Api, Refused } from "./client.ts";
import { rssMiB } from "./process.ts";
import { atMost, median, print, printTargets, round, save } from "./report.ts";
import { chatters, consent, PROJECT_ID, startBench } from "./stack.ts";

const STREAMS = 50;
const WAVES = 2;
const SUSTAINED_TURNS = 1_000;
/** Each event of the slow stand-in comes this much later, so that all streams are open together for some seconds. */
const EVENT_DELAY_MS = 400;
const SAMPLE_MS = 250;
const SETTLE_MS = 5_000;
/** V8 gives memory back when it has been idle for some time, not before. */
const IDLE_MS = 20_000;
/** Once long, with something to find: a page of text instead of a sentence. */
const LONG = `${"We need 5000 folding cartons of 85 x 120 mm in Gent. ".repeat(150)} Mail an.peeters@example.com.`;

/** Resident memory of each function idle, and of the assistant under concurrent streams and after them. */
export async function run(): Promise<void> {
  const uids = chatters(STREAMS);
  const bench = await startBench({ chatters: STREAMS });
  try {
    await sleep(SETTLE_MS);
    const idle = await Promise.all(
      Object.values(bench.functions).map(async ({ name, pid }) => ({ name, rss: await rssMiB(pid) })),
    );
    await consent(bench, uids);
    const pid = bench.functions.assistant?.pid ?? 0;
    const conversations = await Promise.all(
      uids.map(async (uid) => ({ api: bench.member(uid), id: await bench.member(uid).openConversation(PROJECT_ID) })),
    );
    bench.stack.model.fault({ kind: "slow", delayMs: EVENT_DELAY_MS, times: 0 });
    const waves = [];
    for (let wave = 1; wave <= WAVES; wave += 1) {
      // One message per user at a time: a user's own counter is the same document.
      waves.push({ wave, ...(await underStreams(pid, conversations, "We need 5000 folding cartons.")) });
    }
    waves.push({ wave: `${LONG.length} characters each`, ...(await underStreams(pid, conversations, LONG)) });
    bench.stack.model.clearFaults();
    const sustained = await underTurns(pid, conversations);

    const limit = (name: string) => manifest()[name]?.memoryMiB ?? 0;
    const rows = idle.map(({ name, rss }) => ({ function: name, "idle MiB": round(rss, 1), "limit MiB": limit(name) }));
    const peak = Math.max(sustained["peak MiB"], ...waves.map((one) => one["peak MiB"]));
    const targets = [
      atMost("assistant, the peak of all: within the memory it is deployed with", peak, limit("assistant"), "MiB"),
    ];
    print("Idle (RSS)", rows);
    print(`assistant under ${STREAMS} concurrent streams (RSS)`, waves);
    print(`assistant under ${SUSTAINED_TURNS} turns, ${STREAMS} at a time, without a pause (RSS)`, [sustained]);
    printTargets(targets);
    save("memory", { targets, idle: rows, assistantUnderStreams: { streams: STREAMS, waves }, sustained });
  } finally {
    await bench.close();
  }
}

type Conversations = readonly { readonly api: Api; readonly id: string }[];

/** Short turns one after the other: garbage comes faster than V8 cares to collect it on a machine with much memory. */
async function underTurns(pid: number, conversations: Conversations) {
  const before = await rssMiB(pid);
  const all: number[] = [];
  for (let turn = 0; turn < SUSTAINED_TURNS; turn += conversations.length) {
    await Promise.all(conversations.map(({ api, id }) => api.turn(id, "We need 5000 folding cartons.")));
    all.push(await rssMiB(pid));
  }
  await sleep(IDLE_MS);
  const after = await rssMiB(pid);
  return {
    "before MiB": round(before, 1),
    "median MiB": round(median(all), 1),
    "peak MiB": round(Math.max(...all), 1),
    "20 s after MiB": round(after, 1),
  };
}

/** Opens one stream per conversation at once. @throws Error unless all of them were open together. */
async function underStreams(pid: number, conversations: Conversations, text: string) {
  const before = await rssMiB(pid);
  const speaking = new Set<number>();
  let [ended, refused] = [0, 0];
  const open: number[] = [];
  const all: number[] = [before];
  const turns = Promise.all(
    conversations.map(async ({ api, id }, at) => {
      try {
        await api.turn(id, text, undefined, () => speaking.add(at));
        ended += 1;
      } catch (error) {
        // The gate fails closed when its time is up, which a burst of long texts on a busy machine can bring about.
        if (!(error instanceof Refused) || error.code !== "redaction-failed") throw error;
        refused += 1;
      }
    }),
  );
  let done = false;
  const finished = turns.finally(() => {
    done = true;
  });
  while (!done) {
    const rss = await rssMiB(pid);
    all.push(rss);
    if (speaking.size + refused === conversations.length && ended === 0) open.push(rss);
    await Promise.race([sleep(SAMPLE_MS), finished]);
  }
  await finished;
  if (open.length === 0) throw new Error("the streams were never all open at once: slow the model down");
  await sleep(SETTLE_MS);
  return {
    refused,
    "before MiB": round(before, 1),
    "all open MiB": round(median(open), 1),
    "peak MiB": round(Math.max(...all), 1),
    "per stream KiB": round(((median(open) - before) * 1024) / (conversations.length - refused), 0),
    "5 s after MiB": round(await rssMiB(pid), 1),
  };
}
