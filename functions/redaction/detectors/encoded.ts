import { tokenise } from "../tokens.ts";
import type { Detector, Emit, EntityType, Source } from "../types.ts";
import { iban } from "./bank.ts";
import { card } from "./card.ts";
import { email } from "./email.ts";
import { personalNumber } from "./personal-number.ts";
import { phone } from "./phone.ts";
import { secrets } from "./secrets.ts";

const INNER: readonly Detector[] = [email, iban, card, phone, personalNumber, secrets];
const PERCENT = /(?:[A-Za-z0-9._~+-]|%[0-9A-Fa-f]{2}){6,2000}/y;
const ENCODED_CHARS_MAX = 8192;
const DECODED_CHARS_MIN = 8;

/** First finding in a decoded value that takes up a good part of it; none when it decodes to noise. */
function within(decoded: string, source: Source): EntityType | undefined {
  let found: EntityType | undefined;
  const emit: Emit = (start, end, type) => {
    if (end - start >= 6) found ??= type;
  };
  const inner = { text: decoded, tokens: tokenise(decoded, source.budget), budget: source.budget };
  for (const detector of INNER) if (found === undefined) detector.find(inner, emit);
  return found;
}

// Text, not bytes: a random key decodes to control characters within a few letters.
const TEXT = /^[\t\n\r -~\xa0-\xff]+$/;
const HEXADECIMAL = /^(?:0x)?((?:[2-7][0-9a-f]){8,4096})$/i;

/** What a run of key-like characters stands for in base64 or hexadecimal, when that is text. */
function decodedRun(run: string): string | undefined {
  const hexadecimal = HEXADECIMAL.exec(run)?.[1];
  if (hexadecimal !== undefined) return Buffer.from(hexadecimal, "hex").toString("latin1");
  // Encoded text changes case again and again; words and identifiers mostly end here.
  if (!/[a-z0-9][A-Z].*[A-Z0-9][a-z]|[A-Z][A-Z0-9][a-z]|={1,2}$/.test(run)) return undefined;
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(run)) return undefined;
  // The first letters settle it for most words and keys, before all of them are decoded.
  if (!TEXT.test(Buffer.from(run.slice(0, 8), "base64").toString("latin1"))) return undefined;
  const decoded = Buffer.from(run, "base64").toString("latin1");
  return decoded.length >= DECODED_CHARS_MIN && TEXT.test(decoded) && /[a-z0-9]{2}/i.test(decoded)
    ? decoded
    : undefined;
}

/** Personal data and secrets inside base64, hexadecimal and percent-encoded values; the encoded value is reported whole. */
export const encoded: Detector = {
  name: "encoded",
  find(source, emit) {
    const { text, tokens, budget } = source;
    for (let r = 0; r + 1 < tokens.runs.length; r += 2) {
      const start = tokens.runs[r] ?? 0;
      const end = tokens.runs[r + 1] ?? 0;
      budget.spend(4);
      if (end - start > ENCODED_CHARS_MAX) continue;
      const decoded = decodedRun(text.slice(start, end));
      if (decoded === undefined) continue;
      budget.spend(end - start);
      const type = within(decoded, source);
      if (type !== undefined) emit(start, end, type, 0.8);
    }
    for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1)) {
      budget.spend(4);
      if (!/^%[0-9A-Fa-f]{2}/.test(text.slice(at, at + 3))) continue;
      let start = at;
      while (start > 0 && at - start < 200 && /[A-Za-z0-9._~+%-]/.test(text.charAt(start - 1))) start--;
      PERCENT.lastIndex = start;
      const value = PERCENT.exec(text)?.[0];
      if (value === undefined) continue;
      const decoded = decodePercent(value);
      const type = decoded === undefined ? undefined : within(decoded, source);
      if (type !== undefined) emit(start, start + value.length, type, 0.8);
      // A stray % before the value may have ended the match early; never go back.
      at = Math.max(at, start + value.length - 1);
    }
  },
};

function decodePercent(value: string): string | undefined {
  try {
    return decodeURIComponent(value.replace(/\+/g, " "));
  } catch {
    // Not valid UTF-8: a discount such as 20%ab, or another encoding.
    return undefined;
  }
}
