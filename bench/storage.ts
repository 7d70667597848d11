import { OPERATIONS } from "../functions/vocabulary/index.ts";
import { atMost, print, printTargets, save } from "./report.ts";
import { startBench } from "./stack.ts";
import { counted, type Tally } from "./storage/tally.ts";
import { type Measure, walk } from "./storage/walk.ts";

const READS_MAX = 6;
const COMMITS_MAX = 2;

/** Firestore reads and writes of every route: exact numbers, counted on the wire, the same on every machine. */
export async function run(): Promise<void> {
  const bench = await startBench({ chatters: 1, tapped: true });
  try {
    const { tap } = bench;
    if (tap === undefined) throw new Error("nothing counts");
    const rows: { route: string; case: string; cost: Tally }[] = [];
    const measure: Measure = async (route, note, work) => {
      const { cost, result } = await counted(tap, work);
      rows.push({ route, case: note, cost });
      return result;
    };
    await walk(bench, measure);
    const missing = Object.keys(OPERATIONS).filter((operation) => !rows.some(({ route }) => route === operation));
    if (missing.length > 0) throw new Error(`not measured: ${missing.join(", ")}`);

    // A repeated key is answered from what is stored: no turn.
    const turns = rows.filter(
      ({ route, case: note }) => route === "assistant.messages.send" && !note.includes("again"),
    );
    const targets = turns.flatMap(({ case: note, cost }) => [
      atMost(`chat turn, ${note}: documents read`, cost.reads, READS_MAX, "reads"),
      atMost(`chat turn, ${note}: commits`, cost.commits, COMMITS_MAX, "commits"),
    ]);
    const table = rows.map(({ route, case: note, cost: { reads, roundTrips, commits, writes } }) => ({
      route,
      case: note,
      "documents read": reads,
      "round trips": roundTrips,
      "of them commits": commits,
      "documents written": writes,
    }));
    print("Firestore per route", table);
    printTargets(targets);
    save("storage", { targets, routes: table });
  } finally {
    await bench.close();
  }
}
