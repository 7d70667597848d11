import { hashOf } from "../chars.ts";
import { createCodeTest } from "../code.ts";
import { CUE } from "../cues.ts";
import type { Detector } from "../types.ts";
import { isFileOrHost, isNoPassword, isOrdinary, isStrange, withoutStop } from "./passwords.ts";

const ACCESS = new Set(
  "logins login creds credentials credential identifiants accès toegang toegangsgegevens inloggegevens logingegevens zugang zugangsdaten anmeldedaten logindaten"
    .split(" ")
    .map(hashOf),
);
// gdelporte / Rainage!14; jan, ww Inkt9; jan:Inkt9; jan + Inkt9
const PAIR =
  /[^\n:=/]{0,32}?(?:[:=]|\bis\b|\best\b|\bist\b| )\s{0,3}["'`]?([a-z][\w.-]{2,40})["'`]?(?:\s{0,2}[/|]\s{0,2}|:|[ ,;]{1,3}(?:(?:and|en|et|und|met|avec|with|mit) )?(?:[Pp]ass(?:word)?|pw|PW|pwd|ww|WW|mdp|[Ww]achtwoord|[Pp]asswort|[Kk]ennwort|mot de passe)\s{0,2}[:=]?\s{0,2})["'`]?([^\s"'`/:]{6,64})/y;
const NO_USER =
  /^(?:the|your|user|username|password|portal|portaal|portail|website|server|page|login|and|for|https?|www|credentials|access|token|text|master|with|root|admin)$/i;

/** A user and a password side by side behind a word for access: `login: jan / Inkt9!`, `creds are jan:Inkt9!`. */
export const loginPairs: Detector = {
  name: "login-pairs",
  find({ text, tokens, budget }, emit) {
    const isCode = createCodeTest(text);
    for (const i of tokens.cued) {
      if (((tokens.cues[i] ?? 0) & CUE.USERNAME) === 0 && !ACCESS.has(tokens.hashes[i] ?? 0)) continue;
      budget.spend(32);
      const at = tokens.ends[i] ?? 0;
      PAIR.lastIndex = at;
      const m = PAIR.exec(text);
      const user = m?.[1] ?? "";
      const password = withoutStop(m?.[2] ?? "");
      if (
        m === null ||
        isCode(at) ||
        NO_USER.test(user) ||
        password.length < 6 ||
        isNoPassword(password) ||
        isOrdinary(password)
      )
        continue;
      // A password of two kinds of sign, or every pair of words around a slash would do.
      if (!isStrange(password) || !/[A-Za-z]/.test(password) || isFileOrHost(password) || isCode(at)) continue;
      const end = at + m[0].length - (m[2] ?? "").length;
      emit(end, end + password.length, "PASSWORD", 0.8);
      const start = at + m[0].lastIndexOf(user, end - at - 1);
      emit(start, start + user.length, "USERNAME", 0.8);
    }
  },
};
