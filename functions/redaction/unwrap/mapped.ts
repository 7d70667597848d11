import type { Normalised } from "../normalise.ts";

/** A text under construction from pieces of another: each unit knows where it came from, and whether it was changed. */
export class Mapped {
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #changes: number[] = [];
  #changed = 0;

  /** Copies a stretch as it is. */
  copy(text: string, from: number, to: number): void {
    this.#parts.push(text.slice(from, to));
    for (let i = from; i < to; i++) this.#push(i, i + 1);
  }

  /** Puts `plain`, possibly nothing, for a stretch. */
  replace(plain: string, from: number, to: number): void {
    this.#changed++;
    this.#parts.push(plain);
    for (let i = 0; i < plain.length; i++) this.#push(from, to);
    this.#changed++;
  }

  #push(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#changes.push(this.#changed);
  }

  done(): Unwrapped {
    const [starts, ends, changes] = [this.#starts, this.#ends, this.#changes];
    return {
      text: this.#parts.join(""),
      start: (i) => starts[i] ?? 0,
      end: (i) => ends[i - 1] ?? 0,
      isChanged: (from, to) =>
        (changes[to] ?? this.#changed) > (changes[from - 1] ?? 0) || (changes[from] ?? 0) % 2 === 1,
    };
  }
}

export interface Unwrapped extends Normalised {
  /** True when something inside or right beside was changed: what is found there is not in the text as it stands. */
  isChanged(from: number, to: number): boolean;
}
