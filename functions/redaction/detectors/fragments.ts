import { hashOf } from "../chars.ts";
import { isLuhn, isMod97 } from "../checks.ts";
import { CUE } from "../cues.ts";
import { DIGITS, MIXED, UPPER } from "../tokens.ts";
import type { Detector, EntityType, Source } from "../types.ts";

const ACCOUNT = new Set(
  "iban rekening rekeningnummer konto kontonummer compte account bankrekening rib".split(" ").map(hashOf),
);
/** Words that may stand between two parts: "starts with 4111 1111, and then, I think, 1111 1111". */
const GAP_CHARS_MAX = 48;
const PARTS_MAX = 12;
/** A mobile's ten digits are the fewest. */
const CHARS_MIN = 10;
const WORDS_TO_FIRST = 8;

const MOBILE = /^(?:04[5-9]\d{7}|0[67]\d{8}|07\d{9}|324[5-9]\d{7}|316\d{8}|33[67]\d{8}|491[567]\d{8,9}|447\d{9})$/;
const CARD = /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13})$/;

function isNational(digits: string): boolean {
  if (digits.length !== 11 || Number(digits.slice(2, 4)) % 20 > 12 || Number(digits.slice(4, 6)) > 31) return false;
  const [body, check] = [digits.slice(0, 9), Number(digits.slice(9))];
  return 97 - (Number(body) % 97) === check || 97 - (Number(`2${body}`) % 97) === check;
}

/** What the parts make together, when that can be checked. */
function typeOf(joined: string, cue: number, isAccount: boolean): EntityType | undefined {
  if ((isAccount || (cue & CUE.CARD) !== 0) && CARD.test(joined) && isLuhn(joined)) return "CARD";
  if (isAccount && /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(joined) && isMod97(joined.slice(4) + joined.slice(0, 4)))
    return "IBAN";
  if ((cue & CUE.NATIONAL_ID) !== 0 && isNational(joined)) return "NATIONAL_ID";
  return (cue & CUE.PHONE) !== 0 && MOBILE.test(joined) ? "PHONE" : undefined;
}

/**
 * A card's, account's, person's or mobile's number given in parts with words between them, after a word that announces it. Each
 * part is reported by itself; the words stay.
 */
export const fragments: Detector = {
  name: "fragments",
  find(source, emit) {
    const { tokens, budget } = source;
    for (const i of tokens.cued) {
      const cue = (tokens.cues[i] ?? 0) & (CUE.CARD | CUE.NATIONAL_ID | CUE.PHONE);
      const isAccount = ACCOUNT.has(tokens.hashes[i] ?? 0) || (cue & CUE.CARD) !== 0;
      if (cue === 0 && !isAccount) continue;
      budget.spend(12);
      if (!hasNumberNear(source, i)) continue;
      budget.spend(48);
      const parts = partsAfter(source, i);
      if (goesOf(source, parts) === 0) continue;
      const found = longest(source, parts, cue, isAccount);
      if (found === undefined) continue;
      for (const part of parts.slice(found.from, found.to + 1))
        emit(tokens.starts[part] ?? 0, tokens.ends[part] ?? 0, found.type, 0.85);
    }
  },
};

function hasNumberNear({ tokens }: Source, i: number): boolean {
  for (let j = i + 1; j <= i + WORDS_TO_FIRST + 1 && j < tokens.count; j++)
    if ((tokens.kinds[j] ?? 0) >= DIGITS) return true;
  return false;
}

/** Tokens that hold digits, or are an account's letters, as far as they follow each other closely. */
function partsAfter({ text, tokens }: Source, i: number): readonly number[] {
  const parts: number[] = [];
  let end = tokens.ends[i] ?? 0;
  for (let j = i + 1; j < tokens.count && parts.length < PARTS_MAX; j++) {
    const start = tokens.starts[j] ?? 0;
    if (start - end > GAP_CHARS_MAX || (parts.length === 0 && j - i > WORDS_TO_FIRST)) break;
    const kind = tokens.kinds[j] ?? 0;
    const isLetters = kind === UPPER && /^[A-Z]{2,4}$/.test(text.slice(start, tokens.ends[j]));
    if (kind !== DIGITS && kind !== MIXED && !(isLetters && ((tokens.kinds[j + 1] ?? 0) >= DIGITS || parts.length > 0)))
      continue;
    if (isLetters && !/^[ .-]?\d/.test(text.slice(tokens.ends[j], (tokens.ends[j] ?? 0) + 2))) continue;
    parts.push(j);
    end = tokens.ends[j] ?? end;
  }
  return parts;
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly type: EntityType;
}

const WORDY_CHARS_MIN = 5;
const WORDY_MAX = 2;

function gapBefore({ tokens }: Source, parts: readonly number[], n: number): number {
  return (tokens.starts[parts[n] ?? 0] ?? 0) - (tokens.ends[parts[n - 1] ?? 0] ?? 0);
}

/** How often more than a separator stands between two parts. */
function goesOf(source: Source, parts: readonly number[]): number {
  let goes = 0;
  for (let n = 1; n < parts.length; n++) if (gapBefore(source, parts, n) >= WORDY_CHARS_MIN) goes++;
  return goes;
}

/** A number is given in two or three goes; a card in groups of four. */
function isGiven(source: Source, parts: readonly number[], type: EntityType): boolean {
  const { tokens } = source;
  const goes = goesOf(source, parts);
  if (goes === 0 || goes > WORDY_MAX) return false;
  return type !== "CARD" || parts.every((part) => ((tokens.ends[part] ?? 0) - (tokens.starts[part] ?? 0)) % 4 === 0);
}

function longest(source: Source, parts: readonly number[], cue: number, isAccount: boolean): Found | undefined {
  const { text, tokens } = source;
  const isPhoneOnly = cue === CUE.PHONE && !isAccount;
  for (let from = 0; from < Math.min(parts.length, 3); from++) {
    // The middle of a number isn't where another begins.
    if (from > 0 && gapBefore(source, parts, from) < WORDY_CHARS_MIN) continue;
    // A mobile's number, the only kind told without a check digit, begins with a trunk 0 or a neighbour's country code.
    if (isPhoneOnly && !/[034]/.test(text.charAt(tokens.starts[parts[from] ?? 0] ?? 0))) continue;
    let joined = "";
    for (let to = from; to < parts.length; to++) {
      joined += text.slice(tokens.starts[parts[to] ?? 0], tokens.ends[parts[to] ?? 0]).toUpperCase();
      const type = to > from && joined.length >= CHARS_MIN ? typeOf(joined, cue, isAccount) : undefined;
      if (type !== undefined && isGiven(source, parts.slice(from, to + 1), type)) return { from, to, type };
    }
  }
  return undefined;
}
