import { entropy } from "../entropy.ts";
import { matchAt } from "../near.ts";
import type { Detector, Emit } from "../types.ts";

/**
 * Shapes by which providers mark their keys. Facts from the providers' documentation, as collected by gitleaks, secretlint,
 * detect-secrets, Nosey Parker and Kingfisher; the expressions are ours. Each begins with the literal that triggers it.
 */
const SHAPES: readonly RegExp[] = [
  /(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AROA|AIDA|AGPA|ANPA|ANVA|APKA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  /gh[pousr]_[A-Za-z0-9]{36,251}/,
  /github_pat_[A-Za-z0-9_]{22,251}/,
  /gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_.-]{20,300}/,
  /GR1348941[A-Za-z0-9_-]{20,50}/,
  /sk-(?:ant|or|lf|proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,250}/,
  /sk-[A-Za-z0-9]{20,60}(?:T3BlbkFJ[A-Za-z0-9]{20})?/,
  /(?:sk|rk|pk)_(?:live|test|prod)_[A-Za-z0-9]{10,247}/,
  /(?:whsec|shpat|shpca|shppa|shpss|shptka|sq0atp|sq0csp|sqOatp|EAAA|pypi|figd|lin_api|lin_oauth|ntn|secret|duffel_test|duffel_live|dop_v1|doo_v1|dor_v1|PMAK|rubygems|tfp|phc|phx|sbp|sntrys|sntryu|glc|glsa|pscale_tkn|pscale_pw|pscale_oauth|pul|rdme|CLOJARS|tvly|fc|gsk|xai|pplx|r8|nvapi|fw|cfk|co|dckr_pat|dckr_oat|FLWSECK_TEST|FLWPUBK_TEST|FLWSECK|dapi|ddp|NRAK|NRJS|NRII|NRIQ|NRAA|EZAK|EZTK|sgp|sgd|sgs|sm_aat|sls|aio|ATATT3|ATCTT3|BBDC|ATBB|v1\.0|hvs|hvb|hvr|hvp|s|b|r|vercel|vc[ipark]|tskey|xkeysib|xsmtpsib|key|mg|pubkey|re|dp\.(?:ct|pt|st|scim|audit|sa|said)(?:\.[a-z0-9_-]{1,35})?|eyJrIjoi|ZGhZ|AGE-SECRET-KEY-1|p8e|lip|npm|ion|tk|ops_eyJ|waka|apify_api|cio|lmnr|composer|salad_cloud|sk)[-_.][A-Za-z0-9][A-Za-z0-9_.:=+/-]{21,400}(?=[^A-Za-z0-9]|$)/,
  /AIza[A-Za-z0-9_-]{35}/,
  /GOCSPX-[A-Za-z0-9_-]{28}/,
  /ya29\.[A-Za-z0-9_-]{20,400}/,
  /1\/\/0[A-Za-z0-9_-]{20,200}/,
  /xox[abeoprs]-[A-Za-z0-9-]{10,250}/,
  /xapp-\d-[A-Z0-9]{8,20}-\d{8,20}-[a-f0-9]{40,80}/,
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{20,90}/,
  /(?:discord(?:app)?\.com\/api\/webhooks|[a-z0-9-]{1,40}\.webhook\.office\.com\/webhookb2)\/[A-Za-z0-9@/_-]{30,250}/,
  /npm_[A-Za-z0-9]{36}/,
  /hf_[A-Za-z]{30,40}/,
  /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}/,
  /(?:SK|AC)[0-9a-f]{32}(?![A-Za-z0-9])/,
  /EAA(?:C[A-Za-z0-9]|[A-Z0-9]{2})[A-Za-z0-9]{20,300}/,
  /IGQV[A-Za-z0-9_-]{30,250}/,
  /wx[0-9a-f]{16}(?![A-Za-z0-9])/,
  /[rp]k\.eyJ[A-Za-z0-9_-]{10,250}\.[A-Za-z0-9_-]{10,60}/,
  /[sp]k\.eyJ[A-Za-z0-9_-]{10,250}\.[A-Za-z0-9_-]{10,60}/,
  /amzn\.(?:mws|oauth|application-oa2-client)\.[A-Za-z0-9.-]{20,60}/,
  /\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/,
  /[MNO][A-Za-z0-9]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}/,
  /0x[0-9a-fA-F]{64}(?![0-9a-zA-Z])/,
  /AccountKey=[A-Za-z0-9+/=]{40,100}/,
  /eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{4,8000}(?:\.[A-Za-z0-9_-]{0,3000}){0,3}/,
  /[a-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}/,
  /CCIPAT_[A-Za-z0-9_]{40,80}/,
  /[0-9a-f]{32}-us\d{1,2}(?![0-9a-z])/,
  /key-[0-9a-f]{32}(?![0-9a-z])/,
  /oy2[a-z0-9]{43}(?![a-z0-9])/,
  /LTAI[A-Za-z0-9]{12,24}(?![A-Za-z0-9])/,
  /AKID[A-Za-z0-9]{13,40}(?![A-Za-z0-9])/,
  /KEY[A-Z0-9a-z]{20}[A-Za-z0-9_-]{10,60}/,
];

const PEM_BEGIN = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,6}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_CHARS_MAX = 32_768;
const END_LINE = /-----END [A-Z0-9 ]{1,60}-----/g;
const PEM_BODY = /(?:\s|\\n|\\r|[A-Za-z0-9+/=",:'`-])*/y;

const TOKEN = new RegExp(SHAPES.map((shape) => shape.source).join("|"), "y");
// A letter that begins any of the shapes, so that most runs of key-like characters cost one read.
const isShort = (shape: string): boolean => /^[a-z]{1,12}[-_.]/i.test(shape) && !/\d/.test(shape.slice(0, 40));

// Random base64 of this length holds all three kinds of character with near certainty; words, paths and identifiers don't.
const DENSE_CHARS_MIN = 40;

/** Random-looking: mixed case and digits throughout, hardly two letters of one case in a row. Hexadecimal hashes are not. */
function isDense(run: string): boolean {
  const value = run.replace(/=+$/, "");
  if (value.length > 512 || /^[-_=]|^(?:[^A-Z]*|[^a-z]*|[^0-9]*)$|[-_=]{2}/.test(value)) return false;
  const changes = value.match(/[a-z](?=[A-Z0-9+/])|[A-Z](?=[a-z0-9+/])|[0-9](?=[A-Za-z+/])/g)?.length ?? 0;
  return changes / value.length > 0.42 && (value.match(/\d/g)?.length ?? 0) >= 3 && entropy(value) >= 4.2;
}

/** Content hashes, embedded files, public keys and certificates are long and random, and no secret. */
function isPublic(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 24), start);
  if (
    /(?:sha\d{1,3}[-:=]|base64,|h1:|integrity.{0,6}|ssh-(?:rsa|ed25519|dss) |ecdsa-\S+ )$/i.test(before) ||
    /\/$/.test(before)
  )
    return true;
  if (/^(?:sha\d{3}-|AAAA[BCE]3)/.test(text.slice(start, start + 8))) return true;
  const begin = text.lastIndexOf("-----BEGIN ", start);
  return (
    begin >= 0 &&
    /^-----BEGIN (?:CERTIFICATE|PUBLIC|[A-Z0-9 ]{1,20}PUBLIC)/.test(text.slice(begin, begin + 44)) &&
    text.indexOf("-----END", begin) > start
  );
}

/** Runs of key-like characters shorter than this are never keys without a word that says so. */
const KEY_CHARS_MIN = 20;

const AWS_SECRET = /[^\n]{1,40}?(?<![A-Za-z0-9/+=])([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/y;

/** The secret that belongs to an access key's id stands right behind it, without a prefix of its own. */
function awsSecret(text: string, at: number, emit: Emit): void {
  AWS_SECRET.lastIndex = at;
  const m = AWS_SECRET.exec(text);
  if (m?.[1] !== undefined) emit(at + m[0].length - m[1].length, at + m[0].length, "SECRET", 0.9);
}

/** Provider keys, JSON web tokens and private keys. A private key without its last line is taken to run on as long as it looks like one. */
export const secrets: Detector = {
  name: "secrets",
  find({ text, tokens, budget }, emit) {
    for (let r = 0; r + 1 < tokens.runs.length; r += 2) {
      const start = tokens.runs[r] ?? 0;
      const end = tokens.runs[r + 1] ?? 0;
      if (end - start < KEY_CHARS_MIN) continue;
      // A dotted key is several runs, and its prefix may be a short word before this one: begin there.
      let from = start;
      while (from > 0 && start - from < 48 && /[A-Za-z0-9_.:/-]/.test(text.charAt(from - 1))) from--;
      let isNamed = false;
      for (let at = from; at < end; at++) {
        budget.spend(2);
        if (at > from && /[A-Za-z0-9]/.test(text.charAt(at - 1))) continue;
        const shape = matchAt(TOKEN, text, at);
        if (shape === undefined || isShort(shape) || !/[0-9]|[a-z][A-Z]{2}/.test(shape)) continue;
        isNamed = true;
        emit(at, at + shape.replace(/[.:=/-]+$/, "").length, "SECRET", 0.96);
        budget.spend(shape.length);
        at += shape.length - 1;
        if (shape.startsWith("AKIA")) awsSecret(text, at + 1, emit);
      }
      if (!isNamed && end - start >= DENSE_CHARS_MIN && isDense(text.slice(start, end)) && !isPublic(text, start)) {
        budget.spend(end - start);
        emit(start, end, "SECRET", 0.75);
      }
    }
    if (!text.includes("-----BEGIN")) return;
    PEM_BEGIN.lastIndex = 0;
    for (let m = PEM_BEGIN.exec(text); m !== null; m = PEM_BEGIN.exec(text)) {
      const begin = m.index + m[0].length;
      END_LINE.lastIndex = begin;
      const end = END_LINE.exec(text);
      const bodyEnd = begin + (matchAt(PEM_BODY, text, begin)?.trimEnd().length ?? 0);
      const stop = Math.min(end === null ? bodyEnd : end.index + end[0].length, m.index + PEM_CHARS_MAX);
      budget.spend(stop - m.index);
      emit(m.index, stop, "SECRET", 0.99);
      PEM_BEGIN.lastIndex = stop;
    }
  },
};
