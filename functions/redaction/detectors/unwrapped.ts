import { isArticleNumber } from "../checks.ts";
import { CUE } from "../cues.ts";
import { hasCueBefore } from "../near.ts";
import { tokenise } from "../tokens.ts";
import type { Detector, EntityType, Source } from "../types.ts";
import { unwrap } from "../unwrap/unwrap.ts";
import { address } from "./address.ts";
import { iban } from "./bank.ts";
import { card } from "./card.ts";
import { email } from "./email.ts";
import { personalNumber } from "./personal-number.ts";
import { isTellingNumber, phone } from "./phone.ts";
import { secrets } from "./secrets.ts";
import { vat } from "./vat.ts";

const INNER: readonly Detector[] = [email, iban, card, phone, personalNumber, vat, secrets, address];
/** What the telephone detector says of a number that no word announces. */
const UNANNOUNCED = 0.9;

/** Values behind escapes, markup, line ends, list signs, dressed-up signs or number words; reported as they stand in the text. */
export const unwrapped: Detector = {
  name: "unwrapped",
  find(source, emit) {
    const view = unwrap(source);
    if (view === undefined) return;
    const inner = { text: view.text, tokens: tokenise(view.text, source.budget), budget: source.budget };
    for (const detector of INNER)
      detector.find(inner, (start, end, type, confidence) => {
        if (!view.isChanged(start, end)) return;
        const [from, to] = [view.start(start), view.end(end)];
        if (to <= from) return;
        const isJoined = BREAKS.test(source.text.slice(from, to));
        if (isJoined && !isAnnounced(inner, start, type) && !isBelieved(view.text.slice(start, end), type, confidence))
          return;
        emit(from, to, type, confidence * 0.9);
      });
  },
};

const BREAKS = /[\n"']|<\/?(?:br|p|td|tr|li|div)/i;
const CUES: Partial<Record<EntityType, number>> = {
  CARD: CUE.CARD,
  NATIONAL_ID: CUE.NATIONAL_ID,
  VAT: CUE.VAT | CUE.COMPANY,
};

function isAnnounced({ tokens }: Source, start: number, type: EntityType): boolean {
  let low = 0;
  for (let high = tokens.count; low < high; ) {
    const middle = (low + high) >> 1;
    if ((tokens.starts[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return hasCueBefore(tokens, low, CUES[type] ?? 0, 8);
}

const BELGIAN = /^\d\d[. ]?\d\d[. ]?\d\d[- ]?\d{3}[. ]?\d\d$/;
const FRENCH = /^[12] ?\d\d ?\d\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d\d$/;
const CARD_GROUPS = /^\d{4}(?:[ -]?\d{4}){3}$|^3\d{3}[ -]?\d{6}[ -]?\d{5}$|^\d{1,18} \d{1,18}$/;

/** A column of quantities, hours or article numbers reads like a card or a telephone number once its lines are joined. */
function isBelieved(joined: string, type: EntityType, confidence: number): boolean {
  if (type === "PHONE")
    return confidence > UNANNOUNCED || joined.startsWith("+") || (isTellingNumber(joined) && !joined.includes("."));
  if (type === "NATIONAL_ID") return BELGIAN.test(joined) || FRENCH.test(joined) || /^[A-Z]{2} ?\d/.test(joined);
  if (type !== "CARD") return true;
  const digits = joined.replace(/\D/g, "").length;
  const hasRoundGroups = (joined.match(/00(?!\d)/g)?.length ?? 0) > 1;
  return CARD_GROUPS.test(joined) && digits >= 15 && !hasRoundGroups && !joined.split(" ").some(isArticleNumber);
}
