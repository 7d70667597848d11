import type { Detector } from "../types.ts";

const NAME = "[A-Za-z][A-Za-z0-9._-]{1,38}[A-Za-z0-9]";
const WHO = `(?:(?:invalid |unknown |illegal |onbekende |unbekannter )?(?:user|gebruiker|utilisateur|l'utilisateur|benutzer|nutzer|account|login|username) )?["'‘“\\x60«]?(${NAME})["'’”\\x60»]?`;
/** What logs and people write of somebody who signs in or fails to, in four languages; the name comes right behind. */
const OUTCOME =
  "(?: (?:failed|failure|attempts?|error|successful|succeeded|denied|refused|mislukt|gelukt|poging|fehlgeschlagen|erfolgreich|verweigert|échouée?|refusée?|réussie)){0,2}";
const BEFORE: readonly RegExp[] = [
  new RegExp(`(?:Accepted|Failed) [\\w/-]{3,24} for ${WHO} from`, "iy"),
  new RegExp(
    `(?:session (?:opened|closed|started|expired) (?:for|by)|(?:in)?valid user|(?:login|logon|authentication|auth|aanmelding|anmeldung|connexion|inlogpoging)${OUTCOME} (?:for|by|from|van|voor|für|von|durch|de|pour|par|door)|(?:logged|signed) (?:in|on|out|off) as|logged-in user|ingelogd als|aangemeld als|angemeldet als|eingeloggt als|connectée? en tant que|password (?:changed|reset) for|running as|sudo: {1,4}) ${WHO}(?![\\w@])`,
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
  /^["'’”`»]|^\s*(?:$|[\n,;:()[\]|]|from\b|at\b|on\b|after\b|by\b|port\b|ip\b|van(?:af)?\b|von\b|depuis\b|um\b|om\b|à\b)/;
// user=jan, uid=1001(jan), x-user: jan, LOGNAME=jan, DOMAIN\jan
const FIELD = new RegExp(
  `(?:user(?:[ _-]?name|[ _-]?id)?|usr|uid|login|logname|account|acct|owner|operator|x-user|x-remote-user|ruser|principal|sub|gebruiker|utilisateur|benutzer)=(?:\\d{1,6}\\()?["']?(?:[A-Z][A-Z0-9-]{1,15}\\\\{1,2})?(${NAME})["']?(?=[\\s,;&)\\]|"']|$)`,
  "iy",
);
const HEADER = new RegExp(`x-(?:remote-|forwarded-)?user(?:name)?: ?(${NAME})`, "iy");
const HOME = /(?:\/home\/|\/Users\/|[A-Z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2})([A-Za-z][\w.-]{1,38})/y;
const WORD =
  /^(?:null|undefined|none|true|false|string|user|users|username|name|admin|administrator|root|guest|test|default|public|shared|runner|ubuntu|node|app|apps|system|service|daemon|nobody|www-data|postgres|mysql|git|jenkins|deploy|master|apache|nginx|www|backup|backend|frontend|your\w*|my_?user\w*|\w*_?username|all|any|self|this|request|req|data|value|the|a|an|to|for|and|or|in|on|is|was|not|your|my|our|their|his|her|de|het|een|la|le|les|un|une|der|die|das|ein|eine|new|me|you|from|with|error|failed|required|invalid|unknown|anonymous|example|someuser|myuser|await|get|current|session|token|id|password|email|config|process|os|env|input|params|props|state|customer|client|agent|role|group|type|count|list|info|model)$/i;
const SHOUTED = /^[A-Z]{2,}(?:_[A-Z]+)*$/;

/** Trigger words by their last letters; everything else is passed over with one search each. */
const TRIGGERS =
  /(?:user|usr|uid|login|logname|acct|account|owner|operator|principal|sub|gebruiker|utilisateur|benutzer|nutzer|accepted|failed|session|valid|logon|auth|aanmelding|anmeldung|connexion|inlogpoging|logged|signed|ingelogd|aangemeld|angemeldet|eingeloggt|connect|ouvert|password|running as|impersonat|sudo:|x-|\/home\/|\/Users\/|:\\)/gi;

/** User names as logs hold them: fields, sentences of who signed in, home folders. */
export const logins: Detector = {
  name: "logins",
  find({ text, budget }, emit) {
    TRIGGERS.lastIndex = 0;
    for (let m = TRIGGERS.exec(text); m !== null; m = TRIGGERS.exec(text)) {
      budget.spend(16);
      const name = nameAt(text, m.index, m[0]);
      if (name === undefined) continue;
      const [start, end] = name;
      emit(start, end, "USERNAME", 0.8);
      TRIGGERS.lastIndex = Math.max(TRIGGERS.lastIndex, end);
    }
  },
};

function nameAt(text: string, at: number, trigger: string): readonly [number, number] | undefined {
  const isHome = /^[/:]/.test(trigger);
  if (!isHome && /[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return undefined;
  const forms = isHome ? [HOME] : trigger === "x-" ? [HEADER, FIELD] : [FIELD, AFTER, ...BEFORE];
  const from = trigger === ":\\" ? at - 1 : at;
  for (const form of forms) {
    form.lastIndex = from;
    const m = form.exec(text);
    const value = m?.[1];
    if (m === null || value === undefined || WORD.test(value) || SHOUTED.test(value)) continue;
    const start = from + m[0].indexOf(value, trigger.length > 3 ? trigger.length : 0);
    const isPlain = /^[A-Za-z]+$/.test(value) && BEFORE.includes(form);
    if (isPlain && !ENDS_CLAUSE.test(text.slice(start + value.length, start + value.length + 12))) continue;
    return [start, start + value.length];
  }
  return undefined;
}
