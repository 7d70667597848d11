import { CUE } from "../cues.ts";
import { entropy } from "../entropy.ts";
import { matchAt } from "../near.ts";
import { CAMEL, UPPER } from "../tokens.ts";
import type { Budget, Detector, Emit, EntityType, Tokens } from "../types.ts";
import { isNoPassword, isOrdinary } from "./passwords.ts";
import { isPinWord } from "./pins.ts";

// camelCase and run-together names: clientSecret, centralstationcrmKEY, vm_password, mypwd.
const WORD_END =
  /(passwords?|passwd|passwort|wachtwoord|kennwort|pwd|pass|passphrase|secrets?|tokens?|api_?keys?|keys?|credentials?|apikey|auth|access)$/i;
const PASSWORD_END = /^(?:pass|pwd|wacht|kenn)/i;

// What stands between a credential's name and its value: brackets, quotes, an operator, a few small words in four languages.
const JOIN =
  /(?:["'][ \t]{1,4}value(?==))?["'\]&quot;)]{0,8}[ \t]{0,20}(?:(:=|=>|->|==?|:|,|>)[ \t]{0,20}|[ \t]{1,4}(?:(?:is|was|are|ist|lautet|luidt|est|war|sind|to|auf|op|naar|=|:)[ \t]{1,3}(?:nu |now |maintenant |jetzt |dit |this )?:?[ \t]?)|[ \t]{1,20}|-)/y;
const QUOTED = /(?:&quot;|\\?["'`]{1,2})([^"'`\n&\\]{1,256})/y;
// An ampersand ends a value in an address's query or a form, not in a sentence.
const BARE = /(?:[^\s"'`,;<>()[\]{}&|]|&(?![\w.-]{1,40}=|\w{1,8};|&)){4,400}/y;

const isMadeUp = (v: string): boolean => /\d/.test(v) && /[A-Za-z]/.test(v);

/** Code around a value: calls, member access, templates, paths and references are not the value itself. */
function isCode(value: string, next: string): boolean {
  if (next === "(" || (next === "[" && !/\d/.test(value))) return true;
  if (/\$\{|\{\{|%\(|\(\)|^(?:\.{1,2})?\/|^[a-z][a-z+.-]*:\/\/|^urn:|^\w+\(/i.test(value)) return true;
  if (/^[a-z_]+(?:\.[a-zA-Z_]+)+$|^[A-Z][A-Z_]+$|^\*/.test(value)) return true;
  // A leading sign marks a variable or template, unless what follows is as mixed as a password.
  return (
    /^[$%<{@#\\]/.test(value) &&
    (/^\$\w+$/.test(value) || !(isMadeUp(value) && value.length >= 8) || /[>}]$/.test(value))
  );
}

/** True when mostly made of words: an identifier such as `exchangeX509Token`, not a key. */
function isWordy(value: string): boolean {
  return value.replace(/[A-Z]?[a-z]{3,}|[A-Z]{4,}|[._-]/g, "").length < value.length * 0.3;
}

function isPassword(value: string, isQuoted: boolean, operator: string | undefined): boolean {
  if (value.length < 4 || value.length > 128 || isNoPassword(value)) return false;
  if (isQuoted && operator !== ",") return !/^[A-Z]?[a-z]+(?: [a-z]+){2,}/.test(value);
  // In a sentence the last sign is the sentence's: "wachtwoord vergeten?"
  const core = operator === undefined ? value.replace(/[!?.]+$/, "") : value;
  const isStrange = /\d|[^A-Za-z0-9'’.-]|[a-z][A-Z]/.test(core) && /[A-Za-z]/.test(core);
  if (operator === undefined)
    return (
      isStrange &&
      value.length >= 6 &&
      !isOrdinary(value) &&
      !/^(?:\d+(?:-[a-z]+)?$|[a-z]+[-_/][a-z-_/]+$)/i.test(value)
    );
  return isStrange || (operator !== "," && operator !== "->" && /^[a-z]{5,}\d*$/i.test(value) && operator === "=");
}

function isKey(value: string, isQuoted: boolean, operator: string | undefined): boolean {
  if (value.length < 8 || isNoPassword(value)) return false;
  const bare = value.replace(/[=-]+$/, "");
  if (!/^[A-Za-z0-9+/=_.~:|!@#$%^*?-]+$/.test(value) || /^[A-Za-z]+(?:[-_.:][A-Za-z]+)*$/.test(bare)) return false;
  if (operator === undefined) return bare.length >= 16 && isDense(bare);
  if (!isQuoted && isWordy(bare)) return false;
  if (!/\d/.test(bare)) return isQuoted && bare.length >= 16 && entropy(bare) > 3.5 && /[a-z][A-Z]|[+/]/.test(bare);
  return bare.length >= 10 && entropy(bare) >= 2.5 && (/[A-Za-z]/.test(bare) || bare.length >= 16);
}

function isDense(value: string): boolean {
  return /\d/.test(value) && entropy(value) >= 3 && !/^[a-z]+(?:[-_/.][a-z]+)+[-_/.]?\d*$/i.test(value);
}

/** Values of passwords, keys and tokens after a word that announces them: assignments, JSON, headers, command lines, sentences. */
export const credentials: Detector = {
  name: "credentials",
  find({ text, tokens, budget }, emit) {
    for (let i = 0; i < tokens.count; i++) {
      budget.spend(1);
      const type = kindOf(text, tokens, i);
      if (type !== undefined) valueAfter(text, tokens.ends[i] ?? 0, type, budget, emit);
    }
    userInfo(text, budget, emit);
    bareUserInfo(text, budget, emit);
    authorization(text, budget, emit);
  },
};

function kindOf(text: string, tokens: Tokens, i: number): EntityType | undefined {
  const cue = tokens.cues[i] ?? 0;
  if (cue !== 0) {
    if (isPinWord(tokens.hashes[i] ?? 0)) return undefined;
    if ((cue & CUE.PASSWORD) !== 0) return "PASSWORD";
    if ((cue & CUE.CREDENTIAL) !== 0) return "SECRET";
  }
  const start = tokens.starts[i] ?? 0;
  const end = tokens.ends[i] ?? 0;
  const kind = tokens.kinds[i];
  if (end - start < 6 || end - start > 40) return undefined;
  const last = text.charCodeAt(end - 1) | 32;
  // The endings above end in d, e, h, n, s, t or y.
  if (last !== 100 && last !== 101 && last !== 104 && last !== 110 && last !== 115 && last !== 116 && last !== 121)
    return undefined;
  // Plain words are worth a look only where an assignment follows.
  if (kind !== CAMEL && kind !== UPPER && !/[=:]/.test(text.slice(end, end + 3)) && !/[a-z]/.test(text.charAt(start)))
    return undefined;
  const word = WORD_END.exec(text.slice(start, end))?.[1];
  if (word === undefined) return undefined;
  return PASSWORD_END.test(word) ? "PASSWORD" : "SECRET";
}

function valueAfter(text: string, end: number, type: EntityType, budget: Budget, emit: Emit): void {
  JOIN.lastIndex = end;
  const join = JOIN.exec(text);
  if (join === null) return;
  budget.spend(32);
  let at = end + join[0].length;
  const operator = join[1] ?? (/[:=]|\b(?:is|ist|est|was|luidt|lautet|to)\b/.test(join[0]) ? "is" : undefined);
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  const value = quoted?.[1] ?? matchAt(BARE, text, at);
  if (value === undefined) return;
  if (quoted !== null) at += quoted[0].length - value.length;
  const trimmed =
    quoted === null ? value.replace(/[.,;:!?]+$/, (tail) => (/^[.,;:]/.test(tail) ? "" : tail)) : value.trimEnd();
  if (isCode(trimmed, text.charAt(at + trimmed.length))) return;
  const isFound =
    type === "PASSWORD" ? isPassword(trimmed, quoted !== null, operator) : isKey(trimmed, quoted !== null, operator);
  if (isFound) emit(at, at + trimmed.length, type, operator === undefined ? 0.7 : 0.85);
}

const USER_INFO = /:\/\/([^\s/@:"'<>]{0,64}):([^\s/@"'<>]{1,128})@/y;

/** Accounts of programs, which are nobody's. */
const GENERIC_USER =
  /^[$<{%[]|^(?:root|admin|user|username|guest|test|postgres|mysql|app|sa|oauth2?|git|api|x-access-token|default|redis|rabbitmq|mongodb?|anon|anonymous|your\w*|\w*username)$/i;

/** User and password in `scheme://user:password@host`. */
function userInfo(text: string, budget: Budget, emit: Emit): void {
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
    budget.spend(16);
    USER_INFO.lastIndex = at;
    const m = USER_INFO.exec(text);
    const password = m?.[2];
    if (m === null || password === undefined || /^[$<{%[]/.test(password) || isNoPassword(password)) continue;
    const end = at + m[0].length - 1;
    emit(end - password.length, end, "PASSWORD", 0.9);
    const user = m[1] ?? "";
    const userEnd = end - password.length - 1;
    if (user.length > 2 && !GENERIC_USER.test(user)) emit(userEnd - user.length, userEnd, "USERNAME", 0.8);
  }
}

const BARE_USER_INFO = /([A-Za-z][\w.-]{1,30})[:@]([^\s:@/"'`<>()[\]{}]{4,64})$/;
const HOST = /@(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|[\w-]{1,40}(?:\.[\w-]{1,40}){1,4})(?::\d{2,5}|\/\w)/y;
const PAIR_CHARS = 100;

/** `postgres:secret@10.0.0.4:5432/jobs` without its scheme, and the same with one @ too many. */
function bareUserInfo(text: string, budget: Budget, emit: Emit): void {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    budget.spend(4);
    if (matchAt(HOST, text, at) === undefined) continue;
    budget.spend(PAIR_CHARS);
    const m = BARE_USER_INFO.exec(text.slice(Math.max(0, at - PAIR_CHARS), at));
    const password = m?.[2];
    if (m === null || password === undefined || isNoPassword(password) || /^[$%]/.test(password)) continue;
    emit(at - password.length, at, "PASSWORD", 0.85);
    const user = m[1] ?? "";
    if (user.length > 2 && !GENERIC_USER.test(user))
      emit(at - password.length - 1 - user.length, at - password.length - 1, "USERNAME", 0.75);
  }
}

const SCHEME = /(?:Basic|Bearer|Token|Digest|ApiKey)[ ]+([A-Za-z0-9+/=_.~-]{12,4000})/y;

/** Values in `Authorization: Basic …` and `Bearer …`. */
function authorization(text: string, budget: Budget, emit: Emit): void {
  for (const word of ["Basic ", "Bearer ", "Token ", "ApiKey "]) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      budget.spend(16);
      SCHEME.lastIndex = at;
      const m = SCHEME.exec(text);
      if (m?.[1] !== undefined && /\d|[a-z][A-Z].*[a-z][A-Z]/.test(m[1]))
        emit(at + m[0].length - m[1].length, at + m[0].length, "SECRET", 0.9);
    }
  }
}
