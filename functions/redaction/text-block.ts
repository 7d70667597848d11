import { Markup } from "./text-markup.ts";

const HEAD_CHARS_MAX = 64;
/** Marks that a line's content comes after: quotes and items of lists. */
const CONTAINERS = /^(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*/;
const MARKER = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

/** The lines of a Markdown text: fences, indented code, definitions, paragraphs. */
export class Block {
  #markup = new Markup();
  /** The beginning of the present line. */
  #head = "";
  #lineLength = 0;
  #fence: { readonly marks: string; readonly ticks: string } | undefined;
  /** A definition or a footnote: up to the end of the paragraph. */
  #isDefinition = false;
  #isInfoOfFence = false;
  /** An open fence's quote or item was left: nobody says any more where code ends, so it never does. */
  #isLost = false;
  #afterBlankLine = true;
  /** Columns before the marker of the list's last item, while there is a list. */
  #itemIndent: number | undefined;

  see(unit: string): void {
    if (unit === "\n") this.#endLine();
    else this.#seeInLine(unit);
  }

  #seeInLine(unit: string): void {
    if (unit === ":" && this.#markup.isAfterBracket && /^\[/.test(this.#content)) this.#isDefinition = true;
    if (this.#lineLength++ < HEAD_CHARS_MAX) this.#head += unit;
    if (unit === "~" && /^~{3}/.test(this.#content)) this.#isInfoOfFence = true;
    if (this.#fence === undefined) this.#markup.see(unit);
  }

  seeValue(): void {
    this.see("x");
  }

  get isFrozen(): boolean {
    return (
      this.#fence !== undefined ||
      this.#isLost ||
      this.#isDefinition ||
      this.#isInfoOfFence ||
      this.#markup.isOpen ||
      this.#isIndentedCode()
    );
  }

  /** Whether nothing but marks of quotes and lists went by in this line. */
  get isAtStart(): boolean {
    return this.#lineLength <= HEAD_CHARS_MAX && this.#content === "";
  }

  get #content(): string {
    return this.#head.replace(CONTAINERS, "");
  }

  #endLine(): void {
    const fence = /^(`{3,}|~{3,})/.exec(this.#content)?.[0];
    if (this.#fence !== undefined) {
      if (this.#leaves(this.#fence.marks)) this.#isLost = true;
      else if (this.#closes(this.#fence)) this.#fence = undefined;
    } else if (fence !== undefined) {
      this.#fence = { marks: CONTAINERS.exec(this.#head)?.[0] ?? "", ticks: fence };
      this.#markup.endParagraph();
    } else this.#endTextLine();
    this.#head = "";
    this.#lineLength = 0;
    this.#isInfoOfFence = false;
  }

  #leaves(marks: string): boolean {
    const before = /^[ \t>]*/.exec(this.#head)?.[0] ?? "";
    const isBlank = before.length === this.#lineLength;
    return quotes(before) < quotes(marks) || (!isBlank && columns(before) < columns(marks));
  }

  /** A fence ends in the quote and the item that it began in: elsewhere the same line would begin another. */
  #closes({ marks, ticks }: { readonly marks: string; readonly ticks: string }): boolean {
    const before = /^[ \t>]*/.exec(this.#head)?.[0] ?? "";
    const closing = this.#head.slice(before.length).trimEnd();
    const isWithin = quotes(before) === quotes(marks) && columns(before) >= columns(marks);
    const isLongEnough = this.#lineLength <= HEAD_CHARS_MAX && closing.length >= ticks.length;
    return isWithin && isLongEnough && closing === ticks.charAt(0).repeat(closing.length);
  }

  #endTextLine(): void {
    const isBlankLine = this.#lineLength <= HEAD_CHARS_MAX && /^[ \t>]*$/.test(this.#head);
    if (isBlankLine) {
      this.#markup.endParagraph();
      this.#isDefinition = false;
    } else {
      this.#markup.see("\n");
      const before = /^[ \t>]*/.exec(this.#head)?.[0] ?? "";
      if (MARKER.test(this.#head.slice(before.length))) this.#itemIndent = columns(before);
      else if (columns(before) < 2) this.#itemIndent = undefined;
    }
    this.#afterBlankLine = isBlankLine;
  }

  /** Four columns more than what they belong to make code; where that is not sure, they do. */
  #isIndentedCode(): boolean {
    const marks = CONTAINERS.exec(this.#head)?.[0] ?? "";
    if (!/\t| {4}/.test(marks)) return false;
    const before = /^[ \t>]*/.exec(marks)?.[0] ?? "";
    if (/\t| {5}/.test(marks.slice(before.length))) return true;
    const isItem = marks.length > before.length;
    const mayBelong = this.#itemIndent !== undefined && columns(before) <= this.#itemIndent + 5;
    return !(mayBelong && (isItem || !this.#afterBlankLine));
  }
}

/** Columns of the white space after the last mark of a quote. */
function columns(before: string): number {
  return before.slice(before.lastIndexOf(">") + 1).replace(/\t/g, "    ").length;
}
const quotes = (before: string): number => before.split(">").length;
