import { CUE } from "../cues.ts";
import { CAPITALISED, DIGITS, MIXED } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { type NameRange, nameFrom } from "./name-from.ts";
import { BLANK, HYPHEN, type Sequence } from "./sequence.ts";

type Report = (range: NameRange) => void;

/** Index of the last token that begins before `at`; -1 when there is none. */
function tokenBefore({ tokens }: Pick<Sequence, "tokens">, at: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.starts[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** `Name <mail>` and `Name (mail)`: up to four capitals right before the bracket. */
export function beforeMail(sequence: Sequence, report: Report): void {
  const { text, tokens, gaps } = sequence;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (/[\s@]/.test(text.charAt(at - 1))) continue;
    let open = at;
    while (open > 0 && at - open < 64 && /[^\s<("[]/.test(text.charAt(open - 1))) open--;
    if (!/[<([]/.test(text.charAt(open - 1))) continue;
    const last = tokenBefore(sequence, open);
    if (last < 0 || !/^["']? ?[<([]$/.test(text.slice(tokens.ends[last], open))) continue;
    const quoted = quotedBefore(sequence, last);
    if (quoted !== undefined) {
      report(quoted);
      continue;
    }
    let from = last;
    while (
      from > 0 &&
      last - from < 4 &&
      (gaps[from] === BLANK || gaps[from] === HYPHEN) &&
      /^\p{Lu}|^(?:van|de|der|den|von|la|le|du)$/u.test(text.slice(tokens.starts[from - 1], tokens.ends[from - 1]))
    )
      from--;
    const range = nameFrom(sequence, from, false);
    if (range !== undefined && range.to === last) report({ ...range, confidence: 0.9 });
  }
}

/** `"joke de smedt" <mail>`: up to five words in quotes are a name, however they are written. */
function quotedBefore({ text, tokens }: Sequence, last: number): NameRange | undefined {
  if (text.charAt(tokens.ends[last] ?? 0) !== '"') return undefined;
  for (let from = last; from >= 0 && last - from < 5; from--) {
    if ((tokens.kinds[from] ?? DIGITS) >= DIGITS) return undefined;
    const before = text.charAt((tokens.starts[from] ?? 0) - 1);
    if (before === '"') return { from, to: last, confidence: 0.85 };
    if (before !== " " && before !== "-" && before !== "'" && before !== ".") return undefined;
  }
  return undefined;
}

const NUMBER_DIGITS_MIN = 8;

/** `Jochem De Brandt 0478/96 75 26`, `Info: Emiel Claes: 015 …`: two capitals right before a number with a trunk 0 or a plus. */
export function beforeBareNumber({ text, tokens, gaps, lex }: Sequence, report: Report): void {
  for (const i of tokens.numeric) {
    if ((tokens.reach[i] ?? 0) < NUMBER_DIGITS_MIN || i < 2) continue;
    const last = i - 1;
    const between = text.slice(tokens.ends[last], tokens.starts[i]);
    const isNumber = text.charAt(tokens.starts[i] ?? 0) === "0" || between.endsWith("+");
    if (!isNumber || !/^ ?[:,–|-]? ?[(+]{0,2}$/.test(between) || between === "") continue;
    let from = last;
    while (
      from > 0 &&
      last - from < 3 &&
      (gaps[from] === BLANK || gaps[from] === HYPHEN) &&
      isNamePart(tokens, from - 1)
    )
      from--;
    while (from < last && tokens.kinds[from] !== CAPITALISED) from++;
    const isShown = tokens.kinds[last] === CAPITALISED && from < last;
    const [first, surname] = [lex[from] ?? 0, lex[last] ?? 0];
    const isName = (first & LEX.COMMON) === 0 && (surname & (LEX.FREQUENT | LEX.MAKE)) === 0;
    const hasCue = ((tokens.cues[from] ?? 0) | (tokens.cues[last] ?? 0)) & ~CUE.PARTICLE;
    if (isShown && isName && hasCue === 0) report({ from, to: last, confidence: 0.7 });
  }
}

const isNamePart = (tokens: Sequence["tokens"], i: number): boolean =>
  tokens.kinds[i] === CAPITALISED || ((tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0;

const BRACKETED = / \((\p{Lu}[\p{Ll}'’]+(?: (?:van|de|der|den|von|la|le|du|el)){0,3}(?: \p{Lu}[\p{L}'’-]+){1,2})\)/uy;

/** `34AA433E (Sjors Mulder)`: a listed first name and a surname, and nothing else, in a bracket. */
export function inBrackets(s: Sequence, report: Report): void {
  for (let at = s.text.indexOf(" ("); at >= 0; at = s.text.indexOf(" (", at + 2)) {
    BRACKETED.lastIndex = at;
    const match = BRACKETED.exec(s.text);
    if (match === null) continue;
    const start = match.index + 2;
    const from = tokenBefore(s, start + 1);
    const to = tokenBefore(s, start + (match[1]?.length ?? 0));
    const [first, last] = [s.lex[from] ?? 0, s.lex[to] ?? 0];
    const isPerson =
      (first & (LEX.FIRST | LEX.COMMON | LEX.PLACE)) === LEX.FIRST && (last & (LEX.PLACE | LEX.FREQUENT)) === 0;
    if (isPerson && ((s.tokens.cues[from] ?? 0) | ((s.tokens.cues[to] ?? 0) & ~CUE.PARTICLE)) === 0)
      report({ from, to, confidence: 0.65 });
  }
}

const BRACKET_REACH = 24;

/** `Helen Marsh (07700 900461)`: up to three capitals before a bracket that holds a telephone number. */
export function beforeNumber(s: Sequence, report: Report): void {
  const { text, tokens, gaps, lex } = s;
  for (let at = text.indexOf(" ("); at >= 0; at = text.indexOf(" (", at + 1)) {
    if (!/^\(\+?[\d ()./-]{8,20}/.test(text.slice(at + 1, at + BRACKET_REACH))) continue;
    const last = tokenBefore(s, at);
    if (last < 0 || tokens.ends[last] !== at || tokens.kinds[last] !== CAPITALISED) continue;
    let from = last;
    while (
      from > 0 &&
      last - from < 3 &&
      gaps[from] === BLANK &&
      (tokens.kinds[from - 1] === CAPITALISED || ((tokens.cues[from - 1] ?? 0) & CUE.PARTICLE) !== 0) &&
      ((lex[from - 1] ?? 0) & LEX.FREQUENT) === 0
    )
      from--;
    const isFirstNamed = from < last && ((lex[from] ?? 0) & (LEX.FIRST | LEX.NAME)) !== 0;
    const isWord = !isFirstNamed && ((lex[last] ?? 0) & (LEX.COMMON | LEX.LAST | LEX.FIRST)) === LEX.COMMON;
    if (!isWord && ((tokens.cues[last] ?? 0) & ~CUE.PARTICLE) === 0) report({ from, to: last, confidence: 0.75 });
  }
}

// Names of fields that hold a part of a name. A bare `first`, `last` or `nom` counts beside its counterpart only.
const KEY =
  /(?<![\p{L}\p{N}])(first[ _-]?name|given[ _-]?name|fore?name|last[ _-]?name|family[ _-]?name|sur[ _-]?name|full[ _-]?name|first|last|given|family|voornaam|achternaam|familienaam|pr[eé]nom|nom(?:[ _-]?de[ _-]?famille)?|naam|vorname|nachname|familienname|name)["']?\]?\s?(=|:|=>)\s?["']?(?=\p{L})/iuy;
const NEEDS_OTHER = /^(?:first|last|given|family|nom|naam|name)$/i;
const KEY_REACH = 70;
const VALUE_WORDS = 4;

/** `first=Ann&last=Okafor`, `"voornaam": "joke"`: the value of a field named for a part of a name, in any letters. */
export function inFields(s: Sequence, isCode: (at: number) => boolean, report: Report): void {
  if (!/[=:]/.test(s.text)) return;
  const found = keysIn(s);
  for (const [i, match] of found.entries()) {
    const at = match.index + match[0].length;
    const [before, after] = [found[i - 1], found[i + 1]];
    const hasOther = [before, after].some(
      (other) =>
        other !== undefined &&
        Math.abs(other.index - match.index) < KEY_REACH &&
        other[1]?.toLowerCase() !== match[1]?.toLowerCase(),
    );
    if ((NEEDS_OTHER.test(match[1] ?? "") || isCode(at)) && !hasOther) continue;
    const range = valueAt(s, at, match[0].endsWith('"'));
    if (range !== undefined) report(range);
  }
}

function keysIn({ text, tokens }: Sequence): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  let done = 0;
  for (const i of tokens.cued) {
    const at = tokens.starts[i] ?? 0;
    if (at < done || ((tokens.cues[i] ?? 0) & (CUE.FIELD | CUE.ROLE)) === 0) continue;
    KEY.lastIndex = at;
    const match = KEY.exec(text);
    if (match === null) continue;
    found.push(match);
    done = at + match[0].length;
  }
  return found;
}

function valueAt({ text, tokens, gaps }: Sequence, at: number, isQuoted: boolean): NameRange | undefined {
  const from = tokenBefore({ tokens }, at + 1);
  if (tokens.starts[from] !== at || (tokens.kinds[from] ?? MIXED) >= DIGITS) return undefined;
  if (/^(?:true|false|null|none|undefined|yes|no)$/i.test(text.slice(at, tokens.ends[from]))) return undefined;
  let to = from;
  while (
    to + 1 < tokens.count &&
    to - from < VALUE_WORDS - 1 &&
    (gaps[to + 1] === BLANK || gaps[to + 1] === HYPHEN || text.slice(tokens.ends[to], tokens.starts[to + 1]) === "'") &&
    (tokens.kinds[to + 1] ?? DIGITS) < DIGITS &&
    !(text.charAt(tokens.ends[to + 1] ?? 0) === "=" || text.charAt(tokens.ends[to + 1] ?? 0) === ":") &&
    (isQuoted || tokens.kinds[to + 1] === tokens.kinds[from] || tokens.kinds[to + 1] === CAPITALISED)
  )
    to++;
  return { from, to, confidence: 0.85 };
}
