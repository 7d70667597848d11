import type { Detector } from "../types.ts";

/**
 * Shapes by which providers mark their keys. Facts from the providers' documentation, collected by gitleaks, secretlint and
 * detect-secrets; the expressions are ours. Each is sticky, bounded, and begins with the literal that triggers it.
 */
const SHAPES: readonly RegExp[] = [
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/,
  /gh[pousr]_[A-Za-z0-9]{36,251}/,
  /github_pat_[A-Za-z0-9_]{22,251}/,
  /glpat-[A-Za-z0-9_-]{20,64}/,
  /sk-ant-[A-Za-z0-9_-]{20,200}/,
  /sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,200}/,
  /(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,247}/,
  /AIza[A-Za-z0-9_-]{35}/,
  /ya29\.[A-Za-z0-9_-]{20,400}/,
  /xox[abeoprs]-[A-Za-z0-9-]{10,250}/,
  /npm_[A-Za-z0-9]{36}/,
  /hf_[A-Za-z]{30,40}/,
  /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}/,
  /eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}(?:\.[A-Za-z0-9_-]{0,2000})?/,
];

const TOKEN = new RegExp(`(?<![A-Za-z0-9_])(?:${SHAPES.map((shape) => shape.source).join("|")})`, "g");
const PEM_BEGIN = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_CHARS_MAX = 32_768;
const END_LINE = /-----END [A-Z0-9 ]{1,60}-----/g;

/** Provider keys, JSON web tokens and private keys. A private key without its last line is taken to run to the end. */
export const secrets: Detector = {
  name: "secrets",
  find({ text, budget }, emit) {
    TOKEN.lastIndex = 0;
    for (let m = TOKEN.exec(text); m !== null; m = TOKEN.exec(text)) {
      budget.spend(m[0].length);
      emit(m.index, m.index + m[0].length, "SECRET", 0.98);
    }
    PEM_BEGIN.lastIndex = 0;
    for (let m = PEM_BEGIN.exec(text); m !== null; m = PEM_BEGIN.exec(text)) {
      END_LINE.lastIndex = m.index;
      const end = END_LINE.exec(text);
      const stop = Math.min(end === null ? text.length : end.index + end[0].length, m.index + PEM_CHARS_MAX);
      budget.spend(stop - m.index);
      emit(m.index, stop, "SECRET", 0.99);
      PEM_BEGIN.lastIndex = stop;
    }
  },
};
