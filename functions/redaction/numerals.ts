import { hashOf } from "./chars.ts";
import type { Tokens } from "./types.ts";

/** Number words of one language in order from 0; several spellings of one number are joined by a slash. */
const UNITS = [
  "zero/oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
  "nul een/één/eén twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
  "zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
  "null ein/eins zwei/zwo drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf/zwoelf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
];
const TENS = [
  "twenty thirty forty fifty sixty seventy eighty ninety",
  "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
  "vingt/vingts trente quarante cinquante soixante septante octante/huitante nonante",
  "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
];

const values = new Map<number, number>();
const add = (words: string, value: number): void => {
  for (const word of words.split("/")) values.set(hashOf(word), value);
};
for (const line of UNITS) for (const [n, words] of line.split(" ").entries()) add(words, n);
for (const line of TENS) for (const [n, words] of line.split(" ").entries()) add(words, (n + 2) * 10);
for (let ten = 2; ten <= 9; ten++)
  for (let unit = 1; unit <= 9; unit++) {
    const dutch = (UNITS[1]?.split(" ")[unit]?.split("/")[0] ?? "").replace(/e$/, "eë").replace(/[^ë]$/, "$&e");
    const german = UNITS[3]?.split(" ")[unit]?.split("/")[0] ?? "";
    add(`${dutch}n${TENS[1]?.split(" ")[ten - 2]}`.replace("eë", "eë"), ten * 10 + unit);
    for (const tens of TENS[3]?.split(" ")[ten - 2]?.split("/") ?? []) add(`${german}und${tens}`, ten * 10 + unit);
  }
const REPEATS = new Map(
  [...Object.entries({ double: 2, dubbel: 2, dubbele: 2, doppel: 2, triple: 3, driedubbel: 3 })].map(([word, n]) => [
    hashOf(word),
    n,
  ]),
);
const HUNDRED = new Set(["hundred", "honderd", "hundert", "cent", "cents"].map(hashOf));
const AND = new Set(["and", "et", "en", "und"].map(hashOf));

// Most words are no numbers, and this says so in one read.
const FILTER_MASK = 0xfff;
const FILTER = new Uint8Array(FILTER_MASK + 1);
for (const hash of [...values.keys(), ...REPEATS.keys()]) FILTER[hash & FILTER_MASK] = 1;

/** One number said: the tokens it takes, and its digits. */
export interface Said {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

/** The number words that begin at token `i`, as far as they follow each other; undefined when there are none. */
export function saidFrom(tokens: Tokens, text: string, i: number): readonly Said[] {
  const out: Said[] = [];
  for (let j = i; j < tokens.count; ) {
    if (j > i && !/^[ \t,.;/-]{1,3}$/.test(text.slice(tokens.ends[j - 1], tokens.starts[j]))) break;
    const said = one(tokens, j);
    if (said === undefined) break;
    out.push(said);
    j = said.to + 1;
  }
  return out;
}

/** True for a word that is a number, or `double` before one. */
export function isNumeral(hash: number): boolean {
  return FILTER[hash & FILTER_MASK] === 1 && (values.has(hash) || REPEATS.has(hash));
}

function one({ hashes, count }: Tokens, j: number): Said | undefined {
  const hash = hashes[j] ?? 0;
  const repeat = REPEATS.get(hash);
  const value = values.get(hash);
  const next = j + 1 < count ? values.get(hashes[j + 1] ?? 0) : undefined;
  if (repeat !== undefined)
    return next === undefined || next > 9 ? undefined : { from: j, to: j + 1, digits: String(next).repeat(repeat) };
  if (value === undefined) return undefined;
  if (value > 0 && value < 10 && HUNDRED.has(hashes[j + 1] ?? 0)) return { from: j, to: j + 1, digits: `${value}00` };
  // quatre-vingt(s), quatre-vingt-douze
  if (value === 4 && next === 20) {
    const rest = values.get(hashes[j + 2] ?? 0) ?? 99;
    const unit = rest === 10 ? (values.get(hashes[j + 3] ?? 0) ?? 99) : 99;
    // quatre-vingt-dix-neuf
    if (unit > 6 && unit < 10) return { from: j, to: j + 3, digits: String(90 + unit) };
    return rest > 0 && rest < 20
      ? { from: j, to: j + 2, digits: String(80 + rest) }
      : { from: j, to: j + 1, digits: "80" };
  }
  if (value < 20) return { from: j, to: j, digits: String(value) };
  const isAnd = AND.has(hashes[j + 1] ?? 0);
  const unit = isAnd ? values.get(hashes[j + 2] ?? 0) : next;
  // soixante-dix-huit
  const last = value === 60 && next === 10 ? (values.get(hashes[j + 2] ?? 0) ?? 99) : 99;
  if (last > 6 && last < 10) return { from: j, to: j + 2, digits: String(70 + last) };
  const isTeen = unit !== undefined && unit >= 10 && unit < 20 && value === 60;
  if (unit !== undefined && ((unit > 0 && unit < 10 && (!isAnd || unit === 1)) || isTeen))
    return { from: j, to: isAnd ? j + 2 : j + 1, digits: String(value + unit) };
  return { from: j, to: j, digits: String(value) };
}
