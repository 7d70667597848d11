import type { Detector } from "../types.ts";

const HEADER = /(?:set-)?cookie["']?\s{0,2}[:=]\s{0,2}["'{]?/iy;
const PAIR = /\s{0,2}([A-Za-z0-9_.%$-]{1,64})=("?[^\s;,"'<>]{1,2000}"?)(?:;|$|(?=[\s"',<>]))/y;
const PAIRS_MAX = 40;
/** What a cookie says of itself, its language and its look: nobody's. */
const PLAIN =
  /^(?:path|domain|expires|max-age|samesite|version|priority|theme|lang|language|locale|currency|tz|timezone|consent|cookieconsent|darkmode|mode|view|_ga_debug|httponly|secure)$/i;
// sessionid=…, JSESSIONID: …, connect.sid=…, session id is …
const SESSION =
  /(?:[A-Za-z_.-]{0,24}(?:sess(?:ion)?|sessie|sitzungs?)[ _-]?(?:id|key|token|kennung)?|connect\.sid|\bsid|csrf[_-]?token|xsrf[_-]?token|remember_token|auth_session)["']?\s{0,2}(?:[:=]|is|ist|est)\s{0,2}["']?([A-Za-z0-9%._~+/=-]{12,2000})/gi;

/** Values of cookies and session identifiers: whoever holds one is signed in. */
export const cookies: Detector = {
  name: "cookies",
  find({ text, budget }, emit) {
    const lower = /cookie/i.test(text);
    for (let at = lower ? next(text, 0) : -1; at >= 0; at = next(text, at + 6)) {
      budget.spend(16);
      HEADER.lastIndex = /set-$/i.test(text.slice(Math.max(0, at - 4), at)) ? at - 4 : at;
      const header = HEADER.exec(text);
      if (header === null) continue;
      let from = HEADER.lastIndex;
      for (let n = 0; n < PAIRS_MAX; n++) {
        PAIR.lastIndex = from;
        const pair = PAIR.exec(text);
        if (pair === null) break;
        from = PAIR.lastIndex;
        budget.spend(pair[0].length);
        const value = (pair[2] ?? "").replace(/^"|"$/g, "");
        const isPlain = PLAIN.test(pair[1] ?? "") || value.length < 6 || /^[a-z]+$/i.test(value);
        const start = pair.index + pair[0].indexOf(value, (pair[1] ?? "").length);
        if (!isPlain) emit(start, start + value.length, "SECRET", 0.85);
      }
    }
    sessions(text, budget, emit);
  },
};

function next(text: string, from: number): number {
  const at = text.indexOf("ookie", from);
  const shouted = text.indexOf("OOKIE", from);
  const found = at < 0 ? shouted : shouted < 0 ? at : Math.min(at, shouted);
  return found < 0 ? -1 : Math.max(0, found - 1);
}

function sessions(text: string, budget: { spend(n: number): void }, emit: Parameters<Detector["find"]>[1]): void {
  if (!/sess|sitzung|sid|csrf|xsrf|remember_token/i.test(text)) return;
  SESSION.lastIndex = 0;
  for (let m = SESSION.exec(text); m !== null; m = SESSION.exec(text)) {
    budget.spend(m[0].length);
    const value = (m[1] ?? "").replace(/[.]+$/, "");
    if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || /^[a-z]+(?:[._-][a-z]+)+\d?$/i.test(value)) continue;
    const start = m.index + m[0].length - (m[1] ?? "").length;
    emit(start, start + value.length, "SECRET", 0.85);
  }
}
