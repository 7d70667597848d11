import type { LabelledText } from "./corpora.ts";

/** Witnesses that a word is ordinary, not one scanner's mistake. */
export const SURE_COUNT = 3;

/** Words a corpus writes small at least three times and not much rarer than large: ordinary, also where a list of names has them. */
export function lowerCase(texts: readonly LabelledText[]): Set<string> {
  const small = new Map<string, number>();
  const large = new Map<string, number>();
  for (const { text } of texts)
    for (const word of text.match(/\p{L}+/gu) ?? []) {
      const key = word.toLowerCase();
      const counts = word === key ? small : large;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const isOrdinary = (word: string, count: number): boolean =>
    count >= SURE_COUNT && count * 2 >= (large.get(word) ?? 0);
  return new Set([...small].filter(([word, count]) => isOrdinary(word, count)).map(([word]) => word));
}

/** Words of running text that no label calls a name: nouns of German above all, which are written large. */
export function outsideNames(texts: readonly LabelledText[]): Set<string> {
  const inside = new Set<string>();
  const outside = new Set<string>();
  for (const { text, spans } of texts) {
    const isNamed = new Uint8Array(text.length);
    for (const span of spans) isNamed.fill(1, span.start, span.end);
    for (const match of text.matchAll(/\p{L}{3,}/gu))
      (isNamed[match.index] === 1 ? inside : outside).add(match[0].toLowerCase());
  }
  return new Set([...outside].filter((word) => !inside.has(word)));
}
