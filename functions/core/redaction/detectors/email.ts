import type { Detector } from "../types.ts";

const LOCAL_MAX = 64; // RFC 5321 §4.5.3.1.1
const DOMAIN =
  /[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?){1,8}/uy;
const LOCAL_UNIT = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;

function localStart(text: string, at: number): number {
  let i = at;
  while (i > 0 && at - i < LOCAL_MAX && LOCAL_UNIT.test(text.charAt(i - 1))) i--;
  // Punctuation of the sentence around it is legal in a local part, but never how an address begins.
  while (i < at && !/[\p{L}\p{N}_]/u.test(text.charAt(i))) i++;
  const assigned = Math.max(
    text.lastIndexOf("=", at - 1),
    text.lastIndexOf("/", at - 1),
    text.lastIndexOf("|", at - 1),
  );
  return assigned >= i ? assigned + 1 : i;
}

/** Addresses around an `@` (RFC 5321 without quoted local parts; RFC 6531 letters). */
export const email: Detector = {
  name: "email",
  find({ text, budget }, emit) {
    let done = 0;
    for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
      budget.spend(16);
      const start = Math.max(done, localStart(text, at));
      if (start >= at) continue;
      DOMAIN.lastIndex = at + 1;
      const domain = DOMAIN.exec(text)?.[0];
      if (domain === undefined || !/\.(?:\p{L}{2,24}|xn--[a-z0-9-]{2,30})$/iu.test(domain)) continue;
      done = at + 1 + domain.length;
      emit(start, done, "EMAIL", 0.98);
    }
  },
};
