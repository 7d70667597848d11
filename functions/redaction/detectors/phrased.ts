import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { hasCueBefore } from "../near.ts";
import { DIGITS } from "../tokens.ts";
import type { Detector, Source } from "../types.ts";
import { isFileOrHost, isNoPassword, isOrdinary, isStrange, withoutStop } from "./passwords.ts";
import { isPinWord } from "./pins.ts";

const hashes = (words: string): ReadonlySet<number> => new Set(words.split(" ").map(hashOf));

/** After these a value may begin: "the password for the portal **is** …", "hasn't changed, **still** …". */
const OPENERS = hashes(
  "s is was are be becomes remains stays equals to as still now lautet ist war sind wird bleibt heißt noch immer jetzt auf est était devient reste toujours encore luidt wordt blijft zijn heet nog steeds altijd nu op als namely namelijk nämlich soit",
);
/** Words that announce a wireless network, whose key is a password. */
const WIRELESS = hashes("wifi wi fi wlan wireless hotspot ssid netwerk network netzwerk réseau gastnetwerk gästenetz");
const KEY_WORDS = hashes("key sleutel schlüssel clé code");
const WORDS_MAX = 12;
const CHARS_MAX = 110;
const VALUE = /(?:["'`“„«]([^"'`”“»\n]{4,64})["'`”“»]|((?:[^\s"'`,;<>()[\]{}&]|&(?!\w{1,8}[;=])){4,64}))/y;
const HANDLE = /["'`“„«]?([A-Za-z][\w.+-]{2,38})/y;

/** Passwords and user names with words between the word that announces them and the value. */
export const phrased: Detector = {
  name: "phrased",
  find(source, emit) {
    const { tokens, budget } = source;
    for (const i of tokens.cued) {
      const cue = tokens.cues[i] ?? 0;
      const isPassword = (cue & CUE.PASSWORD) !== 0 || isNetworkKey(source, i);
      if ((!isPassword && (cue & CUE.USERNAME) === 0) || isPinWord(tokens.hashes[i] ?? 0)) continue;
      budget.spend(32);
      const value = valueAfter(source, i, isPassword);
      if (value !== undefined) emit(value.start, value.end, isPassword ? "PASSWORD" : "USERNAME", 0.8);
    }
  },
};

function isNetworkKey({ tokens }: Source, i: number): boolean {
  if (!KEY_WORDS.has(tokens.hashes[i] ?? 0) && ((tokens.cues[i] ?? 0) & CUE.CREDENTIAL) === 0) return false;
  for (let j = Math.max(0, i - 8); j < i; j++) if (WIRELESS.has(tokens.hashes[j] ?? 0)) return true;
  return false;
}

interface Value {
  readonly start: number;
  readonly end: number;
}

/** Walks over the words of the sentence; a value may begin behind an opening word, a colon or an equals sign. */
function valueAfter(source: Source, i: number, isPassword: boolean): Value | undefined {
  const { text, tokens } = source;
  const from = tokens.ends[i] ?? 0;
  let wasOpen = false;
  for (let j = i; j < i + WORDS_MAX && j < tokens.count; j++) {
    const end = tokens.ends[j] ?? 0;
    const next = tokens.starts[j + 1] ?? text.length;
    if (end - from > CHARS_MAX || next - end > 6) return undefined;
    const gap = text.slice(end, next);
    const isSign = /[:=]/.test(gap);
    const isOpen =
      (isSign && (isPassword || !gap.includes("=") || gap === " = ")) ||
      (j > i && OPENERS.has(tokens.hashes[j] ?? 0)) ||
      (j === i && isPassword && gap === " ");
    wasOpen ||= isOpen;
    // "is sinds gisteren …", "c'est désormais …": once it has begun, only what nothing but a password looks like.
    const isLate =
      isPassword &&
      !isOpen &&
      ((wasOpen && gap === " ") || (gap === " (" && text.charAt(tellingAt(text, next) ?? 0) === ")")) &&
      tellingAt(text, next) !== undefined;
    const value = isLate
      ? readPassword(text, next, false)
      : isOpen
        ? read(text, end + (/^[\s:=]*/.exec(gap)?.[0].length ?? 0), isPassword, isSign)
        : undefined;
    if (value !== undefined) return value;
    // A full stop, a line's end, another cue or a number by itself: the sentence speaks of something else now.
    // A question goes on in its answer.
    if (/[.!?;\n]/.test(gap) && !/^\. ?\w|^\? $/.test(gap)) return undefined;
    if (j > i && isPassword && tokens.kinds[j] === DIGITS) return undefined;
    const cue = tokens.cues[j + 1] ?? 0;
    if ((cue & (CUE.PASSWORD | CUE.USERNAME)) !== 0 && hasCueBefore(tokens, j + 2, CUE.PASSWORD | CUE.USERNAME, 1))
      return undefined;
  }
  return undefined;
}

/** End of a value at `at` that nothing but a password looks like: six signs or more, a digit among letters of both cases or beside a sign that words don't have. */
export function tellingAt(text: string, at: number): number | undefined {
  VALUE.lastIndex = at;
  const raw = VALUE.exec(text)?.[2];
  const value = raw === undefined ? "" : withoutStop(raw);
  const isTelling =
    value.length >= 6 &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    (/[a-z].*[A-Z]|[A-Z].*[a-z]/.test(value) || /[^\w.,:/'’-]/.test(value)) &&
    !isFileOrHost(value);
  return isTelling ? at + value.length : undefined;
}

function read(text: string, at: number, isPassword: boolean, isSign: boolean): Value | undefined {
  return isPassword ? readPassword(text, at, isSign) : readHandle(text, at);
}

function readPassword(text: string, at: number, isSign: boolean): Value | undefined {
  VALUE.lastIndex = at;
  const m = VALUE.exec(text);
  const raw = m?.[1] ?? m?.[2];
  if (m === null || raw === undefined) return undefined;
  const start = at + m[0].indexOf(raw);
  const isQuoted = m[1] !== undefined;
  const value = isQuoted ? raw : withoutStop(raw);
  if (value.length < 4 || isNoPassword(value) || /^[$<{%[]|:\/\/|^\w+\(|^[^\p{L}\p{N}]+$/u.test(value))
    return undefined;
  // A last sign makes a word strange only where a colon says that a value begins: "wachtwoord vergeten?"
  const core = isSign ? value : value.replace(/[!?]+$/, "");
  const isWords = /^[A-Z]?[a-z]+(?: [a-z]+){2,}/.test(value) || /^[A-Za-z]+(?:[-/'’][a-zA-Z]+)+$/.test(value);
  const isFound = isQuoted ? !isWords : isStrange(core) && !isWords && !isOrdinary(core);
  return isFound ? { start, end: start + value.length } : undefined;
}

function readHandle(text: string, at: number): Value | undefined {
  HANDLE.lastIndex = at;
  const m = HANDLE.exec(text);
  const raw = m?.[1]?.replace(/[.+-]+$/, "");
  if (m === null || raw === undefined || raw.length < 4 || isFileOrHost(raw)) return undefined;
  if (
    !/[a-z]/.test(raw) ||
    !/\d|_|[a-z]\.[a-z]/.test(raw) ||
    /^v?\d/.test(raw) ||
    text.charAt(at + m[0].length) === "@"
  )
    return undefined;
  const start = at + m[0].indexOf(raw);
  return { start, end: start + raw.length };
}
