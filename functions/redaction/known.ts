import { classOf, DIGIT, hashOf, LETTER } from "./chars.ts";
import { nameModel } from "./names/model.ts";
import { ANY_COMMON } from "./names/sequence.ts";
import { normalise } from "./normalise.ts";
import type { EntityType, Span } from "./types.ts";

interface Entry {
  readonly type: EntityType;
  readonly value: string;
}

const CHARS_MIN = 6;
/** Of words that somebody chose to hide. A short number they chose would hide every quantity. */
export const PRIVATE_CHARS_MIN = 3;
const SURNAME_CHARS_MIN = 4;
const DIGITS_MIN = 8;
const NUMBERS: ReadonlySet<EntityType> = new Set(["PHONE", "IBAN", "CARD", "NATIONAL_ID", "VAT", "COMPANY_ID", "IMEI"]);
const PARTICLE =
  /^(?:van|de|der|den|het|ter|ten|te|von|zu|zum|zur|vom|du|des|la|le|el|al|bin|ben|di|da|della|dos|vander|vanden|vande|mac|mc|o|d|l|'t|op|in|aan)$/i;

// Lower-case base letter of a unit, one to one: É and é are e.
const BASE = new Uint16Array(0x250);
for (let c = 0; c < BASE.length; c++) {
  const lower = String.fromCharCode(c).toLowerCase().normalize("NFD");
  BASE[c] = /^[a-z]$/.test(lower.charAt(0)) || lower.length === 1 ? lower.charCodeAt(0) : c;
}

function folded(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; i += 4096) {
    const units: number[] = [];
    for (let j = i; j < Math.min(text.length, i + 4096); j++) {
      const c = text.charCodeAt(j);
      units.push(c < BASE.length ? (BASE[c] ?? c) : c);
    }
    out += String.fromCharCode(...units);
  }
  return out;
}

const isSign = (c: number): boolean => (classOf(c) & (LETTER | DIGIT)) !== 0;

/** The forms by which a value is known again: itself, and of a person's full name the surname, unless that is an ordinary word. */
function formsOf({ type, value }: Entry): readonly string[] {
  const whole = normalise(value).text.trim();
  if (type === "PRIVATE" && whole.length >= PRIVATE_CHARS_MIN && /\p{L}/u.test(whole)) return [whole];
  if (type !== "PERSON") return whole.length >= CHARS_MIN ? [whole] : [];
  const [last, rest] = whole.split(/,\s*/, 2);
  const words = (rest === undefined ? whole : `${rest} ${last}`).split(/\s+/).filter((word) => word !== "");
  if (words.length < 2) return [];
  const forms = [whole, words.join(" ")];
  const surname = words.at(-1) ?? "";
  const from = words.findIndex((word, i) => i > 0 && PARTICLE.test(word));
  if (from > 0) forms.push(words.slice(from).join(" "));
  if (surname.length >= SURNAME_CHARS_MIN && !isOrdinary(surname)) forms.push(surname);
  return forms;
}

function isOrdinary(word: string): boolean {
  return (nameModel().lexicon.lookUp(hashOf(word)) & ANY_COMMON) !== 0;
}

/** End of `value` at `at` in a folded text, any blanks for a blank; -1 when it doesn't stand there as words of its own. */
function endOf(text: string, at: number, value: string): number {
  let i = at;
  for (let j = 0; j < value.length; j++) {
    if (value.charCodeAt(j) === 32) {
      const from = i;
      while (i < text.length && i - from < 8 && text.charCodeAt(i) <= 32) i++;
      if (i === from) return -1;
    } else if (text.charCodeAt(i++) !== value.charCodeAt(j)) return -1;
  }
  return isSign(text.charCodeAt(i)) ? -1 : i;
}

/**
 * Values a conversation has already replaced, wherever they come back: in another case, without their accents, with other blanks;
 * numbers with other separators; people by their surname. One-word names are left out: "Rose" may be a colour in the next sentence.
 */
export function knownSpans(text: string, entries: readonly Entry[]): Span[] {
  const spans: Span[] = [];
  const known = entries.filter(({ type }) => type !== "LITERAL");
  if (known.length === 0) return spans;
  const normalised = normalise(text);
  const plain = folded(normalised.text);
  const add = (start: number, end: number, type: EntityType): void => {
    spans.push({
      start: normalised.start(start),
      end: normalised.end(end),
      type,
      detector: "conversation",
      confidence: 1,
    });
  };
  const byWord = new Map<string, { readonly type: EntityType; readonly value: string }[]>();
  for (const entry of known)
    for (const form of formsOf(entry)) {
      const value = folded(form);
      const word = wordAt(value, 0);
      const list = byWord.get(word) ?? [];
      if (list.length === 0) byWord.set(word, list);
      if (!list.some((other) => other.value === value)) list.push({ type: entry.type, value });
    }
  for (let i = 0; i < plain.length; i++) {
    if (i > 0 && isSign(plain.charCodeAt(i - 1)) && isSign(plain.charCodeAt(i))) continue;
    for (const { type, value } of byWord.get(wordAt(plain, i)) ?? []) {
      const end = endOf(plain, i, value);
      if (end > 0) add(i, end, type);
    }
  }
  knownNumbers(normalised.text, known, add);
  return spans;
}

/** The word that begins at `at`, or the sign that stands there. */
function wordAt(text: string, at: number): string {
  let end = at;
  while (end < text.length && end - at < 40 && isSign(text.charCodeAt(end))) end++;
  return text.slice(at, Math.max(end, at + 1));
}

/** Numbers written with other separators, or with none. */
function knownNumbers(
  text: string,
  entries: readonly Entry[],
  add: (start: number, end: number, type: EntityType) => void,
): void {
  const compact = new Map<string, EntityType>();
  for (const { type, value } of entries) {
    const signs = value.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
    if (NUMBERS.has(type) && signs.replace(/\D/g, "").length >= DIGITS_MIN) compact.set(signs, type);
  }
  if (compact.size === 0) return;
  const places: number[] = [];
  let signs = "";
  for (const m of text.matchAll(/[A-Za-z0-9]|[^A-Za-z0-9 ./()-]/g)) {
    places.push(m.index);
    signs += m[0].toUpperCase();
  }
  for (const [value, type] of compact)
    for (let at = signs.indexOf(value); at >= 0; at = signs.indexOf(value, at + value.length)) {
      const [start, end] = [places[at] ?? 0, (places[at + value.length - 1] ?? 0) + 1];
      if (!isSign(text.charCodeAt(start - 1)) && !isSign(text.charCodeAt(end))) add(start, end, type);
    }
}
