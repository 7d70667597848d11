import type { Tokens } from "./types.ts";

// Letters of the Latin script and digits; everything else separates. Indexed by UTF-16 unit below U+0250.
const IS_WORD = new Uint8Array(0x250);
for (let c = 0; c < 0x250; c++)
  IS_WORD[c] =
    (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 0xc0 && c !== 0xd7 && c !== 0xf7)
      ? 1
      : 0;

/** The one tokenisation all detectors share: runs of Latin letters and digits. */
export function tokenise(text: string): Tokens {
  const starts: number[] = [];
  const ends: number[] = [];
  let from = -1;
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text.charCodeAt(i) : 32;
    if (c < 0x250 && IS_WORD[c] === 1) {
      if (from < 0) from = i;
    } else if (from >= 0) {
      starts.push(from);
      ends.push(i);
      from = -1;
    }
  }
  return { count: starts.length, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}
