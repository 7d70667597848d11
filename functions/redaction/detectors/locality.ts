import { hashOf } from "../chars.ts";
import { matchAt } from "../near.ts";
import type { Emit, Source } from "../types.ts";

const BOX_WORD =
  "bus|bte|boîte|boite|box|apt\\.?|apartment|suite|ste|unit|flat|app\\.?|appt|appartement|#|wohnung|whg|top|b(?=[ .]{0,2}\\d| [A-Z]\\b)";
const FLOOR = "floor|étage|etage|verdieping|verd|OG|UG|Stock|stiege";
const PART =
  "EG|Hinterhaus|Vorderhaus|Hinterhof|Seitenflügel|Aufgang|Eingang|Haus|ingang|entrée|entrance|hal|cour|rez-de-chaussée|gelijkvloers|bâtiment|bât|bat|gebouw|building|bldg|block|bloc|blok|escalier|esc|porte|Tür|trappe|toren|tower|résidence";
/** What narrows a house down: a box, a floor, a part of the building; also `12 bis`, where the number comes last. */
const TAIL = new RegExp(
  `,?[ \\n]{0,2}(?:\\(|/ ?|- )?(?:(?:${BOX_WORD}|${FLOOR}|bis|ter|quater)[ .°]{0,2}[A-Za-z]?\\d{0,5}(?:[.]\\d{1,3})?[A-Za-z]?\\b|\\d{1,2}(?:\\.|e|er|de|ste|ième|ème|th|st|nd|rd)? ?(?:${FLOOR})\\b\\.?(?: (?:links|rechts|mitte|gauche|droite|left|right)\\b)?|(?:${PART})\\b\\.?(?: (?=[A-Z0-9]{1,3}\\b)[A-Z0-9]{1,3})?)\\)?`,
  "iy",
);
const TAILS_MAX = 3;
const CITY_WORD = "[\\p{Lu}'’][\\p{L}'’.-]{1,24}";
const CITY = `${CITY_WORD}(?:[ -](?:(?:am|an|der|den|de|la|le|les|du|sur|sous|aux|van|het|aan|op|in|bei|upon|on|of|ob|zur|im)[ -])?(?:d'|l')?${CITY_WORD}){0,3}(?: \\([\\p{L}]{2,12}\\))?`;
const CEDEX = "(?: cedex)?(?:(?<=[Cc](?:edex|EDEX)) \\d{1,2}\\b)?";
const LOCALITY = new RegExp(
  `[ ]?,?(?:<br ?/?>)?[ \\n]{0,2}(?:(?:[|–-] )?(?:(?:à|te|in|at|en) )?(?:[A-Z]{1,2}-)?\\d{4,6}(?: ?[A-Z]{2}\\b)?[, \\n]{1,3}${CITY}${CEDEX}|[A-Z]{1,2}\\d{1,2}[A-Z]? ?\\d[A-Z]{2}\\b[, ]{0,2}(?:${CITY})?|${CITY},? (?:Co\\.? ${CITY_WORD},? )?[A-Z]\\d[\\dW] ?(?=[A-Z0-9]{0,3}\\d)[A-Z0-9]{4}\\b|${CITY}, (?:United Kingdom|UK|England|Scotland|Wales|Northern Ireland),? [A-Z]{1,2}\\d{1,2}[A-Z]? ?\\d[A-Z]{2}\\b|${CITY},? [A-Z]{1,2}\\d{1,2}[A-Z]?(?: ?\\d[A-Z]{2})?\\b|${CITY},? [A-Z]{2},? \\d{5}(?:-\\d{4})?|${CITY}[ ,\\n]{1,4}(?:[A-Z]{2,3},? ?\\n? ?)?(?:${CITY}[ ,\\n]{0,3})?\\d{4,6}\\b|${CITY},? [A-Z]{2}\\b)(?:,? (?:${CITY_WORD}))?`,
  "uy",
);
const BOX =
  /(?:P\.? ?O\.? ?Box|Postbus|Postfach|B\.?P\.?|C\.?S\.?|Boîte postale|PSC|Unit|CMR|Bus postal) \d{1,6}(?: ?\d{2,3}){0,2}(?:,? ?(?:Box|bus) \d{1,6})?(?:\s{1,2}(?:APO|FPO|DPO) A[AEP] \d{5})?/iy;

/** End of a house number with its letter, range, box and floor, which begins before `end`. */
export function afterHouse(text: string, end: number): number {
  const letter =
    /^ ?[a-zA-Z](?![\p{L}\p{N}]| (?:\d|[A-Z]\b))|^ ?[-/] ?(?:\d{1,4}[a-zA-Z]?|[A-Z]\d{1,3})(?![\p{L}\p{N}])/u.exec(
      text.slice(end, end + 9),
    )?.[0] ?? "";
  return tailEnd(text, end + letter.length);
}

function tailEnd(text: string, end: number): number {
  let stop = end;
  for (let n = 0; n < TAILS_MAX; n++) {
    const tail = matchAt(TAIL, text, stop);
    if (tail === undefined) break;
    stop += tail.length;
  }
  return stop;
}

/** End of the postcode and town that go on from a street or box ending at `end`; `end` itself when none do. */
export function locality(text: string, end: number): number {
  const stop = tailEnd(text, end);
  const place = matchAt(LOCALITY, text, stop);
  return place === undefined ? stop : stop + place.length;
}

const BOX_WORDS = new Set("box postbus postfach bp p cs s postale psc unit cmr postal".split(" ").map(hashOf));
const WORDS_BEFORE = 3;

/** Post office boxes, with the postcode and town behind. A French CS or BP by itself may be anything. */
export function eachPostBox({ text, tokens, budget }: Source, emit: Emit): void {
  let done = 0;
  for (const i of tokens.numeric) {
    if (!BOX_WORDS.has(tokens.hashes[i - 1] ?? 0) || (tokens.starts[i] ?? 0) < done) continue;
    budget.spend(32);
    for (let j = Math.max(0, i - WORDS_BEFORE); j < i; j++) {
      const start = tokens.starts[j] ?? 0;
      const box = matchAt(BOX, text, start);
      if (box === undefined || start + box.length < (tokens.ends[i] ?? 0)) continue;
      const end = start + box.length;
      const stop = locality(text, end);
      if (isDoubtful(box) && (stop === end || /^unit/i.test(box))) break;
      emit(start, stop, "ADDRESS", 0.85);
      done = stop;
      break;
    }
  }
}

function isDoubtful(box: string): boolean {
  return /^(?:unit|bp|c\.?s)/i.test(box) && !/box|APO|DPO|FPO/i.test(box.slice(4)) && !/^B\.?P/.test(box);
}
