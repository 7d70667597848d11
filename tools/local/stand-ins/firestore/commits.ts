import { setTimeout as sleep } from "node:timers/promises";
import type { Journal } from "./journal.ts";

type Storing = Pick<Journal, "append">;

/** How long a commit may wait for others: one that hangs on a transaction's lock has had no effect that anything could build on. */
const PATIENCE_MS = 500;

/** Lets commits through to the emulator and keeps each before it is acknowledged. */
export class Commits {
  readonly #journal: Storing;
  readonly #underWay = new Set<Promise<void>>();
  #pause: Promise<void> | undefined;

  constructor(journal: Storing) {
    this.#journal = journal;
  }

  /**
   * Sends a commit, and resolves with its answer when what it did is stored. `entryOf`: nothing for one that was refused.
   *
   * Whoever saw the effect of another commit before that was stored may have built on it. Therefore this one is stored after all that
   * were under way when it began: the journal never has a consequence without its cause, whatever instant it ends at.
   */
  async run<Answer>(send: () => Promise<Answer>, entryOf: (answer: Answer) => Buffer | undefined): Promise<Answer> {
    while (this.#pause !== undefined) await this.#pause;
    const earlier = [...this.#underWay];
    const done = Promise.withResolvers<void>();
    this.#underWay.add(done.promise);
    try {
      const answer = await send();
      const entry = entryOf(answer);
      if (entry === undefined) return answer;
      await settled(earlier);
      const stored = this.#journal.append(entry);
      this.#finish(done);
      await stored;
      return answer;
    } finally {
      this.#finish(done);
    }
  }

  /** In the journal's queue is enough for the next: it stores in order. */
  #finish(done: PromiseWithResolvers<void>): void {
    this.#underWay.delete(done.promise);
    done.resolve();
  }

  /** Does `work` while no commit is under way and none begins. False, and nothing done, when those under way don't end in time. */
  async alone(work: () => Promise<void>): Promise<boolean> {
    while (this.#pause !== undefined) await this.#pause;
    const pause = Promise.withResolvers<void>();
    this.#pause = pause.promise;
    try {
      if (!(await settled([...this.#underWay]))) return false;
      await work();
      return true;
    } finally {
      this.#pause = undefined;
      pause.resolve();
    }
  }
}

async function settled(others: readonly Promise<void>[]): Promise<boolean> {
  if (others.length === 0) return true;
  const enough = new AbortController();
  const late = sleep(PATIENCE_MS, false, { signal: enough.signal }).catch(() => false);
  const all = Promise.all(others).then(() => true);
  const isSettled = await Promise.race([all, late]);
  enough.abort();
  return isSettled;
}
