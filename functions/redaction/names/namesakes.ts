import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { CAMEL, CAPITALISED, DIGITS, LOWER, MIXED, UPPER } from "../tokens.ts";
import type { Tokens } from "../types.ts";
import { LEX } from "./lexicon.ts";

const hashes = (words: string): Set<number> => new Set(words.split(" ").map(hashOf));

// What follows these is a typeface, paper, colour, machine or range, and so is whatever is listed after it. Written for this project.
const KINDS = hashes(
  "font fonts typeface typefaces lettertype lettertypes police polices typo typographie typographies schrift schriften schriftart schriftarten colour colours color colors kleur kleuren couleur couleurs teinte teintes farbe farben farbton farbtöne tint tinten shade shades paper papers papier papieren papiers papiere stock karton carton cartons board boards folie folies folien foil foils dorure dorures lint linten ruban rubans ribbon ribbons band reeks reeksen reihe reihen range ranges serie series série séries serien gamme gammes collection collections collectie kollektion lijn ligne linie modèle modèles modell modelle pers persen press presses presse machine machines maschine maschinen plieuse massicot plooimachine software programma programme programm lak vernis varnish ink inkt encre tissu stof stoff leder cuir leer étuis étui coffret coffrets encollé texture grain",
);
// Shops, workshops and houses named after their owners; the first are so named in small letters too.
const SHOPS = hashes(
  "bakkerij bakery bäckerei boulangerie brouwerij brewery brauerei brasserie slagerij metzgerei fleischerei boucherie chocolaterie chocolatier fromagerie pâtisserie patisserie drukkerij druckerei imprimerie garage apotheek apotheke pharmacie café restaurant hotel hôtel gasthof gasthaus weingut schreinerei tischlerei schrijnwerkerij kapsalon coiffure fleuriste juwelier bijouterie boekhandel librairie buchhandlung kwekerij gärtnerei traiteur imkerei château kasteel schloss villa domaine kliniek clinique klinik stichting fondation stiftung camping confiserie konditorei notariaat kartonnage cartonnage cartonnages uitgeverij éditions editions verlag bank brouwers",
);
const HOUSES = hashes(
  "maison huis haus école school collège college salon atelier galerie galerij institut instituut ferme hoeve hof optiek optique optik gebroeders gebr gebrüder frères bloemen blumen cave wijnhuis museum musée theater théâtre parc park gare station place square ville stade stadion",
);
const FIRM_ENDS = hashes("sons zonen zoon söhne fils filles brothers co cie partners associés associates");
const COLOURS = hashes(
  "red blue yellow pink purple orange grey gray white black green brown gold silver beige red rot blau gelb grün schwarz weiß rouge bleu vert jaune noir blanc rood blauw geel groen zwart wit",
);
const COORDINATORS = hashes("and or en of et ou und oder ni noch nor sowie");

// One look tells that a word is none of these, which is true of nearly all.
const FILTER = new Uint8Array(1 << 14);
for (const set of [KINDS, SHOPS, HOUSES]) for (const hash of set) FILTER[hash & 0x3fff] = 1;
const FIRM_FILTER = new Uint8Array(1 << 8);
for (const hash of FIRM_ENDS) FIRM_FILTER[hash & 0xff] = 1;
const STREET_CHARS_MIN = 7;
const HYPHEN_UNIT = 45;

const STREET_ENDING =
  /\p{L}{3}(?:straat|straße|strasse|str|laan|plein|steenweg|gasse|platz|allee|dreef|kaai|singel|gracht|damm|ufer|markt)$/iu;
const HYPHENED_STREET = /^(?:ring|straße|strasse|platz|weg|allee|damm|ufer|gasse|straat|laan|plein|park|brücke)$/i;

const isShown = (tokens: Tokens, i: number): boolean => {
  const kind = tokens.kinds[i];
  return kind === CAPITALISED || kind === UPPER || kind === CAMEL;
};
const has = (set: ReadonlySet<number>, tokens: Tokens, i: number): boolean => set.has((tokens.hashes[i] ?? 0) >>> 0);
const between = (text: string, tokens: Tokens, i: number): string =>
  i <= 0 ? "\n" : text.slice(tokens.ends[i - 1], tokens.starts[i]);

/** End of the run of capitals (with their particles and numbers) from token `i`, exclusive. */
function runEnd(text: string, tokens: Tokens, i: number): number {
  let to = i;
  while (to < tokens.count && to - i < 4) {
    const gap = between(text, tokens, to);
    if (to > i && gap !== " " && gap !== "-" && gap !== "'" && gap !== " & ") break;
    const isParticle = tokens.kinds[to] === LOWER && ((tokens.cues[to] ?? 0) & CUE.PARTICLE) !== 0;
    const isNumber = tokens.kinds[to] === DIGITS || tokens.kinds[to] === MIXED;
    if (!isShown(tokens, to) && !(isParticle && isShown(tokens, to + 1)) && !(isNumber && to > i)) break;
    to++;
  }
  return to;
}

/** `Farben Flieder, Senf und Mokka`: the whole list after the word that says what it lists. */
function markList(text: string, tokens: Tokens, made: Uint8Array, i: number): void {
  let at = i + 1;
  let gap = between(text, tokens, at);
  if (gap !== " " && gap !== ": " && gap !== " : ") return;
  for (let n = 0; n < 8; n++) {
    const to = runEnd(text, tokens, at);
    if (to === at) return;
    made.fill(1, at, to);
    at = to;
    gap = between(text, tokens, at);
    if (gap === " " && has(COORDINATORS, tokens, at)) at++;
    else if (gap !== ", " && gap !== " / " && gap !== "/") return;
    else if (has(COORDINATORS, tokens, at)) at++;
  }
}

/** Marks what bears a person's name without being one: streets, shops, papers, typefaces, colours. */
export function markNamesakes(text: string, tokens: Tokens, lex: Uint8Array, made: Uint8Array): void {
  for (let i = 0; i < tokens.count; i++) {
    if ((tokens.kinds[i] ?? DIGITS) >= DIGITS) continue;
    const isLarge = isShown(tokens, i);
    const isStreet = ((tokens.cues[i] ?? 0) & CUE.STREET_FIRST) !== 0;
    if (FILTER[(tokens.hashes[i] ?? 0) & 0x3fff] === 1 || isStreet) {
      if (has(KINDS, tokens, i)) markList(text, tokens, made, i);
      const isHouse = isStreet || has(SHOPS, tokens, i) || (isLarge && has(HOUSES, tokens, i));
      if (isHouse && markHouse(text, tokens, made, i)) continue;
    }
    if (!isLarge) continue;
    const next = i + 1;
    const isFollowed = next < tokens.count && isShown(tokens, next) && between(text, tokens, next) === " ";
    if (isFollowed && isTitledThing(tokens, lex, i, next)) made.fill(1, i, next + 1);
    if (FIRM_FILTER[(tokens.hashes[next] ?? 0) & 0xff] === 1 || FIRM_FILTER[(tokens.hashes[i + 2] ?? 0) & 0xff] === 1)
      markFirm(text, tokens, made, i);
    markStreet(text, tokens, made, i);
  }
}

/** Bakkerij Claes, avenue Winston Churchill: what follows is the owner's or the hero's name. */
function markHouse(text: string, tokens: Tokens, made: Uint8Array, i: number): boolean {
  const next = i + 1;
  if (next >= tokens.count || between(text, tokens, next) !== " ") return false;
  const to = runEnd(text, tokens, next);
  if (to === next) return false;
  made.fill(1, isShown(tokens, i) ? i : next, to);
  return true;
}

/** Albert Street, Jaguar Green: but Charlie Brown. */
function isTitledThing(tokens: Tokens, lex: Uint8Array, i: number, next: number): boolean {
  // Mr Hill, Frau Platz
  if (((tokens.cues[i] ?? 0) & CUE.TITLE) !== 0) return false;
  const isFirst = ((lex[i] ?? 0) & (LEX.FIRST | LEX.COMMON)) === LEX.FIRST;
  if (((tokens.cues[next] ?? 0) & CUE.STREET) !== 0) return (tokens.ends[next] ?? 0) - (tokens.starts[next] ?? 0) > 2;
  return !isFirst && has(COLOURS, tokens, next);
}

/** Peeters & Zonen, Lambert et Fils. */
function markFirm(text: string, tokens: Tokens, made: Uint8Array, i: number): void {
  const last = has(FIRM_ENDS, tokens, i + 1) ? i + 1 : has(FIRM_ENDS, tokens, i + 2) ? i + 2 : -1;
  if (last < 0 || !isShown(tokens, last)) return;
  if (/^ (?:& |and |en |et |und |, )?$/.test(text.slice(tokens.ends[i], tokens.starts[last])))
    made.fill(1, i, last + 1);
}

function markStreet(text: string, tokens: Tokens, made: Uint8Array, i: number): void {
  const start = tokens.starts[i] ?? 0;
  const isPart = i > 0 && text.charCodeAt(start - 1) === HYPHEN_UNIT;
  if (!isPart && (tokens.ends[i] ?? 0) - start < STREET_CHARS_MIN) return;
  const word = text.slice(start, tokens.ends[i]);
  if (!(isPart && HYPHENED_STREET.test(word)) && !STREET_ENDING.test(word)) return;
  let from = i;
  while (from > 0 && i - from < 3 && isShown(tokens, from - 1) && /^[ -]$/.test(between(text, tokens, from))) from--;
  made.fill(1, from, i + 1);
}
