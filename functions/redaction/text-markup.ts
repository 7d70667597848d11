const TAIL_CHARS = 16;
/** Elements whose content is code, or another language, up to their end tag. */
const RAW = new Set(
  "script style textarea title xmp iframe noembed noframes noscript plaintext svg math object template pre code".split(
    " ",
  ),
);
/** Beginnings that no `>` alone ends, and what does. */
const RAW_ENDS: ReadonlyMap<string, string> = new Map([
  ["!--", "-->"],
  ["![cdata[", "]]>"],
  ["?", "?>"],
]);

/** What is open within a paragraph. It closes late rather than early: an end that some program would not see is none. */
export class Markup {
  #tail = "";
  #isEscaped = false;
  #brackets = 0;
  /** Parentheses of a link's destination, and the quote of its title. */
  #parentheses = 0;
  #quote = "";
  #braces = 0;
  #mayTakeBrace = false;
  #ticks = 0;
  #codeTicks = 0;
  /** Code goes on beyond a line or a cell, which not every block of a paragraph lets it. */
  #isUnsure = false;
  /** Of a tag: what was read after `<`, the quote that is open in it, and what ends it otherwise than by `>`. */
  #tag: string | undefined;
  #tagQuote = "";
  #raw = "";

  get isOpen(): boolean {
    return (
      this.#brackets + this.#parentheses + this.#braces > 0 ||
      this.isCode ||
      this.#isUnsure ||
      this.#isTag ||
      this.#raw !== ""
    );
  }

  get isCode(): boolean {
    return this.#codeTicks + this.#ticks > 0;
  }

  /** Whether a bracket was closed just now. */
  get isAfterBracket(): boolean {
    return this.#tail.endsWith("]");
  }

  /** The next line may be another heading, item or cell, where ticks are counted anew: of open code nobody knows where it ends. */
  endLine(): void {
    this.see("\n");
    this.#isUnsure ||= this.isCode;
  }

  /** Nothing but comments and raw elements goes on beyond a blank line. */
  endParagraph(): void {
    this.see("\n");
    this.#isUnsure = false;
    this.#brackets = this.#parentheses = this.#braces = this.#ticks = this.#codeTicks = 0;
    this.#quote = this.#tagQuote = "";
    this.#tag = undefined;
    this.#mayTakeBrace = false;
  }

  /** A bracket that the gate adds takes a backslash's place before the next unit. */
  seeAddition(): void {
    this.#isEscaped = false;
  }

  see(unit: string): void {
    const before = this.#tail;
    this.#tail = (before + unit).slice(-TAIL_CHARS);
    const isEscaped = this.#isEscaped;
    this.#isEscaped = unit === "\\" && !isEscaped;
    // What comes out has no tags: ticks and brackets count wherever they stand, inside a comment too.
    if (unit === "`" && (!isEscaped || this.#codeTicks > 0)) {
      this.#ticks++;
      return;
    }
    if (this.#ticks > 0) this.#endTicks();
    if (this.#codeTicks > 0) this.#isUnsure ||= unit === "|";
    else this.#seeBracket(unit, before.slice(-1), isEscaped);
    if (this.#raw !== "") this.#seeInRaw();
    else if (this.#tag !== undefined) this.#seeInTag(unit);
    else if (unit === "<" && this.#codeTicks === 0) this.#tag = "";
  }

  #seeInRaw(): void {
    if (this.#tail.toLowerCase().endsWith(this.#raw)) this.#raw = "";
  }

  get #isTag(): boolean {
    return this.#tag !== undefined && this.#tag !== "";
  }

  #endTicks(): void {
    if (this.#codeTicks === 0) this.#codeTicks = this.#ticks;
    else if (this.#codeTicks === this.#ticks) this.#codeTicks = 0;
    this.#ticks = 0;
  }

  #seeBracket(unit: string, before: string, isEscaped: boolean): void {
    const mayTakeBrace = this.#mayTakeBrace;
    this.#mayTakeBrace = unit === "\\" || unit === "]" || (mayTakeBrace && /[A-Za-z*]/.test(unit));
    if (this.#parentheses > 0) this.#seeInDestination(unit, before);
    else if (unit === "[") this.#brackets++;
    else if (unit === "]" && !isEscaped && this.#brackets > 0) this.#brackets--;
    else if (unit === "(" && before === "]") this.#parentheses = 1;
    else if (unit === "{" && (mayTakeBrace || this.#braces > 0)) this.#braces++;
    else if (unit === "}" && this.#braces > 0) {
      this.#braces--;
      this.#mayTakeBrace = true;
    }
  }

  #seeInDestination(unit: string, before: string): void {
    if (this.#quote !== "") {
      if (unit === this.#quote) this.#quote = "";
    } else if (/["']/.test(unit) && /\s/.test(before)) this.#quote = unit;
    else if (unit === "(") this.#parentheses++;
    else if (unit === ")") this.#parentheses--;
  }

  #seeInTag(unit: string): void {
    if (this.#tag === "" && !/[A-Za-z/!?]/.test(unit)) {
      this.#tag = undefined;
      return;
    }
    const tag = this.#tag ?? "";
    const name = tag.length < TAIL_CHARS ? (tag + unit).toLowerCase() : tag;
    this.#tag = name;
    const raw = RAW_ENDS.get(name);
    if (raw !== undefined) this.#leaveTagFor(raw);
    else if (this.#tagQuote !== "") {
      if (unit === this.#tagQuote) this.#tagQuote = "";
    } else if (unit === '"' || unit === "'") this.#tagQuote = unit;
    else if (unit === ">") this.#leaveTagFor(rawEnd(name));
  }

  #leaveTagFor(raw: string): void {
    this.#tag = undefined;
    this.#raw = raw;
  }
}

function rawEnd(tag: string): string {
  const name = /^[a-z]+/.exec(tag)?.[0] ?? "";
  return RAW.has(name) ? `</${name}` : "";
}
