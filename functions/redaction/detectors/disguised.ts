import { matchAt } from "../near.ts";
import type { Detector } from "../types.ts";
import { isNoPassword, withoutStop } from "./passwords.ts";

// The word for a password with figures and signs for letters, or its letters set apart; what it announces follows as ever.
const CUE =
  /(?<![\p{L}\p{N}])(?:p[a@4][s$5ß]{1,2}w[o0]r[dt]|w[a@4]chtw[o0]{2}rd|kennw[o0]rt|p ?a ?s ?s ?w ?o ?r ?[dt]|w a c h t w o o r d|k e n n w o r t)["']?\s{0,2}(?:[:=]|\b(?:is|ist|est)\b)\s{0,2}/giu;
const PLAIN = /^(?:password|passwort|wachtwoord|kennwort)\b/i;
const VALUE = /["'`]?[^\s"'`,;<>()[\]{}]{4,64}/y;
// An address read from right to left begins with a domain's end turned round.
const REVERSED =
  /(?<![\w.@-])(?:moc|gro|ten|ofni|elpmaxe|ku\.oc|eb|ln|rf|ed|ue|oi)\.[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,30}){0,2}@[a-z0-9._+-]{2,40}/giu;

/** What is announced by a word in disguise, and addresses written backwards. */
export const disguised: Detector = {
  name: "disguised",
  find({ text, budget }, emit) {
    CUE.lastIndex = 0;
    for (let m = CUE.exec(text); m !== null; m = CUE.exec(text)) {
      budget.spend(64);
      if (PLAIN.test(m[0])) continue;
      const at = m.index + m[0].length;
      const raw = matchAt(VALUE, text, at) ?? "";
      const value = withoutStop(raw.replace(/^["'`]/, ""));
      if (value.length >= 4 && !isNoPassword(value))
        emit(at + raw.indexOf(value), at + raw.indexOf(value) + value.length, "PASSWORD", 0.75);
    }
    if (!text.includes("@")) return;
    REVERSED.lastIndex = 0;
    for (let m = REVERSED.exec(text); m !== null; m = REVERSED.exec(text)) {
      budget.spend(64);
      emit(m.index, m.index + m[0].length, "EMAIL", 0.8);
    }
  },
};
