import { createCodeTest } from "../code.ts";
import { CUE } from "../cues.ts";
import { matchAt } from "../near.ts";
import { MIXED } from "../tokens.ts";
import type { Detector, Source } from "../types.ts";
import { isFileOrHost } from "./passwords.ts";

const JOIN =
  /["'\])]{0,3}[ \t]{0,3}(?:(?:name|naam|id|-id)["']?[ \t]{0,3})?(?:(=>|:=|=|:)[ \t]{0,3}|(?:is|ist|est|lautet|was|luidt)[ \t]{1,3}:?[ \t]?|[ \t]{0,2}(?=["'`@])|[ \t]{1,2})/iy;
// Right after these words alone, without a sign between, only an unmistakable handle is believed.
const NAMES_USER =
  /^(?:usernames?|gebruikersnaam|benutzername|identifiant|login|inlognaam|anmeldename|userid|benutzers)$/i;
const HANDLE = /^[a-z]{2,20}[._][a-z]{2,24}\d{0,4}$|^[a-z]{3,20}\d{1,4}$/i;
const QUOTED = /["'`]@?([A-Za-z0-9][\w.+-]{1,38})["'`]/y;
const BARE = /@?[A-Za-z0-9][\w.-]{1,38}/y;
const AT_HANDLE = /@[A-Za-z0-9](?:[\w]|\.(?=\w)){2,29}/y;
const NO_NAME =
  /^(?:null|undefined|none|true|false|string|str|name|username|user|users|admin|administrator|root|guest|test|password|email|required|optional|the|a|an|your|my|not|is|was|has|can|and|or|de|der|die|das|le|la|het|een|un|une|ein|kann|kan|peut|this|self|request|req|process|os|env|config|params|data|props|state|ctx|session|key|token|value|text|type|field|label|default|master|postgres|mysql|app|example|anonymous|someone|number|int|id|uuid|below|above|attached|follow|follows|hieronder|unten|select|get|set|forgot|forgets|vergat|vergeet|oublie|vergisst|master|new|current|object|function|async|await|return|const|let|var|def|class)(?![\w-])/i;

/** A user name reads like a handle (jan.peeters, jpeeters89, peeters_j) or stands alone after a colon or equals sign. */
function isHandle(value: string, isQuoted: boolean, operator: string | undefined, rest: string): boolean {
  if (NO_NAME.test(value) || /[.-]$/.test(value) || value.length < 3 || !/[A-Za-z]/.test(value)) return false;
  if (/^[\s]*[([]|^\s*[-+*/=]|^(?:\.|::|->)\w/.test(rest) || /^[A-Z][A-Z_]+$/.test(value)) return false;
  if (/[a-z][A-Z]/.test(value) && operator !== undefined) return isQuoted;
  if (/\d|_|[a-z]\.[a-z]/i.test(value)) return true;
  return isQuoted
    ? operator !== undefined || /^[a-z]/.test(value)
    : operator === ":" && /^\s*(?:$|[\n,;|])/.test(rest) && /^[a-z]+$/.test(value);
}

/** "…, gebruiker drukklant." beside a password: a word by itself at the end of its clause, however ordinary it looks. */
function isUserOf(source: Source, i: number, value: string | undefined): boolean {
  const word = value?.replace(/[.-]+$/, "") ?? "";
  if (word.length < 4 || NO_NAME.test(word) || !/^[a-z]/.test(word)) return false;
  const end = (source.tokens.starts[i + 1] ?? 0) + word.length;
  const rest = source.text.slice(end, end + 8);
  if (/\d|_|[a-z][.-][a-z]/i.test(word) && !isFileOrHost(word) && isBeside(source, i, CUE.PASSWORD)) return true;
  return /^\s*(?:$|[.,;)\n/|]|(?:and|en|et|und|ww|pw|met|avec|with|mit)\b)/.test(rest) && isBesidePassword(source, i);
}

/** "login is dtp, pas is …": a small word at the end of its clause beside a password. */
function isPlainUser(source: Source, i: number, value: string): boolean {
  const { text, tokens } = source;
  const end = text.indexOf(value, tokens.ends[i] ?? 0) + value.length;
  return (
    /^[a-z]{3,20}$/.test(value) &&
    !NO_NAME.test(value) &&
    /^\s?[,;.\n]/.test(text.slice(end, end + 2)) &&
    isBesidePassword(source, i)
  );
}

const REACH = 16;

function isBeside({ tokens }: Source, i: number, cue: number): boolean {
  for (let j = Math.max(0, i - REACH); j < Math.min(tokens.count, i + REACH); j++)
    if (((tokens.cues[j] ?? 0) & cue) !== 0) return true;
  return false;
}

/** True where a word that looks like a password stands within reach of one that announces it. */
function isBesidePassword({ tokens }: Source, i: number): boolean {
  for (let j = Math.max(0, i - REACH); j < Math.min(tokens.count, i + REACH); j++) {
    if (((tokens.cues[j] ?? 0) & (CUE.PASSWORD | CUE.CREDENTIAL)) === 0) continue;
    for (let k = j + 1; k < Math.min(tokens.count, j + 10); k++) if (tokens.kinds[k] === MIXED) return true;
  }
  return false;
}

/** User names after a word that announces them, and `@handles` that no code construct explains. */
export const username: Detector = {
  name: "username",
  find(source, emit) {
    const { text, tokens, budget } = source;
    for (const i of tokens.cued) {
      if (((tokens.cues[i] ?? 0) & CUE.USERNAME) === 0) continue;
      budget.spend(24);
      const end = tokens.ends[i] ?? 0;
      JOIN.lastIndex = end;
      const join = JOIN.exec(text);
      if (join === null) continue;
      const at = end + join[0].length;
      QUOTED.lastIndex = at;
      const quoted = QUOTED.exec(text);
      const isBareWord = join[0].trim() === "" && quoted === null;
      const value = quoted?.[1] ?? matchAt(BARE, text, at);
      if (isBareWord && /^[ \t]{1,2}$/.test(join[0]) && isUserOf(source, i, value)) {
        emit(at, at + (value?.replace(/[.-]+$/, "").length ?? 0), "USERNAME", 0.75);
        continue;
      }
      if (
        isBareWord &&
        (join[0] === "" || !NAMES_USER.test(text.slice(tokens.starts[i], end)) || !HANDLE.test(value ?? ""))
      )
        continue;
      if (value === undefined) continue;
      const start = quoted === null ? at : at + quoted[0].indexOf(value);
      const trimmed = value.replace(/[.-]+$/, "");
      const operator = join[1] ?? (/\w/.test(join[0]) ? "is" : undefined);
      if (text.charAt(start + trimmed.length) === "@" || text.charAt(start + value.length) === "(") continue;
      if (
        (operator === "is" && isPlainUser(source, i, trimmed)) ||
        isHandle(
          trimmed.replace(/^@/, ""),
          quoted !== null,
          operator,
          text.slice(start + trimmed.length, start + trimmed.length + 8),
        )
      )
        emit(start, start + trimmed.length, "USERNAME", operator === undefined ? 0.7 : 0.85);
    }
    const isCode = createCodeTest(text);
    for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
      budget.spend(8);
      if (at > 0 && !/[\s("'“:,]/.test(text.charAt(at - 1))) continue;
      const handle = matchAt(AT_HANDLE, text, at);
      if (isCode(at)) continue;
      // Decorators, at-rules, documentation tags and package scopes are words without digits, or go on with ( or /.
      if (handle === undefined || !/\d|_/.test(handle) || /[(/]/.test(text.charAt(at + handle.length))) continue;
      emit(at, at + handle.length, "USERNAME", 0.7);
    }
  },
};
