import { matchAt } from "../near.ts";
import type { Budget, Detector, Emit } from "../types.ts";
import { isNoPassword } from "./passwords.ts";

/** What a function that signs in is called, up to its opening bracket. */
const CALLEE =
  /(?:client|connection|connect\w{0,12}|session|login|log_?in|sign_?in|auth\w{0,14}|credentials?|ftp\w{0,8}|sftp|ssh\w{0,8}|smtp\w{0,8}|imap\w{0,8}|server|account|database|db|pool|mailer|transport|open|dial|basic_?auth|pdo|mysqli|driver)[\])]{0,2}\s{0,2}$/i;
const ARGUMENTS = /\(\s{0,8}(?:(?:[$\w.]{1,40}|\d{1,5})\s{0,2},\s{0,4}){0,2}(["'`])/y;
const STRING = /\s{0,4}(["'`])([^"'`\n]{0,128})\1\s{0,4}(?:,|\))/y;
const OTHER = /\s{0,4}[$\w.]{1,40}\s{0,4},/y;
const HOST = /^(?:[a-z][a-z0-9+.-]*:|[\w-]+(?:\.[\w-]+)+(?::\d+)?$|localhost|\d{1,3}(?:\.\d{1,3}){3}|\\\\)/i;
const NAME = /^[A-Za-z][\w.@\\-]{1,40}$/;
const NO_USER =
  /^(?:root|admin|user|username|guest|test|postgres|mysql|app|sa|get|post|put|utf-?8|id|name|key|value|token|localhost)$/i;
const ARGUMENTS_MAX = 6;

/** Users and passwords handed to a function that signs in: `new Client("host", "user", "password")`, `login('u', 'p')`. */
export const calls: Detector = {
  name: "calls",
  find({ text, budget }, emit) {
    for (let open = text.indexOf("("); open >= 0; open = text.indexOf("(", open + 1)) {
      budget.spend(4);
      const c = text.charCodeAt(open + 1);
      // Only a bracket with a quote, a blank or a name behind it can hold arguments; prose hardly has the first.
      if (Number.isNaN(c) || (matchAt(ARGUMENTS, text, open) ?? "") === "") continue;
      budget.spend(48);
      if (CALLEE.test(text.slice(Math.max(0, open - 32), open))) credentialsIn(stringsAfter(text, open + 1), emit);
    }
    commandLines(text, budget, emit);
  },
};

interface Argument {
  readonly value: string;
  readonly start: number;
}

function stringsAfter(text: string, from: number): readonly Argument[] {
  const out: Argument[] = [];
  for (let at = from, n = 0; n < ARGUMENTS_MAX; n++) {
    STRING.lastIndex = at;
    const m = STRING.exec(text);
    if (m === null) {
      const other = matchAt(OTHER, text, at);
      if (other === undefined) break;
      at += other.length;
      continue;
    }
    const value = m[2] ?? "";
    out.push({ value, start: at + m[0].indexOf(`${m[1]}${value}`) + 1 });
    if (m[0].endsWith(")")) break;
    at += m[0].length;
  }
  return out;
}

/** The user stands behind the host, the password behind the user; with two strings they are user and password. */
function credentialsIn(strings: readonly Argument[], emit: Emit): void {
  // Of two strings the first may look like a host, and is a user all the same: jan.peeters
  const host = strings.length < 3 ? -1 : strings.findIndex(({ value }) => HOST.test(value));
  const at = host >= 0 ? host + 1 : strings.length > 2 && !NAME.test(strings[2]?.value ?? "") ? 1 : 0;
  const user = strings[at];
  const password = strings[at + 1];
  if (user === undefined || password === undefined) return;
  const { value } = password;
  if (!NAME.test(user.value) || value.length < 4 || /\s|^[$<{%/]|^[a-z]+\/[a-z]+$/.test(value) || isNoPassword(value))
    return;
  if (!/\d|[^\w.-]|[a-z][A-Z]/.test(value) && host < 0) return;
  emit(password.start, password.start + value.length, "PASSWORD", 0.85);
  if (!NO_USER.test(user.value) && user.value.length > 2)
    emit(user.start, user.start + user.value.length, "USERNAME", 0.8);
}

// curl -u user:password, --user user:password, sshpass -p password, mysql -psecret, net use … /user:name password
const OPTION =
  /(?:(?:\s-u|--user(?:name)?)[ =]["']?([A-Za-z][\w.@\\-]{1,40}):([^\s"':]{4,64})|sshpass -p ?["']?([^\s"']{4,64})| \/user:(?:[\w-]+\\)?([\w.-]{2,40})(?:\s{1,2}([^\s/"']{4,64}))?)/y;

// mysql -h db1 -u user -pPassword, psql -U user
const CLIENT = /\b(?:mysql\w{0,8}|psql|pg_\w{2,10}|mongo\w{0,8}|ldapsearch|smbclient|l?ftp|sqlcmd)\b/g;
const CLIENT_OPTION = /[ \t]-([uUpP])[ =]?["']?([A-Za-z][^\s"']{2,63})/y;
const LINE_CHARS_MAX = 160;

function databaseClients(text: string, budget: Budget, emit: Emit): void {
  CLIENT.lastIndex = 0;
  for (let m = CLIENT.exec(text); m !== null; m = CLIENT.exec(text)) {
    budget.spend(LINE_CHARS_MAX);
    const stop = Math.min(text.length, CLIENT.lastIndex + LINE_CHARS_MAX);
    for (let at = CLIENT.lastIndex; at < stop && text.charCodeAt(at) !== 10; at++) {
      if (text.charCodeAt(at) !== 32 || text.charCodeAt(at + 1) !== 45) continue;
      CLIENT_OPTION.lastIndex = at;
      const option = CLIENT_OPTION.exec(text);
      const value = option?.[2] ?? "";
      if (option === null || NO_USER.test(value) || /^[$<{%]/.test(value)) continue;
      const end = at + option[0].length;
      // A small p is a password only where it touches it: elsewhere it is a port.
      const isPassword = option[1] === "P" || (option[1] === "p" && option[0].startsWith(`-p${value}`, 1));
      if (isPassword || option[1] !== "p") emit(end - value.length, end, isPassword ? "PASSWORD" : "USERNAME", 0.8);
    }
    CLIENT.lastIndex = Math.max(CLIENT.lastIndex, stop);
  }
}

const REMOTE =
  /\b(?:ssh|scp|sftp|rsync|mosh)(?: -[A-Za-z]{1,6}(?: [\w.:/~-]{1,40})?){0,4} {1,2}([A-Za-z][\w.-]{1,31})@(?=[\w[])/g;

/** ssh jan@host */
function remoteShells(text: string, budget: Budget, emit: Emit): void {
  if (!text.includes("@")) return;
  REMOTE.lastIndex = 0;
  for (let m = REMOTE.exec(text); m !== null; m = REMOTE.exec(text)) {
    budget.spend(32);
    const end = m.index + m[0].length - 1;
    const user = m[1] ?? "";
    if (!NO_USER.test(user)) emit(end - user.length, end, "USERNAME", 0.8);
  }
}

function commandLines(text: string, budget: Budget, emit: Emit): void {
  databaseClients(text, budget, emit);
  remoteShells(text, budget, emit);
  for (const sign of [" -u", "--user", "sshpass", " /user:"])
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length)) {
      budget.spend(24);
      OPTION.lastIndex = at;
      const m = OPTION.exec(text);
      if (m === null) continue;
      const end = at + m[0].length;
      const password = m[2] ?? m[3] ?? m[5];
      if (password !== undefined && !/^[$<{%-]/.test(password)) emit(end - password.length, end, "PASSWORD", 0.85);
      const user = m[1] ?? m[4];
      if (user === undefined || NO_USER.test(user)) continue;
      const start = text.indexOf(user, at + sign.length);
      emit(start, start + user.length, "USERNAME", 0.8);
    }
}
