/** The languages in which problems and terms are told. English is what they are written in, and what everybody else gets. */
export const LANGUAGES = ["en", "nl", "fr", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One range and its weight (RFC 9110 § 12.4.2). Each repetition ends at a character that it can't hold, so this is linear. */
const RANGE = /^(\*|[a-z]{1,8})((?:-[a-z0-9]{1,8})*)(?:[ \t]*;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/**
 * The language to answer in (RFC 9110 § 12.5.4). We speak languages, no regional kinds of them, so that lookup (RFC 4647 § 3.4) comes to
 * the first part of each range: `nl-BE` gets Dutch. The highest weight wins, the first of equals; a weight of 0 is a no. `*` stands for
 * the languages that are not named. What can't be read counts for nothing.
 */
export function languageOf(header: string | null | undefined): Language {
  const weights = new Map<string, number>();
  const refused = new Set<string>();
  for (const element of (header ?? "").split(",")) {
    const [, name = "", region, q = "1"] = RANGE.exec(element.trim().toLowerCase()) ?? [];
    const weight = Number(q);
    if (weight > 0) weights.set(name, Math.max(weight, weights.get(name) ?? 0));
    // Who wants no Flemish may still want Dutch.
    else if (region === "") refused.add(name);
  }
  const isOpen = (language: Language) => !refused.has(language);
  const named = [...weights.keys()].filter((name): name is Language => isLanguage(name) && isOpen(name));
  const others = weights.has("*") ? LANGUAGES.filter((one) => isOpen(one) && !weights.has(one)).slice(0, 1) : [];
  const weightOf = (language: Language) => weights.get(language) ?? weights.get("*") ?? 0;
  // A stable sort: who is named first, and named at all, comes first among equals.
  return [...named, ...others].sort((one, other) => weightOf(other) - weightOf(one))[0] ?? "en";
}

const isLanguage = (name: string): name is Language => (LANGUAGES as readonly string[]).includes(name);
