import type { Normalised } from "../normalise.ts";

export interface Unwrapped extends Normalised {
  /** True when something inside or right beside was changed: what is found there is not in the text as it stands. */
  isChanged(from: number, to: number): boolean;
}

/** A text under construction from pieces of another, copied or changed; each remembers where it came from. */
export class Mapped {
  readonly #parts: string[] = [];
  /** For each piece: where it begins here, where it begins and ends there, and 1 when it was changed. */
  readonly #pieces: number[] = [];
  #length = 0;

  /** Copies a stretch as it is. */
  copy(text: string, from: number, to: number): void {
    if (to > from) this.#add(text.slice(from, to), from, to, 0);
  }

  /** Puts `plain`, possibly nothing, for a stretch. */
  replace(plain: string, from: number, to: number): void {
    this.#add(plain, from, to, 1);
  }

  #add(part: string, from: number, to: number, change: 0 | 1): void {
    this.#parts.push(part);
    this.#pieces.push(this.#length, from, to, change);
    this.#length += part.length;
  }

  done(): Unwrapped {
    const pieces = this.#pieces;
    const total = this.#length;
    /** Last piece that begins at or before a unit; of several that begin there, the one that holds it. */
    const pieceOf = (at: number): number => {
      let low = 0;
      for (let high = pieces.length / 4; low < high; ) {
        const middle = (low + high) >> 1;
        if ((pieces[middle * 4] ?? 0) <= at) low = middle + 1;
        else high = middle;
      }
      return (low - 1) * 4;
    };
    return {
      text: this.#parts.join(""),
      start(at) {
        const p = pieceOf(at);
        const from = pieces[p + 1] ?? 0;
        return pieces[p + 3] === 1 ? from : from + at - (pieces[p] ?? 0);
      },
      end(at) {
        const p = pieceOf(at - 1);
        return pieces[p + 3] === 1 ? (pieces[p + 2] ?? 0) : (pieces[p + 1] ?? 0) + at - (pieces[p] ?? 0);
      },
      isChanged(from, to) {
        const last = to >= total ? pieces.length - 4 : pieceOf(to);
        for (let p = from > 0 ? pieceOf(from - 1) : 0; p <= last; p += 4) if (pieces[p + 3] === 1) return true;
        return false;
      },
    };
  }
}
