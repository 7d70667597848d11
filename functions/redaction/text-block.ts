import { CODE_COLUMNS, goingOn, type Standing, standing } from "./text-containers.ts";
import { Markup } from "./text-markup.ts";

const HEAD_CHARS_MAX = 64;
const MARKER_CHARS_MAX = 12;
/** What may be marks of quotes and lists. */
const MARKS = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*/;

/** An open fence, and where it stands. */
interface Fence {
  readonly containers: Standing["containers"];
  readonly ticks: string;
}

/** The lines of a Markdown text: fences, indented code, definitions, paragraphs. */
export class Block {
  #markup = new Markup();
  /** The beginning of the present line. */
  #head = "";
  #lineLength = 0;
  #fence: Fence | undefined;
  /** Within the first line of what may be a fence, another tick makes it text. */
  #isTickedText = false;
  /** A definition or a footnote: up to the end of the paragraph. */
  #isDefinition = false;
  #isInfoOfFence = false;
  /** Where code ends, or whether it began, is not sure any more, so it never ends. */
  #isLost = false;
  #containers: Standing["containers"] = [];
  #mayGoOn = false;
  /** An item may be open that was not taken for one, or that a lazy line seemed to leave: a fence that is set in may be its own. */
  #isUnsettled = false;

  see(unit: string): void {
    if (unit === "\n") this.#endLine();
    else this.#seeInLine(unit);
  }

  seeAddition(): void {
    this.#markup.seeAddition();
  }

  #seeInLine(unit: string): void {
    if (this.#fence === undefined) this.#seeBegin(unit);
    if (this.#lineLength++ < HEAD_CHARS_MAX) this.#head += unit;
    if (this.#fence === undefined) this.#markup.see(unit);
  }

  #seeBegin(unit: string): void {
    if (unit === ":" && this.#markup.isAfterBracket && this.#bare.startsWith("[")) this.#isDefinition = true;
    if (unit === "~" && this.#bare.startsWith("~~")) this.#isInfoOfFence = true;
    if (unit === "`" && /^`{3,}[^`]/.test(this.#bare)) this.#isTickedText = true;
  }

  get isFrozen(): boolean {
    return (
      this.#fence !== undefined ||
      this.#isLost ||
      this.#isDefinition ||
      this.#isInfoOfFence ||
      this.#markup.isOpen ||
      this.#mayBeCode()
    );
  }

  /** Whether nothing but marks of quotes and lists went by in this line. */
  get isAtStart(): boolean {
    return this.#lineLength <= HEAD_CHARS_MAX && this.#bare === "";
  }

  /** The line without anything that may be a mark. */
  get #bare(): string {
    return this.#head.replace(MARKS, "");
  }

  /** Whether marks fill what is kept of the line, or end where it does. */
  get #isUnread(): boolean {
    return this.#lineLength > HEAD_CHARS_MAX && this.#content.length < MARKER_CHARS_MAX;
  }

  get #content(): string {
    return this.#line("").content;
  }

  /** How the present line stands, if `next` came next. */
  #line(next: string): Standing {
    return standing(this.#containers, this.#head + next, this.#mayGoOn);
  }

  #endLine(): void {
    if (this.#fence !== undefined) this.#endCodeLine(this.#fence);
    else this.#endTextLine();
    this.#head = "";
    this.#lineLength = 0;
    this.#isInfoOfFence = false;
    this.#isTickedText = false;
  }

  /** A fence ends in the quote and the item that it began in: elsewhere the same line would begin another. */
  #endCodeLine({ containers, ticks }: Fence): void {
    const { kept, indent, content } = goingOn(containers, this.#head);
    const mark = ticks.charAt(0);
    if (kept < containers.length) this.#isLost = true;
    else if (!content.startsWith(ticks) || !/^[`~ \t]*$/.test(content)) return;
    else if (this.#isLong || indent >= CODE_COLUMNS || content.trimEnd().replaceAll(mark, "") !== "")
      this.#isLost = true;
    else if (content.endsWith("\t")) this.#isLost = true;
    else this.#fence = undefined;
  }

  get #isLong(): boolean {
    return this.#lineLength > HEAD_CHARS_MAX;
  }

  #endTextLine(): void {
    const line = this.#line("");
    const isBlankLine = line.content === "" && line.isSure && !this.#isLong;
    if (!isBlankLine) this.#settle(line);
    this.#containers = line.containers;
    if (isBlankLine) {
      this.#markup.endParagraph();
      this.#isDefinition = false;
    } else {
      this.#beginFence(line);
      this.#markup.endLine();
    }
    this.#mayGoOn = !isBlankLine;
  }

  #settle({ isSure, isFlush, kept }: Standing): void {
    if (!isSure || (this.#mayGoOn && kept < this.#containers.length)) this.#isUnsettled = true;
    else if (isFlush && !this.#mayGoOn) this.#isUnsettled = false;
  }

  #beginFence({ containers, isSure, isFlush, indent, content }: Standing): void {
    if (this.#isUnread) this.#isLost = true;
    if (!/^(?:`{3,}|~{3,})/.test(this.#bare) || (this.#isTickedText && !this.#markup.isCode)) return;
    const ticks = /^(?:`{3,}|~{3,})/.exec(content)?.[0];
    const isPlaced = isSure && (isFlush || !this.#isUnsettled);
    if (ticks === undefined || !isPlaced || indent >= CODE_COLUMNS || this.#isLong || this.#isTickedText)
      this.#isLost = true;
    else {
      this.#fence = { containers, ticks };
      this.#markup.endParagraph();
    }
  }

  /** Four columns more than what they belong to make code; where that is not sure, they do. */
  #mayBeCode(): boolean {
    const { isSure, indent } = this.#line("x");
    return !isSure || indent >= CODE_COLUMNS || this.#isUnread;
  }
}
