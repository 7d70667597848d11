import { isPlaceholderUnit, PLACEHOLDER_CHARS_MAX, type PlaceholderState, placeholderKey } from "./placeholders.ts";
import type { EntityType } from "./types.ts";

/** The conversation's values by what stands between the brackets. */
export type Known = ReadonlyMap<string, { readonly type: EntityType; readonly value: string }>;

export function known(state: PlaceholderState): Known {
  return new Map(state.entries.map((entry) => [placeholderKey(entry.placeholder.slice(1, -1)), entry]));
}

/**
 * Reads what may be a placeholder at a `[`. Tolerates changed case, and emphasis marks inside the brackets.
 * @returns "wait" when the text has to go on first
 */
export function placeholderAt(
  text: string,
  open: number,
  atEnd: boolean,
): { readonly key: string; readonly end: number } | "wait" | undefined {
  const limit = open + PLACEHOLDER_CHARS_MAX;
  let i = open + 1;
  while (i < limit && i < text.length && isPlaceholderUnit(text.charCodeAt(i))) i++;
  if (i === text.length && i < limit && !atEnd) return "wait";
  if (i >= limit || text.charCodeAt(i) !== 93) return undefined;
  return { key: placeholderKey(text.slice(open + 1, i)), end: i + 1 };
}

/**
 * The inverse of `redact`, to the letter: for text that was typed. What a model said passes the output gate instead. Restored values are
 * not read again; a placeholder the conversation doesn't know stays as it is.
 */
export function restoreText(state: PlaceholderState, text: string): string {
  const values = known(state);
  let out = "";
  let from = 0;
  for (let open = text.indexOf("["); open >= 0; open = text.indexOf("[", Math.max(from, open + 1))) {
    const found = placeholderAt(text, open, true);
    const entry = found === undefined || found === "wait" ? undefined : values.get(found.key);
    if (found === undefined || found === "wait" || entry === undefined) continue;
    out += text.slice(from, open) + entry.value;
    from = found.end;
  }
  return out + text.slice(from);
}
