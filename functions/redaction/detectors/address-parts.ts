import { CUE } from "../cues.ts";
import { matchAt } from "../near.ts";
import { CAMEL, CAPITALISED, DIGITS, LOWER, MIXED, UPPER } from "../tokens.ts";
import type { Detector, Source } from "../types.ts";

const UNIT = /^(?:apt|apartment|suite|ste|flat|appt|appartement|wohnung)$/i;
const WORDS_BEFORE = 9;
const WORDS_AFTER = 8;
const MILITARY = /(?:(?:USNS|USNV|USS|USCGC|PSC|Unit|CMR) [^\n,]{1,40}[\n,] {0,2})?(?:APO|FPO|DPO),? A[AEP] \d{5}/g;
/** Unit 12, Sidings Industrial Estate, Hexham NE46 3SA */
const UNIT_FIRST =
  /\b(?:Unit|Suite|Flat|Apartment|Studio|Block|Plot|Depot|Bay) [A-Z]?\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'’&-]{0,20}[ ,]{1,2}){1,9}[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b/g;
const CORNER = /the corner of /gi;
const CORNER_NAMES =
  /(?:\d{1,5} )?[\p{Lu}\p{Ll}][\p{L}.'-]{1,24}(?: [\p{L}\d.'-]{1,24}){0,5} and (?:\p{L}{2,4} )?[\p{Lu}\d][\p{L}\d.'-]{0,24}(?: [\p{Lu}\d][\p{L}\d.'-]{0,24}){0,4}/uy;

/** Addresses told by their parts: a flat or suite number, a military post office, a street corner. */
export const addressParts: Detector = {
  name: "address-parts",
  find(source, emit) {
    const { text, tokens, budget } = source;
    for (const i of tokens.numeric) {
      budget.spend(2);
      const unit = i - 1;
      if (unit < 0 || !/^[ .#]{1,3}$/.test(text.slice(tokens.ends[unit], tokens.starts[i]))) continue;
      if (!UNIT.test(text.slice(tokens.starts[unit], tokens.ends[unit]))) continue;
      budget.spend(64);
      const from = before(source, unit);
      // "Creative Suite 6" has no house number before it, and begins no line.
      const startsLine =
        unit === 0 || /\n[> ]*$/.test(text.slice(Math.max(0, (tokens.starts[unit] ?? 0) - 4), tokens.starts[unit]));
      if (from === unit && !startsLine) continue;
      emit(tokens.starts[from] ?? 0, after(source, i), "ADDRESS", 0.8);
    }
    MILITARY.lastIndex = 0;
    for (let m = text.includes("PO ") ? MILITARY.exec(text) : null; m !== null; m = MILITARY.exec(text)) {
      budget.spend(48);
      emit(m.index, m.index + m[0].length, "ADDRESS", 0.9);
    }
    UNIT_FIRST.lastIndex = 0;
    for (let m = UNIT_FIRST.exec(text); m !== null; m = UNIT_FIRST.exec(text)) {
      budget.spend(48);
      emit(m.index, m.index + m[0].length, "ADDRESS", 0.85);
    }
    CORNER.lastIndex = 0;
    for (let m = CORNER.exec(text); m !== null; m = CORNER.exec(text)) {
      budget.spend(64);
      const names = matchAt(CORNER_NAMES, text, m.index + m[0].length);
      if (names !== undefined && /\d/.test(names)) emit(m.index, m.index + m[0].length + names.length, "ADDRESS", 0.75);
    }
  },
};

function isPart({ tokens }: Source, j: number): boolean {
  const kind = tokens.kinds[j];
  if (kind === CAPITALISED || kind === UPPER || kind === CAMEL || kind === DIGITS || kind === MIXED) return true;
  return kind === LOWER && ((tokens.cues[j] ?? 0) & (CUE.PARTICLE | CUE.STREET | CUE.STREET_FIRST)) !== 0;
}

/** First token of the street before a flat's number: capitals, numbers and particles of the same line, a number among them. */
function before(source: Source, unit: number): number {
  const { text, tokens } = source;
  let from = unit;
  for (let j = unit - 1; j >= 0 && unit - j <= WORDS_BEFORE; j--) {
    const gap = text.slice(tokens.ends[j], tokens.starts[j + 1]);
    // One line break is allowed right before the flat, where addresses are broken.
    if (
      !/^(?:[ ,.'’-]{1,2}|,? ?\n[> ]{0,3})$/.test(gap) ||
      (gap.includes("\n") && j !== unit - 1) ||
      !isPart(source, j)
    )
      break;
    if ((tokens.kinds[j] ?? 0) >= DIGITS) from = j;
  }
  return from;
}

/** End of the town and postcode that go on from a flat's number. */
function after({ text, tokens }: Source, i: number): number {
  let end = tokens.ends[i] ?? 0;
  for (let j = i + 1; j < tokens.count && j - i <= WORDS_AFTER; j++) {
    const gap = text.slice(tokens.ends[j - 1], tokens.starts[j]);
    const kind = tokens.kinds[j];
    const isShort = (tokens.ends[j] ?? 0) - (tokens.starts[j] ?? 0) <= 3;
    if (!/^(?:[ ,'’-]{1,3}|[ ,]{0,2}\n[ ,>]{0,3})$/.test(gap) || text.charAt(tokens.ends[j] ?? 0) === ":") break;
    if (kind === CAPITALISED || kind === UPPER || (kind === DIGITS && !isShort)) end = tokens.ends[j] ?? end;
    else if (kind !== LOWER || !isShort) break;
  }
  return end;
}
