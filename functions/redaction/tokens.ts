import { CAPITAL, classOf, DIGIT, FOLDED, LETTER, RUN, TABLE_CHARS } from "./chars.ts";
import { cueOf } from "./cues.ts";
import type { Budget, Tokens } from "./types.ts";

/** Shapes of a token; DIGITS and MIXED are the ones that hold a digit. */
export const LOWER = 1;
export const CAPITALISED = 2;
export const UPPER = 3;
export const CAMEL = 4;
export const DIGITS = 5;
export const MIXED = 6;

/** Runs of key-like characters from here on are kept: eight digits or a short address, once encoded, take as much room. */
export const RUN_CHARS_MIN = 12;

/**
 * The one tokenisation all detectors share: words, numbers, and long runs of key-like characters, in one pass.
 * A word ends at apostrophes, hyphens and underscores, so `db_password` shows its `password`.
 */
export function tokenise(text: string, budget: Budget): Tokens {
  // One token needs a unit and a separator, except at the end.
  const room = (text.length >> 1) + 1;
  const made: Made = {
    count: 0,
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    hashes: new Uint32Array(room),
    kinds: new Uint8Array(room),
    cues: new Int32Array(room),
    reach: new Uint8Array(room),
    numeric: [],
    cued: [],
    runs: [],
  };
  scan(text, made, budget);
  extendReach(made.starts, made.ends, made.kinds, made.numeric, made.reach);
  return made;
}

interface Made extends Tokens {
  count: number;
  readonly numeric: number[];
  readonly cued: number[];
  readonly runs: number[];
}

function scan(text: string, made: Made, budget: Budget): void {
  const { runs } = made;
  let runFrom = -1;
  const length = text.length;
  for (let i = 0; i < length; ) {
    let c = text.charCodeAt(i);
    let k = classOf(c);
    if ((k & RUN) === 0) {
      if (runFrom >= 0 && i - runFrom >= RUN_CHARS_MIN) runs.push(runFrom, i);
      runFrom = -1;
    } else if (runFrom < 0) runFrom = i;
    if ((k & (LETTER | DIGIT)) === 0) {
      i++;
      continue;
    }
    const from = i;
    const first = k;
    let hash = 0x811c9dc5;
    let digits = 0;
    let capitals = 0;
    while ((k & (LETTER | DIGIT)) !== 0) {
      hash = Math.imul(hash ^ (c < TABLE_CHARS ? (FOLDED[c] ?? c) : c), 0x01000193);
      if ((k & DIGIT) !== 0) digits++;
      else if ((k & CAPITAL) !== 0) capitals++;
      if ((k & RUN) === 0 && runFrom >= 0) {
        if (i - runFrom >= RUN_CHARS_MIN) runs.push(runFrom, i);
        runFrom = -1;
      }
      if (++i >= length) break;
      c = text.charCodeAt(i);
      k = classOf(c);
    }
    budget.spend(i - from + 1);
    record(made, from, i, hash, kindOf(i - from, digits, capitals, (first & CAPITAL) !== 0), digits);
  }
  if (runFrom >= 0 && length - runFrom >= RUN_CHARS_MIN) runs.push(runFrom, length);
}

function record(made: Made, from: number, to: number, hash: number, kind: number, digits: number): void {
  const n = made.count++;
  made.starts[n] = from;
  made.ends[n] = to;
  made.hashes[n] = hash;
  made.kinds[n] = kind;
  if (kind >= DIGITS) {
    made.numeric.push(n);
    made.reach[n] = Math.min(digits, 255);
    return;
  }
  const cue = cueOf(hash >>> 0);
  if (cue === 0) return;
  made.cues[n] = cue;
  made.cued.push(n);
}

/** Signs that may stand between two groups of one number: ` / ` or `) -`; a list's or a sentence's gap is as wide. */
const GAP_CHARS_MAX = 4;
/** Letters that may stand inside a number: `BE`, `2A`, `WW`. */
const LETTERS_MAX = 6;
/** A bank's code inside an IBAN, the only letters there that are often written small. */
const BANK_CHARS = 4;

/** Adds up, from the end, so that one read tells whether a number of eight or sixteen digits can begin at a token at all. */
function extendReach(
  starts: Int32Array,
  ends: Int32Array,
  kinds: Uint8Array,
  numeric: readonly number[],
  reach: Uint8Array,
): void {
  for (let k = numeric.length - 2; k >= 0; k--) {
    const i = numeric[k] ?? 0;
    const next = numeric[k + 1] ?? 0;
    const gap = (starts[next] ?? 0) - (ends[i] ?? 0);
    const isNear =
      next - i === 1
        ? gap <= GAP_CHARS_MAX
        : next - i === 2 &&
          gap <= GAP_CHARS_MAX + LETTERS_MAX &&
          (kinds[i + 1] !== LOWER || (ends[i + 1] ?? 0) - (starts[i + 1] ?? 0) === BANK_CHARS);
    if (isNear) reach[i] = Math.min(255, (reach[i] ?? 0) + (reach[next] ?? 0));
  }
}

function kindOf(size: number, digits: number, capitals: number, isFirstCapital: boolean): number {
  if (digits === size) return DIGITS;
  if (digits > 0) return MIXED;
  if (capitals === 0) return LOWER;
  if (isFirstCapital && capitals === 1) return CAPITALISED;
  return capitals === size ? UPPER : CAMEL;
}
