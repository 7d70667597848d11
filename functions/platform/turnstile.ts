import { setImmediate } from "node:timers/promises";

/**
 * Long work of one thread, one piece at a time with a turn of the event loop between two: whoever only waits for the network gets on in
 * between, however many large pieces are asked for at once.
 */
export class Turnstile {
  #last: Promise<unknown> = Promise.resolve();

  pass<R>(work: () => R): Promise<R> {
    const turn = this.#last.then(async () => {
      await setImmediate();
      return work();
    });
    // One that fails must not stop the next.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
