import { CUE } from "../cues.ts";
import { matchAt } from "../near.ts";
import type { Detector } from "../types.ts";
import { tellingAt } from "./phrased.ts";

const NAME = "[A-Za-z][A-Za-z0-9._-]{1,38}[A-Za-z0-9]";
const WHO = `(?:(?:invalid |unknown |illegal |onbekende |unbekannter )?(?:user|gebruiker|utilisateur|l'utilisateur|benutzer|nutzer|account|login|username) )?["'‘“\\x60«]?(${NAME})["'’”\\x60»]?`;
/** What logs and people write of somebody who signs in or fails to, in four languages; the name comes right behind. */
const OUTCOME =
  "(?: (?:failed|failure|attempts?|error|successful|succeeded|denied|refused|mislukt|gelukt|poging|fehlgeschlagen|erfolgreich|verweigert|échouée?|refusée?|réussie)){0,2}";
const BEFORE: readonly RegExp[] = [
  new RegExp(`(?:Accepted|Failed) [\\w/-]{3,24} for ${WHO} from`, "iy"),
  new RegExp(
    `(?:session (?:opened|closed|started|expired) (?:for|by)|(?:in)?valid user|(?:login|logon|authentication|auth|aanmelding|anmeldung|connexion|inlogpoging)${OUTCOME} (?:for|by|from|van|voor|für|von|durch|de|pour|par|door)|(?:logged|signed|log|sign|logging|signing) (?:in|on|out|off) (?:as|with|met|mit|avec)|(?:inloggen|aanmelden|inlog|log in) als|(?:anmelden|einloggen) als|connecter (?:en tant que|avec|sous)|logged-in user|ingelogd als|aangemeld als|angemeldet als|eingeloggt als|connectée? en tant que|password (?:changed|reset) for|running as|sudo: {1,4}) ${WHO}(?![\\w@])`,
    "iy",
  ),
];
const DONE =
  "(?:logged|signed|locked|authenticated|denied|ingelogd|uitgelogd|aangemeld|afgemeld|(?:dé)?connectée?|angemeldet|abgemeldet|eingeloggt|ausgeloggt)";
/** Behind the name: "user jan logged in", "Benutzer jan hat sich um 6 Uhr abgemeldet". */
const AFTER = new RegExp(
  `(?:user|gebruiker|utilisateur|benutzer|nutzer|account|operator)[ :=]{1,2}["'‘“\\x60«]?(${NAME})["'’”\\x60»]? (?:(?:has|is|was|hat sich|heeft zich|s'est|a été) (?:[^\\n.]{0,30} )?${DONE}|${DONE}|(?:failed|opened|closed|from \\d|with ip|@ ?\\d))`,
  "iy",
);
/** A plain small word may be any word: it needs a quote, or to end its clause as a log line's field does. */
const ENDS_CLAUSE =
  /^["'’”`»]|^\s*(?:$|[\n,;:()[\]|]|from\b|at\b|on\b|after\b|by\b|port\b|ip\b|van(?:af)?\b|von\b|depuis\b|um\b|om\b|à\b|(?:and|en|et|und|ww|pw)\b)/;
// user=jan, uid=1001(jan), x-user: jan, LOGNAME=jan, DOMAIN\jan
const FIELD = new RegExp(
  `(?:user(?:[ _-]?name|[ _-]?id)?|usr|uid|login|logname|account|acct|owner|operator|x-user|x-remote-user|ruser|principal|sub|gebruiker|utilisateur|benutzer)=(?:\\d{1,6}\\()?["']?(?:[A-Z][A-Z0-9-]{1,15}\\\\{1,2})?(${NAME})["']?(?=[\\s,;&)\\]|"']|$)`,
  "iy",
);
const HEADER = new RegExp(`x-(?:remote-|forwarded-)?user(?:name)?: ?(${NAME})`, "iy");
const HOME = /(?:\/home\/|\/Users\/|[A-Z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2})([A-Za-z][\w.-]{1,38})/y;
const HOMES = [HOME];
const FORMS = [HEADER, FIELD, AFTER, ...BEFORE];
const WORD =
  /^(?:comme|als|as|null|undefined|none|true|false|string|user|users|username|name|admin|administrator|root|guest|test|default|public|shared|runner|ubuntu|node|app|apps|system|service|daemon|nobody|www-data|postgres|mysql|git|jenkins|deploy|master|apache|nginx|www|backup|backend|frontend|your\w*|my_?user\w*|\w*_?username|all|any|self|this|request|req|data|value|the|a|an|to|for|and|or|in|on|is|was|not|your|my|our|their|his|her|de|het|een|la|le|les|un|une|der|die|das|ein|eine|new|me|you|from|with|error|failed|required|invalid|unknown|anonymous|example|someuser|myuser|await|get|current|session|token|id|password|email|config|process|os|env|input|params|props|state|customer|client|agent|role|group|type|count|list|info|model)$/i;
const SHOUTED = /^[A-Z]{2,}(?:_[A-Z]+)*$/;

/** User names as logs hold them: fields, sentences of who signed in, home folders. */
export const logins: Detector = {
  name: "logins",
  find({ text, tokens, budget }, emit) {
    let done = 0;
    for (const i of tokens.cued) {
      if (((tokens.cues[i] ?? 0) & CUE.FIELD) === 0) continue;
      const at = tokens.starts[i] ?? 0;
      if (at < done) continue;
      budget.spend(16);
      const name = nameAt(text, at, tokens.ends[i] ?? 0) ?? whoBefore(text, at);
      if (name === undefined) continue;
      emit(name[0], name[1], "USERNAME", 0.8);
      done = name[1];
      const join = matchAt(AND, text, done);
      const password = join === undefined ? undefined : tellingAt(text, done + join.length);
      if (password !== undefined) emit(done + (join?.length ?? 0), password, "PASSWORD", 0.75);
    }
  },
};

/** "log in met jverh en Gom1arabicum" */
const AND = /["'’”`»]? (?:and|en|et|und|\/|&|plus) /y;

function nameAt(text: string, at: number, end: number): readonly [number, number] | undefined {
  // A folder's first sign stands before the word: /home/jan, C:\Users\jan.
  const isHome = /[/\\]/.test(text.charAt(end));
  const from = isHome ? homeStart(text, at) : at;
  for (const form of isHome ? HOMES : FORMS) {
    form.lastIndex = from;
    const m = form.exec(text);
    const value = m?.[1];
    if (m === null || value === undefined || WORD.test(value) || SHOUTED.test(value)) continue;
    const start = from + m[0].indexOf(value, Math.max(0, Math.min(end - from, m[0].length - value.length)));
    const isPlain = /^[A-Za-z]+$/.test(value) && BEFORE.includes(form);
    if (isPlain && !ENDS_CLAUSE.test(text.slice(start + value.length, start + value.length + 12))) continue;
    return [start, start + value.length];
  }
  return undefined;
}

const SIGNED =
  /(?:logged|signed) (?:in|out|on|off)\b|(?:in|uit)gelogd\b|(?:aan|af)gemeld\b|(?:an|ab)gemeldet\b|authenticated\b/y;
const SUBJECT = new RegExp(`(?:^|\\n|[:\\]>|] )["']?(${NAME})["']? (?:is |has |was |heeft zich |hat sich )?$`);

/** "INFO web: jan signed in": a name by itself at the start of what a log line says. */
function whoBefore(text: string, at: number): readonly [number, number] | undefined {
  SIGNED.lastIndex = at;
  if (!SIGNED.test(text)) return undefined;
  const from = Math.max(0, at - 64);
  const m = SUBJECT.exec(text.slice(from, at));
  const value = m?.[1];
  if (m === null || value === undefined || !/^[a-z]/.test(value) || WORD.test(value) || PRONOUN.test(value))
    return undefined;
  const start = from + m.index + m[0].lastIndexOf(value);
  return [start, start + value.length];
}

const PRONOUN =
  /^(?:she|he|they|who|someone|somebody|nobody|everyone|everybody|iemand|niemand|iedereen|wie|jemand|niemand|wer|quelqu|personne|successfully|automatically|not|never|just|already|currently|again)$/i;

function homeStart(text: string, at: number): number {
  let from = at;
  while (from > 0 && at - from < 4 && /[/\\:A-Za-z]/.test(text.charAt(from - 1))) from--;
  const drive = /[A-Z]:\\{1,2}$/.exec(text.slice(from, at))?.[0] ?? "/";
  return at - drive.length;
}
