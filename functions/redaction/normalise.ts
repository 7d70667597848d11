import { isDropped, isPicture, lookalike, plainEquivalent, plainPair } from "./equivalents.ts";

/** A text with disguises undone, and the way back to the offsets of the text it came from. */
export interface Normalised {
  readonly text: string;
  /** Original offset where the normalised unit at `index` begins. */
  start(index: number): number;
  /** Original offset just after the normalised unit that ends before `index` (an exclusive end). */
  end(index: number): number;
}

// Anything that may need undoing: whatever isn't a plain Western sign. Texts of those alone take the identity path; one
// superscript digit is a square metre's.
const SUSPECT =
  /[^\t\n\r -~\u0080-\u009f\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2022\u2026\u20ac]|[\u00b2\u00b3\u00b9]{2}/;

const isGreekOrCyrillic = (c: number): boolean => c >= 0x370 && c <= 0x52f;
const isLatinLetter = (c: number): boolean =>
  (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 0xc0 && c <= 0x24f);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isMark = (c: number): boolean => c >= 0x300 && c <= 0x36f;
const isSuperscript = (c: number): boolean => c === 0xb2 || c === 0xb3 || c === 0xb9 || (c >= 0x2070 && c <= 0x2079);

const WORD_CHARS_MAX = 40;

/** Where the look-alikes of a word begin and end, and whether a Latin letter stands among them: asked once for each word. */
function createWordTest(text: string): (at: number) => boolean {
  let from = 0;
  let to = -1;
  let isMixed = false;
  return (at) => {
    if (at >= from && at < to) return isMixed;
    from = at;
    isMixed = false;
    const isPart = (c: number): boolean =>
      isGreekOrCyrillic(c) || isLatinLetter(c) || isDropped(c) || isMark(c) || isDigit(c);
    while (from > 0 && at - from < WORD_CHARS_MAX && isPart(text.charCodeAt(from - 1))) from--;
    to = at;
    while (to < text.length && to - at < WORD_CHARS_MAX && isPart(text.charCodeAt(to))) to++;
    for (let i = from; i < to; i++) if (isLatinLetter(text.charCodeAt(i))) isMixed = true;
    return isMixed;
  };
}

/** Normalised units under construction, each with the stretch of the original it came from. */
class Units {
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #units: Uint16Array;
  #count = 0;

  constructor(room: number) {
    this.#starts = new Int32Array(room + 1);
    this.#ends = new Int32Array(room + 1);
    this.#units = new Uint16Array(room);
  }

  get last(): number {
    return this.#count === 0 ? 0 : (this.#units[this.#count - 1] ?? 0);
  }

  add(unit: number, start: number, end: number): void {
    this.#units[this.#count] = unit;
    this.#starts[this.#count] = start;
    this.#ends[++this.#count] = end;
  }

  /** Lets the last unit become another, and cover what follows it. */
  extend(unit: number, end: number): void {
    this.#units[this.#count - 1] = unit;
    this.#ends[this.#count] = end;
  }

  done(length: number): Normalised {
    const [starts, ends, count] = [this.#starts, this.#ends, this.#count];
    starts[count] = length;
    return {
      text: fromUnits(this.#units.subarray(0, count)),
      start: (i) => starts[i] ?? length,
      end: (i) => (i <= 0 ? 0 : (ends[i] ?? length)),
    };
  }
}

/**
 * Undoes zero-width and soft-hyphen padding, exotic spaces, dashes and quotes, full-width, mathematical, circled and superscript
 * letters and digits, other scripts' digits, decomposed accents and decoration, text hidden in tag characters, pictures inside
 * values, and Cyrillic or Greek look-alikes inside Latin words.
 */
export function normalise(text: string): Normalised {
  if (!SUSPECT.test(text)) return { text, start: (i) => i, end: (i) => i };
  const units = new Units(text.length);
  const isInLatinWord = createWordTest(text);
  for (let i = 0; i < text.length; ) i += step(text, i, units, isInLatinWord);
  return units.done(text.length);
}

/** Reads one character. @returns how many units of the text it takes */
function step(text: string, i: number, units: Units, isInLatinWord: (at: number) => boolean): number {
  const c = text.charCodeAt(i);
  if (c < 0xa0) {
    units.add(c, i, i + 1);
    return 1;
  }
  if (isMark(c)) {
    const composed = (String.fromCharCode(units.last) + text.charAt(i)).normalize("NFC");
    const isAccent = composed.length === 1 && composed.charCodeAt(0) !== units.last;
    // A mark that makes no letter is decoration, at least on a letter or digit of ours.
    if (isAccent) units.extend(composed.charCodeAt(0), i + 1);
    else if (!isLatinLetter(units.last) && !isDigit(units.last)) units.add(c, i, i + 1);
    return 1;
  }
  if (isDropped(c)) return 1;
  const low = text.charCodeAt(i + 1);
  if (c >= 0xd800 && c <= 0xdbff) return pair(text, i, low, units);
  if (isPicture(c, low) && isInsideValue(units.last, afterPicture(text, i + 1))) return 1;
  if (isGreekOrCyrillic(c)) units.add((isInLatinWord(i) && lookalike(c)) || c, i, i + 1);
  else if (isSuperscript(c) && !isSuperscript(low) && !isSuperscript(text.charCodeAt(i - 1))) units.add(c, i, i + 1);
  else units.add(plainEquivalent(c) || c, i, i + 1);
  return 1;
}

/** Tag characters U+E0020–E007E: a copy of ASCII nobody sees. */
const TAG_HIGH = 0xdb40;
const TAG_LOW_MIN = 0xdc20;
const TAG_LOW_MAX = 0xdc7e;
/** As many of them in a row say something; fewer only break a word. */
const TAGS_MIN = 6;

function pair(text: string, i: number, low: number, units: Units): number {
  const high = text.charCodeAt(i);
  if (Number.isNaN(low)) {
    units.add(high, i, i + 1);
    return 1;
  }
  if (high === TAG_HIGH) {
    let end = i;
    while (end - i < 8192 && text.charCodeAt(end) === TAG_HIGH) end += 2;
    if (end - i >= TAGS_MIN * 2)
      for (let at = i; at < end; at += 2) {
        const tag = text.charCodeAt(at + 1);
        if (tag >= TAG_LOW_MIN && tag <= TAG_LOW_MAX) units.add(tag - TAG_LOW_MIN + 32, at, at + 2);
      }
    return end - i;
  }
  const plain = plainPair(high, low);
  if (plain !== 0) units.add(plain, i, i + 2);
  else if (!isPicture(high, low) || !isInsideValue(units.last, afterPicture(text, i + 2))) {
    units.add(high, i, i + 1);
    units.add(low, i + 1, i + 2);
  }
  return 2;
}

/** First unit behind a row of pictures and what joins them. */
function afterPicture(text: string, from: number): number {
  let i = from;
  for (; i < text.length && i - from < 16; i++) {
    const c = text.charCodeAt(i);
    if (!isDropped(c) && !(c >= 0xd83c && c <= 0xd83e) && !(c >= 0xdc00 && c <= 0xdfff)) break;
  }
  return text.charCodeAt(i);
}

const isValueLetter = (c: number): boolean => (c >= 97 && c <= 122) || c === 64 || c === 46;

/** A picture between two digits, or two small letters, parts a value; anywhere else it parts sentences. */
function isInsideValue(before: number, after: number): boolean {
  return (isDigit(before) && isDigit(after)) || (isValueLetter(before) && isValueLetter(after));
}

function fromUnits(units: Uint16Array): string {
  // A call's argument list is bounded by the stack; 8,192 is far below every limit.
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += 8192) parts.push(String.fromCharCode(...units.subarray(i, i + 8192)));
  return parts.join("");
}
