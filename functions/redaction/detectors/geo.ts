import { CUE } from "../cues.ts";
import { hasCueBefore, matchAt, stands } from "../near.ts";
import type { Detector, Source } from "../types.ts";

const DECIMAL = "-?\\d{1,3}[.,]\\d{3,9}";
const HALF = `${DECIMAL} ?°? ?[NSEWOZ]?\\b`;
// Between latitude and longitude: a comma, a semicolon, blanks, a slash, or the name of the second.
const PAIR = new RegExp(
  `(${DECIMAL}) ?°? ?([NSZ]?)(?:[,;/ ]{1,3}|/)(?:[a-zäöü]{2,12}[:= ]{1,3})?(-?\\d{1,3}[.,]\\d{3,9})(?!\\d) ?°? ?([EWO]\\b)?`,
  "iy",
);
const SINGLE = new RegExp(HALF, "y");
// 51°03'14.2"N 3°43'27.8"E, 50° 51.2′ N, 51 deg 3 min
const DMS_HALF =
  "\\d{1,3} ?(?:°|º|deg\\b|grad\\b) ?\\d{1,2}(?:[.,]\\d{1,6})? ?(?:['′]|min\\b)? ?(?:\\d{1,2}(?:[.,]\\d{1,6})? ?(?:[\"″]|''|sec\\b)?)? ?[NSEWOZ]?\\b";
const DMS = new RegExp(`(?:[NSEWOZ] ?)?${DMS_HALF}(?:[,;/ ]{0,3}(?:[NSEWOZ] ?)?${DMS_HALF})?`, "iy");
const IS_DMS = /['′"″]|deg.*min|[NSEWOZ]$|^[NSEWOZ]/;
// N50.6402 E4.6671
const LETTERED = /[NS] ?\d{1,2}[.,]\d{3,9}°?[,;/ ]{1,3}[EWO] ?\d{1,3}[.,]\d{3,9}/y;
/** Right before a position: an URI's scheme, a map's address. */
const IN_ADDRESS = /(?:geo:|[?&](?:q|ll|center|daddr|saddr|loc|query|mlat|mlon)=|#map=\d{1,2}\/|\/@|maps\/place\/)$/i;
/** After these one number is a position; `Breite` and `Länge` are also a box's, which has no five decimals. */
const NAMES_HALF =
  /^(?:lat|latitude|lon|lng|long|longitude|breedtegraad|lengtegraad|breitengrad|längengrad|breedte|lengte|breite|länge|gps)$/i;
const DECIMALS_SURE = 5;
const DECIMALS_EUROPE = 4;

/** Positions: degrees with minutes, decimal pairs, and single halves a word announces. */
export const geo: Detector = {
  name: "geo",
  find(source, emit) {
    const { text, tokens, budget } = source;
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(2);
      const digit = tokens.starts[i] ?? 0;
      const end = tokens.ends[i] ?? 0;
      if (digit < done || end - digit > 4) continue;
      const next = text.charCodeAt(end);
      // A point, a comma, a degree sign, or a blank before one.
      if (next !== 46 && next !== 44 && next !== 0xb0 && next !== 0xba && next !== 32) continue;
      // Behind a blank only a degree's sign or word goes on: 51 °, 51 deg, 51 Grad.
      if (next === 32 && !isDegree(text.charCodeAt(end + 1)) && !isLettered(text, digit)) continue;
      budget.spend(8);
      const at = text.charAt(digit - 1) === "-" ? digit - 1 : digit;
      // The letter touches the number, and is its token's first sign, or stands a blank before it.
      const start = /[NS]/.test(text.charAt(digit)) ? digit : digit - 2;
      const lettered = start < 0 ? undefined : matchAt(LETTERED, text, start);
      const found =
        lettered !== undefined
          ? { start, end: start + lettered.length }
          : next === 46 || next === 44
            ? decimal(source, i, at)
            : degrees(text, digit);
      if (found === undefined) continue;
      emit(found.start, found.end, "GEO", 0.9);
      done = found.end;
    }
  },
};

const isDegree = (c: number): boolean => c === 0xb0 || c === 0xba || (c | 32) === 100 || (c | 32) === 103;
const isNorthSouth = (c: number): boolean => c === 78 || c === 83;
const isLettered = (text: string, digit: number): boolean =>
  isNorthSouth(text.charCodeAt(digit)) || isNorthSouth(text.charCodeAt(digit - 2));

interface Found {
  readonly start: number;
  readonly end: number;
}

function degrees(text: string, digit: number): Found | undefined {
  const start = /[NSEWOZ]$/.test(text.slice(Math.max(0, digit - 1), digit))
    ? digit - 1
    : /(?:^|[\s(,;:])[NSEWOZ] $/.test(text.slice(Math.max(0, digit - 3), digit))
      ? digit - 2
      : digit;
  const shape = matchAt(DMS, text, start);
  return shape !== undefined && IS_DMS.test(shape) ? { start, end: start + shape.trimEnd().length } : undefined;
}

function decimal(source: Source, i: number, at: number): Found | undefined {
  const { text, tokens } = source;
  const isCued = hasCueBefore(tokens, i, CUE.GEO, 6);
  const isInAddress = IN_ADDRESS.test(text.slice(Math.max(0, at - 14), at));
  PAIR.lastIndex = at;
  const pair = PAIR.exec(text);
  if (pair !== null && /[\d.,]/.test(text.charAt(at - 1)) && !isInAddress) return undefined;
  if (pair !== null && isPosition(pair, isCued || isInAddress))
    return { start: at, end: at + pair[0].trimEnd().length };
  const name = i > 0 ? text.slice(tokens.starts[i - 1], tokens.ends[i - 1]) : "";
  const isNamed =
    NAMES_HALF.test(name) && /^["' ]{0,2}[:= (]{1,3}["']?-?$/.test(text.slice(tokens.ends[i - 1], tokens.starts[i]));
  const single = isNamed ? matchAt(SINGLE, text, at)?.trimEnd() : undefined;
  if (single === undefined || !stands(text, at, at + single.length)) return undefined;
  const isLength = /^(?:breedte|lengte|breite|länge|long)$/i.test(name);
  return decimalsOf(single) >= (isLength ? DECIMALS_EUROPE : 3) ? { start: at, end: at + single.length } : undefined;
}

const decimalsOf = (half: string): number => /[.,](\d+)/.exec(half)?.[1]?.length ?? 0;
const numberOf = (half: string | undefined): number => Number((half ?? "").replace(",", "."));

/** On the globe, and told as a position by a word, a letter, its many decimals, or by lying in Europe. */
function isPosition([, first = "", north, second = "", east]: RegExpExecArray, isCued: boolean): boolean {
  const latitude = numberOf(first);
  const longitude = numberOf(second);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return false;
  if (isCued || (north ?? "") !== "" || (east ?? "") !== "") return true;
  const decimals = Math.min(decimalsOf(first), decimalsOf(second));
  if (first.includes(",") || decimals > 8) return false;
  const isEurope = latitude > 35 && latitude < 72 && longitude > -12 && longitude < 32;
  return decimals >= DECIMALS_SURE || (decimals >= DECIMALS_EUROPE && (isEurope || latitude < 0 || longitude < 0));
}
