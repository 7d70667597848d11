import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { matchAt } from "../near.ts";
import { saidFrom } from "../numerals.ts";
import { DIGITS as NUMERIC } from "../tokens.ts";
import type { Detector, Source } from "../types.ts";

const hashes = (words: string): ReadonlySet<number> => new Set(words.split(" ").map(hashOf));

const PIN = hashes("pin pincode pins");
const CARD_CHECK = hashes("cvc cvv cvv2 cvc2 csc prüfziffer cryptogramme");
const CODE = hashes(
  "slagboom schranke code codes alarmcode deurcode toegangscode türcode zugangscode geheimcode poortcode kluiscode digicode sleutelkluiscode combination combinatie combinaison kombination zahlencode tan otp",
);
/** What a code opens: without one of these near it, a code is an article's. */
const OPENS = hashes(
  "cupboard cabinet padlock kast schrank armoire door doors gate safe lock alarm key lockbox locker access entry garage badge lift verification otp sms deur poort kluis slot sleutelkluis toegang lift verificatie porte portail coffre alarme clé clés cadenas accès entrée secret tür tor tresor schloss schlüssel zugang eingang alarm aufzug geheim schließfach spind fach briefkasten vorhängeschloss casier consigne hangslot kluisje brievenbus padlocks magazijn lager entrepôt warehouse parking hal hall atelier werkplaats",
);
const SOLID = hashes(
  "slagboom schranke alarmcode deurcode toegangscode türcode zugangscode geheimcode poortcode kluiscode digicode sleutelkluiscode",
);
const OPENERS = hashes("is was are be ist lautet est était c'est luidt wordt zijn still nog toujours noch as to");
const DIGITS =
  /["'«“]?(\d(?:[ .-]?\d){2,7})["'»”]?(?![\p{L}\p{N}%€]|[.,:/]\d| ?(?:x|×|mm|cm|m|g|kg|ex|stuks?|pcs|euro?|€|%|pt|dpi|lpi|k)(?!\p{L}))/uy;
/** 49B07, B2580: French keypads have the letters A and B. */
const KEYPAD = /(?:[A-D]\d{3,5}|\d{1,4}[A-D]\d{0,4})(?![\p{L}\p{N}]|[.,:/-]\d)/uy;
const WORDS_MAX = 10;
const WORDS_NEAR = 4;
const SAID_MIN = 3;

/** True for the words whose value is digits: other detectors of passwords leave them to this one. */
export function isPinWord(hash: number): boolean {
  return PIN.has(hash);
}

/** PINs, door codes and the digits on a card's back, in figures or said in words. */
export const pins: Detector = {
  name: "pins",
  find(source, emit) {
    const { tokens, budget } = source;
    for (const i of tokens.cued) {
      budget.spend(1);
      if (((tokens.cues[i] ?? 0) & CUE.FIELD) === 0) continue;
      const hash = tokens.hashes[i] ?? 0;
      const beside = besideCode(source, i);
      if (beside !== undefined) emit(beside[0], beside[1], "PASSWORD", 0.75);
      const isCheck = CARD_CHECK.has(hash);
      const isPin = isCheck || PIN.has(hash);
      if (!isPin && !(CODE.has(hash) && (SOLID.has(hash) || isOpening(source, i)))) continue;
      budget.spend(32);
      const value = valueAfter(source, i, isCheck ? 3 : 4);
      if (value !== undefined) emit(value[0], value[1], "PASSWORD", 0.8);
    }
  },
};

/** What is locked, with nothing but a colon before its code. */
const LOCKED = hashes(
  "tresor safe kluis coffre alarm alarme padlock cadenas keysafe schloss slot hangslot poort slagboom",
);
const LOCKED_CODE =
  /\s?:\s?(\d(?:-\d){3,5}|\d{4,6})(?![\p{L}\p{N}%€]|[.,:/-]\d| ?(?:x|mm|cm|m|kg|g|euro?|stuks?|€)(?!\p{L}))/uy;
const IS_THE_CODE =
  /(?<![\d.,/-])(\d(?:[ .-]?\d){3,7})["']? (?:is|was|est|ist) (?:the|de|het|le|la|der|die|das|our|onze|notre|mijn|my|unser) $/;
const BACK = 32;

/** "33-07-19 is the combination", "Tresor: 8-8-1-4-2". */
function besideCode({ text, tokens }: Source, i: number): readonly [number, number] | undefined {
  const hash = tokens.hashes[i] ?? 0;
  if (LOCKED.has(hash)) {
    const end = tokens.ends[i] ?? 0;
    const shape = matchAt(LOCKED_CODE, text, end);
    return shape === undefined ? undefined : [end + shape.search(/\d/), end + shape.length];
  }
  if (!CODE.has(hash) && !PIN.has(hash)) return undefined;
  const at = tokens.starts[i] ?? 0;
  const from = Math.max(0, at - BACK);
  const m = IS_THE_CODE.exec(text.slice(from, at));
  return m?.[1] === undefined ? undefined : [from + m.index, from + m.index + m[1].length];
}

function isOpening({ tokens }: Source, i: number): boolean {
  for (let j = Math.max(0, i - 3); j < Math.min(tokens.count, i + 6); j++)
    if (j !== i && OPENS.has(tokens.hashes[j] ?? 0)) return true;
  return false;
}

function valueAfter(source: Source, i: number, digitsMin: number): readonly [number, number] | undefined {
  const { text, tokens } = source;
  let isOpen = false;
  let hasOpened = false;
  for (let j = i; j < i + WORDS_MAX && j + 1 < tokens.count; j++) {
    const end = tokens.ends[j] ?? 0;
    const next = tokens.starts[j + 1] ?? 0;
    const gap = text.slice(end, next);
    // "code van de poort? 2915": a question is answered right behind its mark.
    const isAnswer = /^ ?\? ?$/.test(gap) && (tokens.kinds[j + 1] ?? 0) >= NUMERIC;
    if (gap.length > 5 || (!isAnswer && /[.!?;\n]\s*$/.test(gap))) return undefined;
    isOpen ||= isAnswer || /[:=]/.test(gap) || (j > i && OPENERS.has(tokens.hashes[j] ?? 0));
    // Right behind the word itself four figures are enough; further on something must say that they are the code.
    hasOpened ||= OPENS.has(tokens.hashes[j] ?? 0);
    // "code d'accès parking 5521": what it opens, and a word or two about that.
    const isFurther = hasOpened && j - i <= WORDS_NEAR && (tokens.kinds[j] ?? 0) < NUMERIC;
    const isNear =
      isFurther ||
      (j - i <= 1 &&
        (j === i ||
          ((tokens.cues[j] ?? 0) & CUE.PASSWORD) !== 0 ||
          CODE.has(tokens.hashes[j] ?? 0) ||
          OPENS.has(tokens.hashes[j] ?? 0)));
    const isFigure = (tokens.kinds[j + 1] ?? 0) >= NUMERIC;
    if (!isOpen && !isNear && isFigure) return undefined;
    if (!isOpen && !isNear) {
      const said = saidFrom(tokens, text, j + 1);
      if (said.length >= SAID_MIN) return [next, tokens.ends[said.at(-1)?.to ?? j] ?? next];
      continue;
    }
    const value = figures(text, next, isOpen, digitsMin) ?? words(source, j + 1);
    if (value !== undefined) return value;
    if (/\d/.test(text.charAt(next))) return undefined;
  }
  return undefined;
}

function figures(text: string, at: number, isOpen: boolean, digitsMin: number): readonly [number, number] | undefined {
  const keypad = matchAt(KEYPAD, text, at);
  if (keypad !== undefined && keypad.length >= digitsMin) return [at, at + keypad.length];
  const shape = matchAt(DIGITS, text, at);
  const value = shape?.replace(/["'«»“”]/g, "") ?? "";
  const count = value.replace(/\D/g, "").length;
  const isGrouped = /^\d+$|^\d(?:[ .-]\d)+$|^\d\d[ .-]?\d\d(?:[ .-]?\d\d)?$/.test(value);
  return isGrouped && count <= 8 && (isOpen || (count >= digitsMin && count <= 6))
    ? [at, at + value.length]
    : undefined;
}

function words({ text, tokens }: Source, j: number): readonly [number, number] | undefined {
  const said = saidFrom(tokens, text, j);
  const last = said.at(-1);
  return last !== undefined && said.length >= SAID_MIN ? [tokens.starts[j] ?? 0, tokens.ends[last.to] ?? 0] : undefined;
}
