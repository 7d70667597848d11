import type { Bounds } from "./bounds.ts";
import { CutShort } from "./fault.ts";

/** How long one answer is waited for: in all, and for each next piece. Owns the connection's signal. */
export class Patience {
  /** Aborted by the caller's own, by a deadline (its reason is a {@link CutShort} then), or by {@link close}. */
  readonly signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #total: NodeJS.Timeout;
  readonly #silence: NodeJS.Timeout;
  #isWaiting = false;

  constructor({ totalMs, silenceMs }: Bounds, caller: AbortSignal) {
    this.signal = AbortSignal.any([caller, this.#stop.signal]);
    this.#total = setTimeout(() => this.#stop.abort(new CutShort("time")), totalMs);
    this.#silence = setTimeout(() => {
      if (this.#isWaiting) this.#stop.abort(new CutShort("silence"));
    }, silenceMs);
  }

  /** Waits for the model. Time in which it is our own reader that doesn't ask for more is not the model's silence. */
  async hear<T>(work: Promise<T>): Promise<T> {
    this.#isWaiting = true;
    this.#silence.refresh();
    try {
      return await work;
    } finally {
      this.#isWaiting = false;
    }
  }

  /** The deadline that was missed, if one was. */
  get missed(): CutShort | undefined {
    const { reason } = this.#stop.signal;
    return reason instanceof CutShort ? reason : undefined;
  }

  /** Closes the connection, unless it is at its end. */
  close(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
    this.#stop.abort();
  }
}
