import { CUE } from "../cues.ts";
import type { Detector, Emit } from "../types.ts";

const FIRST = "first(?:[_ -]?name)?|f_?name|given(?:[_ -]?names?)?|voornaam|pr[ée]nom|vorname";
const LAST =
  "last(?:[_ -]?name)?|l_?name|sur_?name|family(?:[_ -]?name)?|achternaam|familienaam|nom(?:[_ -]?de[_ -]?famille)?|nachname|familienname|zuname";
const VALUE = "[\\p{L}][\\p{L}'’.-]{0,30}(?: [\\p{L}][\\p{L}'’.-]{0,30}){0,3}?";
const field = (names: string): string => `["']?\\b(?:${names})["']?\\s{0,3}(?::=|[:=]>?)\\s{0,3}(["'\\x60]?)(${VALUE})`;
// The second field may follow a comma, a line's end, an ampersand, or nothing but a blank.
const END = "(?=[\"'`,;&|)}\\]\\n]|\\s{1,3}[\"']?[\\p{L}_-]{2,24}[\"']?\\s{0,3}[:=]|\\s*$)";
const PAIR = [
  new RegExp(`${field(FIRST)}${END}["'\`]?[\\s,;&|)}\\]]{1,8}${field(LAST)}${END}`, "diuy"),
  new RegExp(`${field(LAST)}${END}["'\`]?[\\s,;&|)}\\]]{1,8}${field(FIRST)}${END}`, "diuy"),
];
const NO_NAME =
  /^(?:true|false|null|undefined|none|string|str|text|varchar|char|int|number|required|optional|name|first|last|value|bool|boolean|yes|no|self|this|item|items|element|node|index|the|a)\b/i;

/** `first=… last=…` and its like in four languages, as records, forms and addresses hold them. */
export const namePairs: Detector = {
  name: "name-pairs",
  find({ text, tokens, budget }, emit) {
    let done = 0;
    for (const i of tokens.cued) {
      if (((tokens.cues[i] ?? 0) & CUE.FIELD) === 0) continue;
      const start = tokens.starts[i] ?? 0;
      if (
        start < done ||
        !/^(?:[ _-]?[\p{L}_-]{0,12}){0,2}["']?\s{0,3}[:=]/u.test(text.slice(tokens.ends[i], (tokens.ends[i] ?? 0) + 24))
      )
        continue;
      budget.spend(24);
      const at = /["']/.test(text.charAt(start - 1)) ? start - 1 : start;
      done = Math.max(done, pairAt(text, at, emit));
    }
  },
};

/** Reports both names of the pair of fields that begins at `at`. @returns its end, or `at` */
function pairAt(text: string, at: number, emit: Emit): number {
  for (const form of PAIR) {
    form.lastIndex = at;
    const pair = form.exec(text);
    const [first, second] = [pair?.indices?.[2], pair?.indices?.[4]];
    if (pair === null || first === undefined || second === undefined) continue;
    if (NO_NAME.test(pair[2] ?? "") || NO_NAME.test(pair[4] ?? "") || /[[(.]/.test(text.charAt(second[1]))) return at;
    emit(first[0], first[1], "PERSON", 0.85);
    emit(second[0], second[1], "PERSON", 0.85);
    return second[1];
  }
  return at;
}
