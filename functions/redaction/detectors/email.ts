import { classOf, DIGIT, LETTER } from "../chars.ts";
import { matchAt } from "../near.ts";
import type { Detector, Emit } from "../types.ts";

const LOCAL_MAX = 64; // RFC 5321 §4.5.3.1.1
const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?";
// A line break may fall after the @ or before a dot's label: values pasted from narrow columns.
const DOMAIN = new RegExp(`(?:\\n {0,8})?${LABEL}(?:\\.(?:\\n {0,8})?${LABEL}){1,8}`, "uy");
const TOP_LEVEL = /\.\s*(?:\p{L}{2,24}|xn--[a-z0-9-]{2,30})$/iu;
const HANDLE_DOMAIN = /(?:ok(?:sbi|axis|icici|hdfcbank)|upi|paytm|ybl)\b/y;

/** `jan at example dot com`, in four languages and with brackets; ends in a label that is a top-level domain often seen. */
const AT_WORD =
  "(?: ?[\\[({<] ?(?:at|@|apenstaartje|arobase|klammeraffe|ät) ?[\\])}>] ?| (?:at|apenstaartje|arobase|klammeraffe|ät) )";
const DOT_WORD = "(?: ?[\\[({<] ?(?:dot|punt|point|punkt|\\.) ?[\\])}>] ?| (?:dot|punt|point|punkt) |\\.)";
const SPELLED = new RegExp(
  `[a-z0-9](?:[a-z0-9_+-]|${DOT_WORD}(?=[a-z0-9])){0,48}${AT_WORD}[a-z0-9-]{1,40}(?:${DOT_WORD}[a-z0-9-]{1,30}){0,3}${DOT_WORD}(?:com|org|net|be|nl|fr|de|eu|io|lu|at|ch|uk|co|it|es|pt|pl|info|biz|example|test)(?![a-z0-9])`,
  "iy",
);
const SPELLED_HINT =
  /(?:[[({<] ?at ?[\])}>]| at | apenstaartje | arobase | klammeraffe | ät |[[({<] ?(?:@|apenstaartje|arobase) ?[\])}>])/gi;

function isLocal(c: number): boolean {
  // RFC 5322 atext and the dot; letters beyond ASCII by RFC 6531.
  return (classOf(c) & (LETTER | DIGIT)) !== 0 || "._+-'!#$&*=?^`{|}~%/".includes(String.fromCharCode(c));
}

/** First unit of the local part, cut where assignment, path or quote signs show that something else ends there. */
function localStart(text: string, at: number, floor: number): number {
  let start = at;
  for (let i = at - 1; i >= floor && at - i <= LOCAL_MAX; i--) {
    const c = text.charCodeAt(i);
    if (!isLocal(c) || "=/|'`{}?&".includes(text.charAt(i))) break;
    // Punctuation is legal inside a local part, but never how an address begins.
    if ((classOf(c) & (LETTER | DIGIT)) !== 0 || c === 95) start = i;
  }
  return start;
}

/** `scheme://user:password@host` is a credential, not an address. */
function isUserInfo(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 96), start);
  return /:\/\/[^\s/@]*$/.test(before);
}

/** Addresses around an `@` (RFC 5321 without quoted local parts), percent-encoded ones, and ones spelled out in words. */
export const email: Detector = {
  name: "email",
  find({ text, budget }, emit) {
    let done = 0;
    const around = (at: number, width: number): void => {
      budget.spend(24);
      const start = localStart(text, at, done);
      if (start >= at || isUserInfo(text, start)) return;
      const domain = matchAt(DOMAIN, text, at + width);
      const isAddress = domain !== undefined && TOP_LEVEL.test(domain);
      const handle = isAddress ? undefined : matchAt(HANDLE_DOMAIN, text, at + width);
      const tail = isAddress ? domain : handle;
      if (tail === undefined) return;
      done = at + width + tail.length;
      emit(start, done, "EMAIL", isAddress ? 0.98 : 0.8);
    };
    for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) around(at, 1);
    done = 0;
    for (let at = text.indexOf("%40"); at >= 0; at = text.indexOf("%40", at + 3)) around(at, 3);
    spelledOut(text, budget, emit);
  },
};

function spelledOut(text: string, budget: { spend(n: number): void }, emit: Emit): void {
  SPELLED_HINT.lastIndex = 0;
  for (let m = SPELLED_HINT.exec(text); m !== null; m = SPELLED_HINT.exec(text)) {
    budget.spend(64);
    // The local part is the word before, with spelled dots: at most four words back.
    let start = m.index;
    for (let words = 0; words < 4; words++) {
      const word = /(?:^|[\s"'(<:,])([a-z0-9._+-]{1,40})(?: ?[[({<]? ?(?:dot|punt|point|punkt) ?[\])}>]? ?)? ?$/i.exec(
        text.slice(Math.max(0, start - 60), start),
      );
      if (word?.[1] === undefined) break;
      const separatorAndWord = word[0].replace(/^[\s"'(<:,]/, "");
      const isSpelledDot = /(?:dot|punt|point|punkt) ?[\])}>]? ?$/i.test(separatorAndWord);
      if (words > 0 && !isSpelledDot) break;
      start -= separatorAndWord.length;
    }
    const shape = matchAt(SPELLED, text, start);
    if (shape === undefined) continue;
    emit(start, start + shape.length, "EMAIL", 0.8);
    SPELLED_HINT.lastIndex = start + shape.length;
  }
}
