import { classOf, LETTER } from "../chars.ts";
import { CUE } from "../cues.ts";
import { CAPITALISED, DIGITS, LOWER, MIXED, UPPER } from "../tokens.ts";
import type { Detector, Source, Tokens } from "../types.ts";
import { announcedAddress } from "./announced-address.ts";
import { afterHouse, eachPostBox, locality } from "./locality.ts";
import { followedByPostcode, isNamePart, leading, openName, placedName, smallStreet } from "./street-names.ts";

// Endings that make one word a street in Dutch, German and the Nordic languages.
const STREET_END =
  /(?:straat|laan|steenweg|plein|dreef|kade|kaai|gracht|singel|dijk|weg|pad|hof|baan|markt|lei|plantsoen|boulevard|stra(?:ß|ss)e|str|platz|allee|gasse|damm|ufer|ring|park|chaussee|stieg|promenade|gatan|vägen|gade|vej|katu|veien|gata|utca|stræde)$/i;
const DOUBTFUL =
  /(?:ering|ning|pring|onderweg|halfweg|markt|allerlei|bahnhof|(?:arbeits|park|stell|sitz|steh|bau)platz|park|pad|baan|hof|werkplein|platz)$/i;
const HOUSE = /^\d{1,4}(?:[a-zA-Z]|bis|ter|quater)?$/i;
/** Between a house number and the street behind it: 12 bis, rue …; 5 B rue … */
const SUFFIX = /^(?:bis|ter|quater|[A-D])$/i;
/** Between a street and its number: rue Haute n° 41, Dorfstraße Nr. 3. */
const NUMBER_WORD = /^(?:n|nr|no|num|numéro|nummer|number)$/i;
/** Flat 3, 22 Tollgate Road: what narrows the house down stands before it. */
const UNIT_BEFORE =
  /\b(?:flat|unit|apartment|apt\.?|suite|studio|room|block|building)(?: [A-Za-z]?\d{1,4}[A-Za-z]?,?)? $/i;

/** Eastcastle House, 27 Eastcastle Street */
const HOUSE_BEFORE =
  /(?:(?<=[\s(>:;])|^)\p{Lu}[\p{L}'’]{1,20}(?: \p{Lu}[\p{L}'’]{1,20})? (?:House|Building|Court|Mills?|Works|Centre|Center|Tower|Hall|Lodge|Farm|Cottage|Mansions|Chambers),? $/u;

/** Postal addresses: a street with its house number, and the postcode, town and box that go on from there. */
export const address: Detector = {
  name: "address",
  find(source, emit) {
    const { text, tokens, budget } = source;
    let done = 0;
    const report = (start: number, end: number, confidence: number): void => {
      const stop = locality(text, end);
      // Two numbers in a row: a building's before the house's.
      const building =
        /(?:^|[\s>])(\d{2,6} |\d{1,4}[-–])$/.exec(text.slice(Math.max(done, start - 8), start))?.[1] ?? "";
      const near = text.slice(Math.max(done, start - 40), start - building.length);
      const unit = UNIT_BEFORE.exec(near)?.[0] ?? HOUSE_BEFORE.exec(near)?.[0] ?? "";
      emit(start - building.length - unit.length, stop, "ADDRESS", stop > end ? 0.95 : confidence);
      done = stop;
    };
    for (const i of tokens.numeric) {
      budget.spend(10);
      const at = tokens.starts[i] ?? 0;
      if (at < done || (tokens.ends[i] ?? 0) - at > HOUSE_CHARS_MAX || !hasStreetNear(tokens, i)) continue;
      if (!HOUSE.test(text.slice(at, tokens.ends[i]))) continue;
      const before = streetBefore(source, i);
      if (before !== undefined && before >= done) report(before, afterHouse(text, tokens.ends[i] ?? 0), 0.85);
      else {
        const after = streetAfter(source, i);
        if (after !== undefined) report(at, after, 0.85);
      }
    }
    eachPostBox(source, emit);
    announcedAddress(source, emit);
  },
};

/** True for one separator between two tokens that can stand inside a street's name. */
function joins(text: string, from: number, to: number): boolean {
  const gap = text.slice(from, to);
  return gap.length <= 3 && /^(?:[ \t]|\. ?|[-'’]|, ?)$/.test(gap);
}

const HOUSE_CHARS_MAX = 10;

/** A capital or a particle before a house's number, a capital or a word for a street behind it: one look at kinds and cues. */
function hasStreetNear(tokens: Tokens, i: number): boolean {
  return isStreetPart(tokens, i - 1) || isStreetPart(tokens, i + 1) || isStreetPart(tokens, i + 2);
}

function isStreetPart({ kinds, cues, starts, ends }: Tokens, i: number): boolean {
  const kind = kinds[i];
  if (kind === undefined || kind === DIGITS) return false;
  if (kind !== LOWER) return true;
  const isShort = (ends[i] ?? 0) - (starts[i] ?? 0) <= 4;
  return isShort || ((cues[i] ?? 0) & (CUE.PARTICLE | CUE.STREET_FIRST)) !== 0;
}

function isStreetWord(text: string, tokens: Tokens, i: number): boolean {
  const start = tokens.starts[i] ?? 0;
  const end = tokens.ends[i] ?? 0;
  const isHyphened = text.charAt(start - 1) === "-";
  return end - start >= (isHyphened ? 3 : 4) && end - start <= 40 && STREET_END.test(text.slice(start, end));
}

/** Start of the street whose name ends just before the house number at token `i`. */
function streetBefore({ text, tokens }: Source, i: number): number | undefined {
  let last = i - 1;
  const isNumbered = last > 0 && NUMBER_WORD.test(text.slice(tokens.starts[last], tokens.ends[last]));
  if (isNumbered && /^[°º.]? ?$/.test(text.slice(tokens.ends[last], tokens.starts[i]))) last--;
  else if (last < 0 || !joins(text, tokens.ends[last] ?? 0, tokens.starts[i] ?? 0)) return undefined;
  // One word: Keizersgracht 146, Domstr. 35; its forerunners where capitalised: Nieuwe Binnenweg, Wiener Straße.
  let from: number | undefined;
  for (let j = last; j >= 0 && last - j < 7; j--) {
    if (j < last && !joins(text, tokens.ends[j] ?? 0, tokens.starts[j + 1] ?? 0)) break;
    const isName = isNamePart(tokens, j) || tokens.kinds[j] === DIGITS || tokens.kinds[j] === MIXED;
    const cue = tokens.cues[j] ?? 0;
    if ((cue & CUE.STREET_FIRST) !== 0 && j < last) return tokens.starts[j];
    if (j === last && isStreetWord(text, tokens, j) && isCapital(text, tokens, j)) {
      // Levering 12, Onderweg 3, Parkplatz 4: only with a postcode after it a street.
      if (DOUBTFUL.test(text.slice(tokens.starts[j], tokens.ends[j])) && !followedByPostcode(text, tokens, j))
        return undefined;
      from = j;
    } else if (!isName) break;
  }
  if (from !== undefined) return tokens.starts[leading(text, tokens, from)];
  return openName(text, tokens, last) ?? placedName(text, tokens, last);
}

function isCapital(text: string, tokens: Tokens, i: number): boolean {
  return (
    tokens.kinds[i] === CAPITALISED || tokens.kinds[i] === UPPER || /^[A-Z]/.test(text.charAt(tokens.starts[i] ?? 0))
  );
}

/** End of the street whose name begins just after the house number at token `i`: 196 O'Connell Street; 12, rue de la Paix. */
function streetAfter({ text, tokens }: Source, i: number): number | undefined {
  let isFrench = false;
  let end: number | undefined;
  for (let j = i + 1; j < tokens.count && j - i <= 7; j++) {
    if (!joins(text, tokens.ends[j - 1] ?? 0, tokens.starts[j] ?? 0)) break;
    const cue = tokens.cues[j] ?? 0;
    const isSuffix = j === i + 1 && SUFFIX.test(text.slice(tokens.starts[j], tokens.ends[j]));
    if (isSuffix && ((tokens.cues[j + 1] ?? 0) & CUE.STREET_FIRST) !== 0) continue;
    const word = text.slice(tokens.starts[j], tokens.ends[j]);
    if (
      j <= i + 2 &&
      (cue & CUE.STREET_FIRST) !== 0 &&
      !isFrench &&
      (j === i + 1 || SUFFIX.test(text.slice(tokens.starts[i + 1], tokens.ends[i + 1])))
    ) {
      isFrench = true;
      continue;
    }
    if (isFrench) {
      // Behind the street's name a comma begins the town, whose country's letter would pass for a name.
      if (end !== undefined && text.slice(tokens.ends[j - 1], tokens.starts[j]).includes(",")) break;
      if (end === undefined && tokens.kinds[j] === LOWER) {
        const small = smallStreet(text, tokens, j);
        if (small !== undefined) return small;
      }
      if (!isNamePart(tokens, j) && !/^(?:de|du|des|la|le|les|l|d|à|aux|et|en|sur)$/.test(word)) break;
      if (tokens.kinds[j] !== LOWER) end = tokens.ends[j];
      else if (!/^(?:de|du|des|la|le|les|l|d|à|aux|et|en|sur)$/.test(word)) break;
      continue;
    }
    const isOrdinal =
      /^\d{1,3}(?:st|nd|rd|th)$/.test(word) || (word === "s" && /['’]/.test(text.charAt((tokens.starts[j] ?? 0) - 1)));
    if (!isOrdinal && tokens.kinds[j] !== CAPITALISED && tokens.kinds[j] !== UPPER) break;
    if (j > i + 1 && (cue & CUE.STREET) !== 0) {
      end = tokens.ends[j];
      if (text.charAt(end ?? 0) === "." && (classOf(text.charCodeAt((end ?? 0) + 2)) & LETTER) === 0)
        end = (end ?? 0) + 1;
      break;
    }
  }
  return end;
}
