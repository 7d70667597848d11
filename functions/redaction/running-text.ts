import { isPlain } from "./inert.ts";
import { Block } from "./text-block.ts";
import type { EntityType } from "./types.ts";

/** Types whose values are, or may hold, an address: nothing may stick to them. */
const ADDRESSES: ReadonlySet<EntityType> = new Set<EntityType>([
  "EMAIL",
  "URL",
  "IP",
  "MAC",
  "USERNAME",
  "PASSWORD",
  "SECRET",
  "LITERAL",
]);
/** What may stand between white space and a placeholder: opening marks, emphasis, a French elision. */
const LEAD = /^[("'«»“„‘‚‹›¿¡*_\u00a0\u202f]*(?:(?:[cdjlmnst]|(?:lors|puis|jus)?qu)['’][("«»“*_]*)?$/i;
const LEAD_CHARS_MAX = 16;
/** What may stand between a placeholder and white space. */
const CLOSERS = new Set(".,;:!?)\"'”’»›«‹“‘*_…");
/** After an address, without what linkifiers would take for more of it. */
const ADDRESS_CLOSERS = new Set([...CLOSERS].filter((unit) => !":*_".includes(unit)));
const CLOSERS_MAX = 8;
/** A placeholder and what decides on it: that much is held back at most. */
export const WINDOW = 64;

const isBlank = (unit: string): boolean => unit === " " || unit === "\t" || unit === "\n";
/** Blanks and dashes at which running text breaks, but not every program's addresses. */
const isSoftBreak = (unit: string): boolean => unit > "~" && /[\u00a0\u2000-\u200a\u202f\u205f\u3000–—]/.test(unit);

/** Follows a text and says where it is running text. Whatever it is unsure of is none. */
export class RunningText {
  #block = new Block();
  /** What of the present word has gone by. */
  #lead = "";
  /** The word holds what an address may hold. */
  #isSuspect = false;
  #afterStop = false;

  /** Takes note of the next unit of the text. */
  see(unit: string): void {
    this.#block.see(unit);
    if (isBlank(unit) || (!this.#isSuspect && isSoftBreak(unit))) {
      this.#lead = "";
      this.#isSuspect = false;
      this.#afterStop = false;
      return;
    }
    if (this.#lead.length < LEAD_CHARS_MAX + 1) this.#lead += unit;
    this.#isSuspect ||= this.#afterStop || !(isPlain(unit) || /[\p{L}\p{N}\p{M}"'“”„‘’‚«»()*_,;!….:?-]/u.test(unit));
    this.#afterStop = unit === "." || unit === ":" || unit === "?";
  }

  /** Takes note of a mark that comes out after the last unit, and was not said. */
  seeAddition(): void {
    this.#block.seeAddition();
  }

  /** Takes note of a value in the place of its placeholder: its ticks and brackets count like all others. */
  restored(type: EntityType, value: string): void {
    for (const unit of value) this.#block.see(unit);
    this.#lead = "x";
    this.#isSuspect = ADDRESSES.has(type);
  }

  /** Whether a placeholder that begins here may be restored, as far as what went by tells. */
  get mayBegin(): boolean {
    return this.#lead.length <= LEAD_CHARS_MAX && LEAD.test(this.#lead) && !this.#block.isFrozen;
  }

  /**
   * Whether what follows lets the placeholder from `start` to `end` be restored.
   * @returns `undefined` when the text has to go on first
   */
  mayEnd(type: EntityType, text: string, start: number, end: number, atEnd: boolean): boolean | undefined {
    // `_` may be the beginning of a mail address.
    if (type === "EMAIL" && this.#lead.includes("_")) return false;
    const isDefinition = this.#block.isAtStart && definesAddress(text, start, end, atEnd);
    if (isDefinition === undefined) return undefined;
    if (isDefinition) return false;
    const after = type === "PERSON" ? afterGenitive(text, end, atEnd) : end;
    if (after === undefined) return undefined;
    const isAddress = type === "URL";
    // Emphasis that was opened may be closed.
    const closers = isAddress && !/[*_]/.test(this.#lead) ? ADDRESS_CLOSERS : CLOSERS;
    const isClosed = closes(closers, isAddress, text, after, atEnd);
    return isClosed === false && after > end ? closes(closers, isAddress, text, end, atEnd) : isClosed;
  }
}

/** "Jan's", "Jans": past the ending, if there is one. */
function afterGenitive(text: string, end: number, atEnd: boolean): number | undefined {
  const mark = /['’]/.test(text.charAt(end)) ? 1 : 0;
  if (end + mark >= text.length && !atEnd) return undefined;
  return text.charAt(end + mark) === "s" ? end + mark + 1 : end;
}

function closes(
  closers: ReadonlySet<string>,
  isAddress: boolean,
  text: string,
  from: number,
  atEnd: boolean,
): boolean | undefined {
  for (let i = from; i <= from + CLOSERS_MAX; i++) {
    if (i >= text.length) return atEnd ? true : undefined;
    const unit = text.charAt(i);
    if (isBlank(unit)) return true;
    if (isSoftBreak(unit)) return !isAddress;
    if (!closers.has(unit)) return false;
  }
  return false;
}

/** `[EMAIL_1]: /x` at the start of a line is a definition, `[PERSON_1]: our contact` is a sentence. */
function definesAddress(text: string, start: number, end: number, atEnd: boolean): boolean | undefined {
  if (end >= text.length) return atEnd ? false : undefined;
  if (text.charAt(end) !== ":") return false;
  const ahead = text.slice(end + 1, start + WINDOW);
  const [all = "", word = ""] = /^\s*(\S*)/.exec(ahead) ?? [];
  if (/[/:@#<\\%=&?]|\.\S/.test(word)) return true;
  if (all.length < ahead.length) return false;
  return end + 1 + all.length < start + WINDOW ? (atEnd ? false : undefined) : true;
}
