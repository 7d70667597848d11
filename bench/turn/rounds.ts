import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Api } from "../client.ts";
import { cpuMs } from "../process.ts";
import { round } from "../report.ts";
import { type BenchStack, CONSENT_SETTLED_MS } from "../stack.ts";
import { directCaller, sha256 } from "./direct.ts";
import { type RoundTrips, roundTripProbe } from "./round-trip.ts";
import { conversations, MESSAGES } from "./script.ts";

export const WARM_UP = 60;
const ROUNDS = 240;
export const UID = "usr_0";

export const newKey = () => crypto.randomUUID();

/** Milliseconds to the first token, by the way that a message took, and what the emulator took in the same rounds. */
export interface Measured {
  readonly direct: readonly number[];
  readonly gateway: readonly number[];
  readonly keyed: readonly number[];
  readonly port: readonly number[];
  readonly undomained: readonly number[];
  readonly roundTrips: RoundTrips;
  /** To a turn's end; null where the system does not tell. */
  readonly cpuMsPerTurn: { readonly asDeployed: number | null; readonly withoutDomains: number | null };
}

/** Interleaves all ways, message by message, so that whatever else the machine does falls on each alike. */
export async function rounds(bench: BenchStack): Promise<Measured> {
  const settled = sleep(CONSENT_SETTLED_MS);
  const { assistant } = bench.functions;
  if (assistant === undefined) throw new Error("the assistant does not run");
  const preload = pathToFileURL(`${import.meta.dirname}/no-domain.ts`).href;
  const undomained = await bench.run("assistant", { NODE_OPTIONS: `--import ${preload}` });
  const me = bench.member(UID);
  const call = directCaller(bench.stack.model.baseUrl);
  const sent = await bytesSent(me);
  const probe = roundTripProbe(bench.stack.firestore.host, { uid: UID, ...messageAt(sent, 0) });
  const samples = {
    direct: [] as number[],
    gateway: [] as number[],
    keyed: [] as number[],
    port: [] as number[],
    undomained: [] as number[],
  };
  const [straight, other] = [bench.member(UID, assistant.url), bench.member(UID, undomained.url)];
  // Three ways lead through one process, so the other gets three turns a round too: both are equally warm.
  const ways = [
    { into: samples.gateway, turn: conversations(me) },
    { into: samples.undomained, turn: conversations(other) },
    { into: samples.keyed, turn: conversations(me, newKey) },
    { into: samples.undomained, turn: conversations(other) },
    { into: samples.port, turn: conversations(straight) },
    { into: samples.undomained, turn: conversations(other) },
  ];
  const oneRound = async (at: number) => {
    const { body, hash } = messageAt(sent, at);
    const steps = [
      () => probe.sample(at),
      async () => samples.direct.push(await call(body)),
      ...ways.map(({ into, turn }) => async () => {
        const { sha256: left, firstTokenMs } = await turn(at);
        if (left !== hash) throw new Error("both sides must send the model the same bytes");
        into.push(firstTokenMs);
      }),
    ];
    // Each takes every place in the order, so that none always pays for what the one before it left behind.
    for (let step = 0; step < steps.length; step += 1) await steps[(at + step) % steps.length]?.();
  };

  for (let at = 0; at < WARM_UP; at += 1) await oneRound(at);
  await settled;
  for (const list of [...Object.values(samples), ...Object.values(probe.samples)]) list.length = 0;
  const before = [cpuMs(assistant.pid), cpuMs(undomained.pid)] as const;
  for (let at = WARM_UP; at < WARM_UP + ROUNDS; at += 1) await oneRound(at);
  await probe.close();
  return {
    ...samples,
    roundTrips: probe.samples,
    cpuMsPerTurn: {
      asDeployed: perTurn(before[0], cpuMs(assistant.pid), ROUNDS * 3),
      withoutDomains: perTurn(before[1], cpuMs(undomained.pid), ROUNDS * 3),
    },
  };
}

const perTurn = (before: number | undefined, after: number | undefined, turns: number): number | null =>
  before === undefined || after === undefined ? null : round((after - before) / turns);

interface Sent {
  readonly body: string;
  readonly hash: string;
  readonly conversationId: string;
  readonly receiptId: string;
}

/** One conversation, for the exact bytes that each of its messages makes leave: the direct calls send the same. */
async function bytesSent(me: Api): Promise<Sent[]> {
  const turn = conversations(me);
  const sent: Sent[] = [];
  for (const at of MESSAGES.keys()) {
    const { receiptId } = await turn(at);
    const { body, conversationId } = (await me.call("GET", `/v1/assistant/receipts/${receiptId}`)).body;
    sent.push({ body, hash: sha256(body), conversationId, receiptId });
  }
  return sent;
}

function messageAt(sent: readonly Sent[], at: number): Sent {
  const message = sent[at % sent.length];
  if (message === undefined) throw new Error("no message was sent");
  return message;
}
