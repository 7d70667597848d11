/**
 * Writers that are killed with the database: `node firestore-writers.ts '<setup>'`. Each line they print, begun or acknowledged, is
 * in the pipe before the next step, so that nothing is lost with them.
 */
import { writeSync } from "node:fs";
import { FieldValue, Firestore } from "@google-cloud/firestore";
import { DATABASE } from "../../tools/local/stand-ins/firestore/database.ts";

export const KINDS = [
  "create",
  "create",
  "overwrite",
  "delete",
  "increment",
  "transaction",
  "batch",
  "append",
] as const;

export interface Setup {
  readonly host: string;
  readonly projectId: string;
  readonly writers: number;
  readonly seed: number;
  /** Ids from here on are new. */
  readonly firstId: number;
  /** Ids of documents that can be deleted. */
  readonly made: readonly number[];
}

export interface Op {
  readonly id: number;
  readonly writer: number;
  readonly kind: (typeof KINDS)[number];
  /** The document that a `delete` is about. */
  readonly target?: number;
}

/** Mulberry32: the same seed, the same choices. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const say = (line: object): unknown => writeSync(1, `${JSON.stringify(line)}\n`);

function write(db: Firestore, { id, writer, kind, target }: Op): Promise<unknown> {
  switch (kind) {
    case "create":
      return db.doc(`made/${id}`).create({ id });
    case "overwrite":
      return db.doc(`own/${writer}`).set({ id });
    case "delete":
      return db.doc(`made/${target ?? "none"}`).delete();
    case "increment":
      return db.doc("sums/all").set({ n: FieldValue.increment(1) }, { merge: true });
    case "append":
      return db.doc(`lists/${writer}`).set({ ids: FieldValue.arrayUnion(id) }, { merge: true });
    case "batch":
      return db
        .batch()
        .set(db.doc(`left/${id}`), { id })
        .set(db.doc(`right/${id}`), { id })
        .commit();
    case "transaction":
      return db.runTransaction(async (tx) => {
        const place = 1 + Number((await tx.get(db.doc("places/last"))).get("n") ?? 0);
        tx.set(db.doc("places/last"), { n: place });
        tx.create(db.doc(`placed/${id}`), { place });
      });
  }
}

async function run({ host, projectId, writers, seed, firstId, made }: Setup): Promise<void> {
  process.env.METADATA_SERVER_DETECTION = "none";
  const db = new Firestore({
    projectId,
    databaseId: DATABASE,
    host,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
  const random = randomOf(seed);
  const deletable = [...made];
  let next = firstId;
  const writer = async (number: number) => {
    for (;;) {
      const kind = KINDS[Math.floor(random() * KINDS.length)] ?? "create";
      const target = kind === "delete" ? deletable.splice(Math.floor(random() * deletable.length), 1)[0] : undefined;
      const op: Op = { id: next, writer: number, kind, ...(target === undefined ? {} : { target }) };
      next += 1;
      say({ begun: op });
      await write(db, op);
      say({ acknowledged: op.id });
      if (kind === "create") deletable.push(op.id);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
}

if (import.meta.main) await run(JSON.parse(process.argv[2] ?? "{}")).catch(() => process.exit(1));
