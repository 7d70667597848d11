import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "./lists.ts";

export function readTemplates(folder: string): Readonly<Record<Language, readonly string[]>> {
  const of = (language: Language): string[] =>
    readFileSync(join(folder, `${language}.txt`), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.replaceAll("\\n", "\n"));
  return { en: of("en"), nl: of("nl"), fr: of("fr"), de: of("de") };
}

export type Phrases = Readonly<
  Record<Language, { readonly before: readonly string[]; readonly after: readonly string[] }>
>;

/** What stands before and after a name, any with any: contexts by the thousand, most of them sensible. */
export function readPhrases(folder: string): Phrases {
  const of = (language: Language): Phrases[Language] => {
    const lines = readFileSync(join(folder, `${language}.txt`), "utf8").split("\n");
    const part = (title: string): string[] => (lines[lines.indexOf(`# ${title}`) + 1] ?? "").split(";");
    return { before: part("before"), after: part("after") };
  };
  return { en: of("en"), nl: of("nl"), fr: of("fr"), de: of("de") };
}
