import { isPlaceholderUnit, PLACEHOLDER_CHARS_MAX, type PlaceholderState, placeholderKey } from "./placeholders.ts";

export interface Restorer {
  /** @returns what can be shown now; at most 47 UTF-16 units are held back, only while they may still become a placeholder */
  push(chunk: string): string;
  /** Ends the stream. @returns whatever was still held back */
  flush(): string;
}

function valuesByKey(state: PlaceholderState): Map<string, string> {
  return new Map(state.entries.map((entry) => [placeholderKey(entry.placeholder.slice(1, -1)), entry.value]));
}

/**
 * Puts the conversation's values back into a streamed answer, wherever the stream is cut. Tolerates changed case and emphasis
 * marks inside the brackets; a placeholder the conversation doesn't know stays as it is. Restored values are not read again.
 */
export function createRestorer(state: PlaceholderState): Restorer {
  const values = valuesByKey(state);
  let held = "";
  const drain = (atEnd: boolean): string => {
    let out = "";
    let from = 0;
    for (let open = held.indexOf("["); open >= 0; open = held.indexOf("[", open)) {
      const limit = open + PLACEHOLDER_CHARS_MAX;
      let i = open + 1;
      while (i < limit && i < held.length && isPlaceholderUnit(held.charCodeAt(i))) i++;
      if (i === held.length && i < limit && !atEnd) {
        out += held.slice(from, open);
        held = held.slice(open);
        return out;
      }
      open++;
      if (i >= limit || held.charCodeAt(i) !== 93) continue;
      const value = values.get(placeholderKey(held.slice(open, i)));
      if (value === undefined) continue;
      out += held.slice(from, open - 1) + value;
      from = i + 1;
      open = from;
    }
    out += held.slice(from);
    held = "";
    return out;
  };
  return {
    push(chunk) {
      held += chunk;
      return drain(false);
    },
    flush: () => drain(true),
  };
}

/** {@link createRestorer} for a text that is already whole. */
export function restoreText(state: PlaceholderState, text: string): string {
  const restorer = createRestorer(state);
  return restorer.push(text) + restorer.flush();
}

/** Restores every string of a parsed JSON value, keys included; other values pass unchanged. For tool arguments, after parsing. */
export function restoreJson(state: PlaceholderState, value: unknown): unknown {
  if (typeof value === "string") return restoreText(state, value);
  if (Array.isArray(value)) return value.map((item) => restoreJson(state, item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [restoreText(state, key), restoreJson(state, item)]),
  );
}
