import { Commits } from "./firestore/commits.ts";
import { type Effect, startFront } from "./firestore/front.ts";
import { forgetJournals, Journal, readJournals } from "./firestore/journal.ts";
import { type KeptData, keptData } from "./firestore/kept-data.ts";
import { entryOf, replay } from "./firestore/replay.ts";
import { type FirestoreOptions, type FirestoreStandIn, startFirestore } from "./firestore.ts";
import { LOOPBACK } from "./ports.ts";

/** An emulator whose acknowledged writes survive. */
export interface DurableOptions extends Omit<FirestoreOptions, "seed" | "mark" | "snapshotEveryMs"> {
  readonly dataDir: string;
  /** How much is journaled before the emulator's data is exported and the journal begun anew. Default 16 MB: replayed in seconds. */
  readonly journalBytesMax?: number;
  /** Told when the database has stopped by itself. It answers nothing from then on: what it acknowledged is there at the next start. */
  readonly onStopped?: (why: string) => void;
}

const JOURNAL_BYTES_MAX = 16_000_000;

/**
 * Starts the real Firestore emulator behind a front that acknowledges no write before it is on the disk: however and whenever it all
 * ends, what was acknowledged is there at the next start, once.
 *
 * An emulator that FIRESTORE_EMULATOR_HOST names is used as it is: what that one acknowledges is not in our hands (`isOwned` is false).
 */
export async function startDurableFirestore(options: DurableOptions): Promise<FirestoreStandIn> {
  const { dataDir, port, ...rest } = options;
  if ((options.env ?? process.env).FIRESTORE_EMULATOR_HOST) return startFirestore(rest);
  const kept = keptData(dataDir);
  const seed = await kept.seed();
  const emulator = await startFirestore({ ...rest, mark: dataDir, ...(seed === undefined ? {} : { seed }) });
  try {
    const store = new DurableStore(options, kept, emulator, await restored(options, kept, emulator));
    const front = await startFront({
      port: port ?? 0,
      upstream: () => store.port,
      commit: (send, effectOf) => store.commit(send, effectOf),
    });
    return standIn(store, emulator, front);
  } catch (error) {
    await emulator.kill();
    throw error;
  }
}

/** Brings the emulator from its export to where it was, and opens a new journal. */
async function restored(options: DurableOptions, kept: KeptData, emulator: FirestoreStandIn): Promise<Journal> {
  const { dataDir, projectId } = options;
  const from = await kept.journal();
  const replayed = await replay(emulator.host, await readJournals(dataDir, from));
  const journal = await Journal.open(dataDir, from);
  // Nobody is connected yet: the export holds exactly what was replayed.
  if (replayed > 0) await kept.save(emulator.host, projectId, journal.number);
  await forgetJournals(dataDir, replayed > 0 ? journal.number : from);
  return journal;
}

function standIn(
  store: DurableStore,
  emulator: FirestoreStandIn,
  front: { readonly port: number; close(): Promise<void> },
): FirestoreStandIn {
  return {
    host: `${LOOPBACK}:${front.port}`,
    port: front.port,
    isOwned: true,
    exited: emulator.exited,
    snapshot: () => store.compact(),
    clear: (projectId) => store.compact(() => emulator.clear(projectId)),
    async kill() {
      await Promise.all([front.close(), store.stop()]);
    },
    async close() {
      await front.close();
      // Without an export nothing is lost: it only makes the next start a little faster.
      await store.compact().catch(() => undefined);
      await store.stop();
    },
  };
}

/** The emulator and the journal of what it did since the last export. */
class DurableStore {
  readonly #options: DurableOptions;
  readonly #kept: KeptData;
  readonly #emulator: FirestoreStandIn;
  readonly #journal: Journal;
  readonly #commits: Commits;
  #isStopped = false;
  #isCompacting = false;

  constructor(options: DurableOptions, kept: KeptData, emulator: FirestoreStandIn, journal: Journal) {
    this.#options = options;
    this.#kept = kept;
    this.#emulator = emulator;
    this.#journal = journal;
    this.#commits = new Commits(journal);
    void emulator.exited.then(() => this.#giveUp("the emulator's process ended"));
  }

  /** Where the emulator is; undefined when it may not be asked any more. */
  get port(): number | undefined {
    return this.#isStopped ? undefined : this.#emulator.port;
  }

  async commit<Answer>(send: () => Promise<Answer>, effectOf: (answer: Answer) => Effect | undefined): Promise<Answer> {
    try {
      return await this.#commits.run(send, (answer) => {
        const effect = effectOf(answer);
        return effect && entryOf(effect.request, effect.response);
      });
    } finally {
      const { failure, bytes } = this.#journal;
      // The emulator did what is not on the disk: whoever reads it could act on what the next start won't know of.
      if (failure !== undefined) void this.#giveUp(failure.message);
      else if (bytes > (this.#options.journalBytesMax ?? JOURNAL_BYTES_MAX)) this.#compactSoon();
    }
  }

  /** Exports the data and begins the journal anew, while no commit is under way. `before`: a change that no commit made. */
  async compact(before?: () => Promise<void>): Promise<void> {
    if (this.#isStopped) throw new Error("the database has stopped");
    const isDone = await this.#commits.alone(async () => {
      await before?.();
      const journal = await this.#journal.rotate();
      await this.#kept.save(this.#emulator.host, this.#options.projectId, journal);
      await forgetJournals(this.#options.dataDir, journal);
    });
    if (!isDone) throw new Error("the database is too busy to be exported");
  }

  /** If it fails, the journals are all there still. */
  #compactSoon(): void {
    if (this.#isCompacting || this.#isStopped) return;
    this.#isCompacting = true;
    void this.compact()
      .catch(() => undefined)
      .finally(() => {
        this.#isCompacting = false;
      });
  }

  async #giveUp(why: string): Promise<void> {
    if (this.#isStopped) return;
    await this.stop();
    this.#options.onStopped?.(why);
  }

  /** Ends it as a crash would. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#emulator.kill();
    await this.#journal.close();
  }
}
