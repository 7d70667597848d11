import { isIPv6 } from "node:net";
import { isLuhn } from "../checks.ts";
import { CUE } from "../cues.ts";
import { hasCueBefore, matchAt, stands } from "../near.ts";
import type { Detector } from "../types.ts";

const IPV4 = /(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}/y;
const IPV6 = /[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}/iy;
const MAC = /[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}/iy;
const IMEI = /\d{2}[- ]?\d{6}[- ]?\d{6}[- ]?\d/y;

/** Internet, hardware and handset addresses. Loopback and unspecified addresses name nobody and stay. */
export const network: Detector = {
  name: "network",
  find({ text, tokens, budget }, emit) {
    for (const i of tokens.numeric) {
      budget.spend(6);
      const at = tokens.starts[i] ?? 0;
      const end = tokens.ends[i] ?? 0;
      const next = text.charAt(end);
      if (next === ".") {
        const v4 = end - at <= 3 ? matchAt(IPV4, text, at) : undefined;
        // A version stands right behind its word; a quote or bracket between makes it an argument.
        const isVersion = hasCueBefore(tokens, i, CUE.REFERENCE, 1) && !/["'(]/.test(text.charAt(at - 1));
        if (v4 !== undefined && isAddress(text, at, v4) && !isVersion) {
          emit(at, at + v4.length, "IP", 0.95);
          continue;
        }
      }
      if (next === ":" || next === "-" || next === ".") {
        const mac = end - at === 2 || end - at === 4 ? matchAt(MAC, text, at) : undefined;
        const isMac =
          mac !== undefined && (mac.length > 14 || (/[a-f]/i.test(mac) && !/[.[]/.test(text.charAt(at - 1))));
        if (mac !== undefined && isMac && stands(text, at, at + mac.length)) emit(at, at + mac.length, "MAC", 0.97);
      }
      if (end - at === 15 || end - at === 2) {
        const imei = matchAt(IMEI, text, at);
        if (imei === undefined || !stands(text, at, at + imei.length)) continue;
        const isAllocated = /^(?:35|86|01|99)\d{13}$/.test(imei) && isLuhn(imei);
        if (isAllocated || (hasCueBefore(tokens, i, CUE.IMEI, 3) && imei.length >= 15))
          emit(at, at + imei.length, "IMEI", 0.9);
      }
    }
    lettersFirst(text, budget, emit);
  },
};

/** Addresses that may begin with a letter (`fe80::1`, `e0-aa-…`): found from their second separator. */
function lettersFirst(text: string, budget: { spend(n: number): void }, emit: Parameters<Detector["find"]>[1]): void {
  for (const separator of [":", "-"]) {
    let done = 0;
    for (let colon = text.indexOf(separator); colon >= 0; colon = text.indexOf(separator, colon + 1)) {
      budget.spend(4);
      if (colon < done) continue;
      let at = colon;
      while (at > done && colon - at < 4 && /[0-9a-f]/i.test(text.charAt(at - 1))) at--;
      const mac = colon - at === 2 ? matchAt(MAC, text, at) : undefined;
      if (mac !== undefined && stands(text, at, at + mac.length)) {
        emit(at, at + mac.length, "MAC", 0.97);
        done = at + mac.length;
      } else if (separator === ":") {
        const v6 = matchAt(IPV6, text, at);
        if (v6 === undefined || v6.length < 6 || !/\d/.test(v6)) continue;
        const trimmed = v6.replace(/(?<!:):$/, "");
        if (isIPv6(trimmed) && stands(text, at, at + trimmed.length) && !/^::[01]?$/.test(trimmed)) {
          emit(at, at + trimmed.length, "IP", 0.93);
          done = at + trimmed.length;
        }
      }
    }
  }
}

function isAddress(text: string, at: number, v4: string): boolean {
  if (!stands(text, at, at + v4.length) || /^(?:127|0)\./.test(v4)) return false;
  const previous = text.charAt(at - 1);
  // 1.2.3.4.5 is a version or a section, and v1.2.3.4 says so itself.
  return previous !== "." && !/^\.\d/.test(text.slice(at + v4.length, at + v4.length + 2));
}
