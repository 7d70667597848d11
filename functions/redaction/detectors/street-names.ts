import { CUE } from "../cues.ts";
import { hasCueBefore, matchAt } from "../near.ts";
import { CAPITALISED, LOWER, UPPER } from "../tokens.ts";
import type { Tokens } from "../types.ts";
import { afterHouse } from "./locality.ts";

export function isNamePart(tokens: Tokens, i: number): boolean {
  const kind = tokens.kinds[i];
  return kind === CAPITALISED || kind === UPPER || (kind === LOWER && ((tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0);
}

/** First of the capitalised words, or ordinals, that belong to a street's name. */
export function leading(text: string, tokens: Tokens, from: number): number {
  let first = from;
  for (let j = from - 1; j >= 0 && from - j <= 4; j--) {
    const gap = text.slice(tokens.ends[j] ?? 0, tokens.starts[j + 1] ?? 0);
    if (!/^(?: |-|\. |['’])$/.test(gap)) break;
    const isOrdinal = /^\d{1,2}(?:e|de|ste)$/.test(text.slice(tokens.starts[j], tokens.ends[j]));
    if (!isOrdinal && !isNamePart(tokens, j)) break;
    if (tokens.kinds[j] !== LOWER) first = j;
  }
  return first;
}

const OPEN_NAME =
  /^(?:Grote|Oude|Nieuwe|Kleine|Grand|Achter|Am|An|Auf|Im|In|Zum|Zur|Unter|Alte|Alter|Neue|Neuer|Op|Aan|Bij|Lange|Korte|Hoge|Lage|Groot|Klein)$/;

/** Names without a street word: Grote Markt 153, Achter de Hoven 42, Am Graben 160. */
export function openName(text: string, tokens: Tokens, last: number): number | undefined {
  if (tokens.kinds[last] !== CAPITALISED) return undefined;
  for (let j = last - 1; j >= 0 && last - j <= 3; j--) {
    if (text.slice(tokens.ends[j], tokens.starts[j + 1]) !== " ") return undefined;
    if (OPEN_NAME.test(text.slice(tokens.starts[j], tokens.ends[j])))
      return followedByPostcode(text, tokens, last) ? tokens.starts[j] : undefined;
    if (!isNamePart(tokens, j) && tokens.kinds[j] !== LOWER) return undefined;
  }
  return undefined;
}

export function followedByPostcode(text: string, tokens: Tokens, last: number): boolean {
  const end = afterHouse(text, tokens.ends[last + 1] ?? 0);
  return (
    /^[ ,\n–-]{1,3}(?:(?:te|in|à) )?(?:[A-Z]{1,2}-)?\d{4,5}\b/.test(text.slice(end, end + 16)) ||
    hasCueBefore(tokens, last, CUE.ADDRESS, 5)
  );
}

const PLACED =
  /^ ?(?:, ?\n?|\n|<br ?\/?>\n?)(?:[A-Z]{1,2}-)?(?:\d{5}|(?!19[5-9]\d|20[0-4]\d(?<!2000|2018|2020|2030|2040))\d{4}(?: ?[A-Z]{2})?) (?!(?:St(?:ü|ue)ck|Exemplare?|Bogen|Blatt|Karten|Flyer|Uhr)\b)\p{Lu}\p{Ll}{2,}/u;

/** A name no list has for a street, told by what follows its number: `Lerchenfeld 19, 84028 Landshut`. */
export function placedName(text: string, tokens: Tokens, last: number): number | undefined {
  const start = tokens.starts[last] ?? 0;
  const isName = tokens.kinds[last] === CAPITALISED && (tokens.ends[last] ?? 0) - start >= 4;
  if (!isName || ((tokens.cues[last] ?? 0) & (CUE.MONTH | CUE.UNIT | CUE.REFERENCE | CUE.NOT_NAME)) !== 0)
    return undefined;
  const end = afterHouse(text, tokens.ends[last + 1] ?? 0);
  return PLACED.test(text.slice(end, end + 40)) ? tokens.starts[leading(text, tokens, last)] : undefined;
}

const SMALL_STREET = /^(?:rue|avenue|av|bd|boulevard|impasse|allée|allee|chemin|chaussée|ruelle)$/i;
const SMALL_NAME =
  /(?:(?:de la|de l['’]|des|du|de|d['’]|la|le|les|aux?) ?)?(?:[\p{L}]{1,20}['’ -](?!\d)){0,6}[\p{L}]{2,20},? ?\n?\d{5}\b(?: [\p{L}-]{3,30})?/uy;

/** `12 rue des lilas, 69003 lyon`: a name in small letters is a street's when a postcode follows. */
export function smallStreet(text: string, tokens: Tokens, j: number): number | undefined {
  if (!SMALL_STREET.test(text.slice(tokens.starts[j - 1], tokens.ends[j - 1]))) return undefined;
  const start = tokens.starts[j] ?? 0;
  const name = matchAt(SMALL_NAME, text, start);
  return name === undefined ? undefined : start + name.length;
}
