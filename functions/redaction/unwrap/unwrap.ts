import { matchAt } from "../near.ts";
import { isNumeral, type Said, saidFrom } from "../numerals.ts";
import type { Source } from "../types.ts";
import { breakAt, signAt } from "./breaks.ts";
import { escapeAt, markupAt, type Plain } from "./escapes.ts";
import { Mapped, type Unwrapped } from "./mapped.ts";

/** How far a value may reach from a place where something was undone, in UTF-16 units. */
const REACH = 96;
const SAID_DIGITS_MIN = 6;
const SAID_WORDS_MIN = 3;

const ESCAPE = 1;
const MARKUP = 2;
const BREAK = 4;
const SIGN = 8;
const LETTER = 16;
const HINTS = new Uint8Array(128);
for (const c of "&\\%=") HINTS[c.charCodeAt(0)] = ESCAPE;
for (const c of "*~`") HINTS[c.charCodeAt(0)] = MARKUP | SIGN;
for (const c of "_([{|-@ ") HINTS[c.charCodeAt(0)] = SIGN;
for (const c of "OolI") HINTS[c.charCodeAt(0)] = LETTER;
HINTS[60] = MARKUP | BREAK | SIGN; // <
for (const c of "\n\"'") HINTS[c.charCodeAt(0)] = BREAK;
HINTS[95] = MARKUP | SIGN; // _

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The places of a text where a value may hide behind escapes, markup, line ends, list signs, spelled signs or number words, with
 * all that undone. Stretches without any are left out: what stands there was read as it is.
 * @returns undefined when there is nothing to undo
 */
export function unwrap(source: Source): Unwrapped | undefined {
  const changes: Change[] = [];
  written(source, changes);
  const isWritten = changes.length > 0;
  said(source, changes);
  if (changes.length === 0) return undefined;
  if (isWritten) changes.sort((a, b) => a.start - b.start);
  const { text } = source;
  const mapped = new Mapped();
  let at = 0;
  let reach = 0;
  for (const { start, end, text: plain } of changes) {
    if (start < at) continue;
    const from = Math.max(at, start - REACH);
    if (from > reach) {
      mapped.copy(text, at, Math.max(at, Math.min(reach, from)));
      if (reach > 0) mapped.copy("\n\n", 0, 2);
      mapped.copy(text, from, start);
    } else mapped.copy(text, at, start);
    mapped.replace(plain, start, end);
    at = end;
    reach = Math.min(text.length, end + REACH);
  }
  mapped.copy(text, at, reach);
  return mapped.done();
}

/** Escapes, markup, breaks and dressed-up signs, wherever a sign of a value touches them. */
function written({ text, budget }: Source, changes: Change[]): void {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const hint = c < 128 ? (HINTS[c] ?? 0) : 0;
    if (hint === LETTER) {
      if (isFigure(text.charCodeAt(i - 1))) i += letterFigures(text, i, changes);
      continue;
    }
    if (hint === 0 || (c === 32 && !isSpacedSign(text, i))) continue;
    budget.spend(4);
    const plain = plainAt(text, i, hint);
    if (plain === undefined) continue;
    changes.push({ start: i, end: i + plain.length, text: plain.text });
    i += plain.length - 1;
  }
}

const isFigure = (c: number): boolean => c >= 48 && c <= 57;
const LETTERS_FOR_FIGURES = /[OolI]{1,3}(?=[ ./-]?\d)/y;

/** 07700.9OO.123: letters for figures in the middle of a number. @returns how many signs to pass over */
function letterFigures(text: string, at: number, changes: Change[]): number {
  const letters = matchAt(LETTERS_FOR_FIGURES, text, at);
  if (letters === undefined) return 0;
  changes.push({ start: at, end: at + letters.length, text: letters.replace(/[Oo]/g, "0").replace(/[lI]/g, "1") });
  return letters.length - 1;
}

const BLANKS_MAX = 4;

/** A blank before a line's end, a tag, an @, a dot or a bracket; any other says nothing. */
function isSpacedSign(text: string, i: number): boolean {
  const next = text.charCodeAt(i + 1);
  if (next >= 97 ? next < 123 : next > 47 && next < 91 && next !== 60 && next !== 64) return false;
  if (next === 64 || next === 40 || next === 91 || next === 123 || next === 60) return true;
  if (next === 46) return text.charCodeAt(i + 2) === 32;
  let end = i + 1;
  while (end - i < BLANKS_MAX && (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9)) end++;
  const c = text.charCodeAt(end);
  return c === 10 || c === 13;
}

function plainAt(text: string, i: number, hint: number): Plain | undefined {
  if (hint === ESCAPE) return escapeAt(text, i);
  const sign = (hint & SIGN) !== 0 ? signAt(text, i) : undefined;
  if (sign !== undefined) return sign;
  const c = text.charCodeAt(i);
  if ((hint & BREAK) !== 0 || c === 32) {
    const broken = breakAt(text, i);
    if (broken !== undefined) return broken;
  }
  if ((hint & MARKUP) === 0) return undefined;
  const length = markupAt(text, i);
  return length > 0 && isInside(text, i, i + length) ? { length, text: "" } : undefined;
}

const isPart = (c: number): boolean =>
  (c >= 48 && c <= 57) || c === 64 || c === 46 || c === 43 || (c >= 97 && c <= 122) || (c >= 65 && c <= 90);

/** Markup touches a value on both sides, or on one with a digit or an @ near it. */
function isInside(text: string, from: number, to: number): boolean {
  const [before, after] = [text.charCodeAt(from - 1), text.charCodeAt(to)];
  // A single low line between two signs belongs to a name or an address.
  if (isPart(before) && isPart(after)) return to - from > 1 || text.charCodeAt(from) !== 95;
  const isDigit = (c: number): boolean => (c >= 48 && c <= 57) || c === 43 || c === 64;
  // Two letters and a digit behind it: an IBAN or a VAT number.
  return isDigit(before) || isDigit(after) || isDigit(text.charCodeAt(to + 2));
}

/** The digits said, in groups where a comma or a stop parts them. */
function grouped({ text, tokens }: Source, words: readonly Said[]): string {
  return words
    .map(({ from, digits }, n) => {
      const gap = n === 0 ? "" : text.slice(tokens.ends[words[n - 1]?.to ?? 0], tokens.starts[from]);
      return /[,.;/]/.test(gap) ? ` ${digits}` : digits;
    })
    .join("");
}

/** `+32 (four seven five) 12 34 56`: a few words are digits too where digits touch them. */
function isBesideDigits(text: string, start: number, end: number): boolean {
  return (
    /\d[ (]{1,2}$/.test(text.slice(Math.max(0, start - 3), start)) && /^[ )]{1,2}\d/.test(text.slice(end, end + 3))
  );
}

/** Numbers said in words, from six digits on. */
function said({ text, tokens, budget }: Source, changes: Change[]): void {
  for (let i = 0; i < tokens.count; i++) {
    if (!isNumeral(tokens.hashes[i] ?? 0)) continue;
    budget.spend(8);
    const words = saidFrom(tokens, text, i);
    const last = words.at(-1);
    if (last === undefined) continue;
    const digits = grouped({ text, tokens, budget }, words);
    const start = tokens.starts[i] ?? 0;
    const isPart = isBesideDigits(text, start, tokens.ends[last.to] ?? 0);
    if (words.length >= SAID_WORDS_MIN && (isPart || digits.length >= SAID_DIGITS_MIN))
      changes.push({ start: tokens.starts[i] ?? 0, end: tokens.ends[last.to] ?? 0, text: digits });
    i = last.to;
  }
}
