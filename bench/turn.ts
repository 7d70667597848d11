import { atMost, median, print, printTargets, round, save, spread } from "./report.ts";
import { type BenchStack, consent, startBench } from "./stack.ts";
import { startTap } from "./tap.ts";
import { parts } from "./turn/parts.ts";
import { type Measured, newKey, rounds, UID, WARM_UP } from "./turn/rounds.ts";
import { conversations, MESSAGES } from "./turn/script.ts";
import { medians, timelines } from "./turn/timeline.ts";

const TRACED = MESSAGES.length * 10;
const OWN_WORK_MS = 5;
const ROUND_TRIPS_MAX = 2;

/** Added time to the first token of a chat turn, against the same stand-in called with the vendor's SDK in the same run. */
export async function run(): Promise<void> {
  const bench = await startBench({ chatters: 1, only: ["assistant", "consent"] });
  try {
    await consent(bench, [UID]);
    const measured = await rounds(bench);
    report(measured, await trace(bench), await partsOf(bench));
  } finally {
    await bench.close();
  }
}

/** The same turns once more through a function whose storage calls are seen one by one; the tap itself costs some of the time. */
async function trace(bench: BenchStack) {
  const tap = await startTap(bench.stack.firestore.host);
  const { url } = await bench.run("assistant", { FIRESTORE_EMULATOR_HOST: tap.host });
  const me = bench.member(UID, url);
  const [plain, keyed] = [conversations(me), conversations(me, newKey)];
  for (let at = 0; at < WARM_UP; at += 1) await plain(at);
  const traced = await timelines(tap, plain, TRACED);
  const withKey = await timelines(tap, keyed, MESSAGES.length);
  tap.close();
  return {
    stretches: medians(traced.stretches),
    trips: { plain: Math.max(...traced.tripsBeforeFirstToken), keyed: Math.max(...withKey.tripsBeforeFirstToken) },
  };
}

function partsOf({ stack: { identity, firestore } }: BenchStack) {
  const token = identity.mint({ sub: UID });
  return parts({ identityUrl: identity.url, firestoreHost: firestore.host, token });
}

function report(
  measured: Measured,
  { stretches, trips }: Awaited<ReturnType<typeof trace>>,
  own: Readonly<Record<string, number>>,
): void {
  const { direct, gateway, keyed, port, undomained, roundTrips, cpuMsPerTurn } = measured;
  const base = spread(direct);
  const rows = Object.entries({
    "openai SDK, direct": direct,
    "Belfry, through the gateway": gateway,
    "… with an Idempotency-Key": keyed,
    "Belfry, the function's own port": port,
    "… without the framework's domains": undomained,
  }).map(([way, list]) => {
    const { p50, p95 } = spread(list);
    const added = { "added p50": round(p50 - base.p50), "added p95": round(p95 - base.p95) };
    return { way, turns: list.length, p50, p95, ...added };
  });
  const calls = Object.entries(roundTrips).map(([call, list]: [string, number[]]) => ({ call, ...spread(list) }));
  const bound = median(roundTrips.get) + median(roundTrips.commit) + OWN_WORK_MS;
  const added = (list: readonly number[]) => median(list) - median(direct);
  const targets = [
    atMost("added p50: one get + one commit + 5 ms; through the gateway", added(gateway), bound, "ms"),
    atMost("the same; through the gateway, with an Idempotency-Key", added(keyed), bound, "ms"),
    atMost("the same; the function's own port", added(port), bound, "ms"),
    atMost("storage round trips before the first token", trips.plain, ROUND_TRIPS_MAX, "calls"),
    atMost("the same; with an Idempotency-Key", trips.keyed, ROUND_TRIPS_MAX, "calls"),
  ];
  // What would be if the framework made no domain: no target, but the reason for those above.
  const without = { "added p50 ms": round(added(undomained)), "bound ms": round(bound) };
  print("Time to the first token (ms)", rows);
  print("The emulator's own round trips in the same rounds (ms)", calls);
  print("Where a turn's time goes, the function's own port, through the tap (median ms)", [{ ...stretches }]);
  print(
    "Some parts by themselves (median ms)",
    Object.entries(own).map(([part, ms]) => ({ part, ms })),
  );
  print("CPU of the function's process per turn, to its end (ms)", [
    { "as deployed": cpuMsPerTurn.asDeployed ?? "?", "without domains": cpuMsPerTurn.withoutDomains ?? "?" },
  ]);
  printTargets(targets);
  save("turn", {
    targets,
    timeToFirstTokenMs: rows,
    withoutDomains: without,
    emulatorRoundTripMs: calls,
    stretchesMs: stretches,
    partsMs: own,
    cpuMsPerTurn,
  });
}
