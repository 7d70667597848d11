/** A text with disguises undone, and the way back to the offsets of the text it came from. */
export interface Normalised {
  readonly text: string;
  /** Original offset where the normalised unit at `index` begins. */
  start(index: number): number;
  /** Original offset just after the normalised unit that ends before `index` (an exclusive end). */
  end(index: number): number;
}

// Anything that may need undoing. Plain Western text has none of these and takes the identity path.
const SUSPECT =
  /[\u00a0\u00ad\u0370-\u03ff\u0400-\u052f\u0660-\u0669\u06f0-\u06f9\u180e\u2000-\u206f\u2212\u3000\ufe58\ufe63\ufeff\uff01-\uff5e\ud835]|[\u0300-\u036f]|[\ufe00-\ufe0f]/;

// Cyrillic and Greek letters drawn like Latin ones (Unicode TR 39 confusables, the single-letter part).
const LOOKALIKE_PAIRS =
  "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaсcԁdеeһhіiјjоoрpԛqѕsуyхxԝwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoαaιiκkνvρpυu";
const LOOKALIKE = new Map<number, string>();
for (let i = 0; i + 1 < LOOKALIKE_PAIRS.length; i += 2)
  LOOKALIKE.set(LOOKALIKE_PAIRS.charCodeAt(i), LOOKALIKE_PAIRS.charAt(i + 1));

function isDropped(c: number): boolean {
  return (
    (c >= 0x200b && c <= 0x200f) ||
    (c >= 0x202a && c <= 0x202e) ||
    (c >= 0x2060 && c <= 0x206f) ||
    (c >= 0xfe00 && c <= 0xfe0f) ||
    c === 0xad ||
    c === 0xfeff ||
    c === 0x180e ||
    c === 0x34f
  );
}

function isGreekOrCyrillic(c: number): boolean {
  return c >= 0x370 && c <= 0x52f;
}

function isLatinLetter(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 0xc0 && c <= 0x24f);
}

/** One unit to one unit; 0 means "unchanged". */
function plainEquivalent(c: number): number {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  if (c === 0xa0 || (c >= 0x2000 && c <= 0x200a) || c === 0x202f || c === 0x205f || c === 0x3000) return 32;
  if ((c >= 0x2010 && c <= 0x2015) || c === 0x2212 || c === 0xfe58 || c === 0xfe63) return 45;
  if (c === 0x2018 || c === 0x2019 || c === 0x201b) return 39;
  if (c === 0x201c || c === 0x201d || c === 0x201e) return 34;
  if (c === 0x2028 || c === 0x2029) return 10;
  if (c >= 0x660 && c <= 0x669) return c - 0x660 + 48;
  if (c >= 0x6f0 && c <= 0x6f9) return c - 0x6f0 + 48;
  return 0;
}

// Mathematical alphanumerics: 13 alphabets of 52 letters from U+1D400, 5 sets of digits from U+1D7CE.
function mathematical(low: number): string {
  const offset = low - 0xdc00;
  if (offset >= 0x3ce && offset <= 0x3ff) return String((offset - 0x3ce) % 10);
  if (offset >= 13 * 52) return "";
  const letter = offset % 52;
  return String.fromCharCode(letter < 26 ? 65 + letter : 97 + letter - 26);
}

/** True when the word around `at` also holds a Latin letter: a whole Russian or Greek word is not a disguise. */
function inLatinWord(text: string, at: number): boolean {
  const near = (from: number, step: number): boolean => {
    for (let i = from, seen = 0; i >= 0 && i < text.length && seen < 40; i += step, seen++) {
      const c = text.charCodeAt(i);
      if (isLatinLetter(c)) return true;
      if (!isGreekOrCyrillic(c) && !isDropped(c) && !(c >= 48 && c <= 57)) return false;
    }
    return false;
  };
  return near(at - 1, -1) || near(at + 1, 1);
}

const IDENTITY = (text: string): Normalised => ({ text, start: (i) => i, end: (i) => i });

/**
 * Undoes zero-width and soft-hyphen padding, exotic spaces, dashes and quotes, full-width and mathematical letters, other
 * scripts' digits, decomposed accents, and Cyrillic or Greek look-alikes inside Latin words.
 */
export function normalise(text: string): Normalised {
  if (!SUSPECT.test(text)) return IDENTITY(text);
  const starts = new Int32Array(text.length + 1);
  const ends = new Int32Array(text.length + 1);
  const units = new Uint16Array(text.length);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let unit = c;
    let width = 1;
    if (c >= 0xad) {
      if (isDropped(c)) continue;
      if (c >= 0x300 && c <= 0x36f && n > 0) {
        const composed = (String.fromCharCode(units[n - 1] ?? 0) + text.charAt(i)).normalize("NFC");
        if (composed.length === 1) {
          units[n - 1] = composed.charCodeAt(0);
          ends[n] = i + 1;
          continue;
        }
      } else if (c === 0xd835 && i + 1 < text.length) {
        const plain = mathematical(text.charCodeAt(i + 1));
        if (plain !== "") {
          unit = plain.charCodeAt(0);
          width = 2;
        }
      } else if (isGreekOrCyrillic(c)) {
        const latin = LOOKALIKE.get(c);
        if (latin !== undefined && inLatinWord(text, i)) unit = latin.charCodeAt(0);
      } else {
        unit = plainEquivalent(c) || c;
      }
    } else if (c === 0xa0) unit = 32;
    units[n] = unit;
    starts[n] = i;
    ends[n + 1] = i + width;
    n++;
    i += width - 1;
  }
  starts[n] = text.length;
  return {
    text: fromUnits(units.subarray(0, n)),
    start: (i) => starts[i] ?? text.length,
    end: (i) => (i <= 0 ? 0 : (ends[i] ?? text.length)),
  };
}

function fromUnits(units: Uint16Array): string {
  // A call's argument list is bounded by the stack; 8,192 is far below every limit.
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += 8192) parts.push(String.fromCharCode(...units.subarray(i, i + 8192)));
  return parts.join("");
}
