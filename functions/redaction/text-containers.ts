/** A quote, or an item of a list whose content begins `columns` further. */
type Container = "quote" | number;

/** How a line stands among quotes and lists. */
export interface Standing {
  readonly containers: readonly Container[];
  /** Columns of white space before the content, counted from the innermost container. */
  readonly indent: number;
  readonly content: string;
  /** Every program sees the same containers. A line that is not sure may be code, or text of the paragraph before. */
  readonly isSure: boolean;
  /** How many of the containers that were open go on. */
  readonly kept: number;
  /** No white space beyond that of the containers: the line is in no item that may be open unseen. */
  readonly isFlush: boolean;
}

const MARKER = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/;
/** From here on, white space makes code. */
export const CODE_COLUMNS = 4;

/** Reads the beginning of a line, mark by mark. Columns of a tab end at a multiple of four, as CommonMark has it. */
class Marks {
  #at = 0;
  #column = 0;
  /** Where white space of the present container began. */
  #from = 0;
  #isMarked = false;
  /** A tab after a mark, of which programs count the columns in different ways. */
  isTabbed = false;
  isFlush = true;
  readonly #head: string;

  constructor(head: string) {
    this.#head = head;
  }

  get rest(): string {
    return this.#head.slice(this.#at);
  }

  /** Passes white space. @returns its columns */
  indent(): number {
    for (; /[ \t]/.test(this.#head.charAt(this.#at)); this.#at++) {
      const isTab = this.#head.charAt(this.#at) === "\t";
      this.isTabbed ||= isTab && this.#isMarked;
      this.#column += isTab ? CODE_COLUMNS - (this.#column % CODE_COLUMNS) : 1;
    }
    return this.#column - this.#from;
  }

  /** Passes a mark, from which columns are counted anew. */
  pass(mark: string): void {
    this.#at += mark.length;
    this.#isMarked = true;
    this.#column += mark.length;
    this.#from = this.#column;
  }

  /** The content of an item begins here. */
  enter(columns: number): void {
    this.#from += columns;
  }
}

/**
 * Reads how a line stands, given the containers that the line before surely left open. Where programs differ, or the line may be lazy text of a
 * paragraph, a container is not taken for open: that makes more of what follows code, never less.
 * @param mayGoOn a paragraph may be open, which not every mark interrupts
 */
export function standing(open: readonly Container[], head: string, mayGoOn: boolean): Standing {
  const marks = new Marks(head);
  const containers = keepOpen(marks, open);
  const kept = containers.length;
  // What is left of an item leaves its paragraph too.
  let interrupts = mayGoOn && typeof open[kept] !== "number";
  const standsAs = (indent: number, isSure: boolean): Standing => {
    return { containers, indent, content: marks.rest, isSure, kept, isFlush: marks.isFlush };
  };
  for (;;) {
    const indent = marks.indent();
    marks.isFlush &&= indent <= 0;
    const isQuote = marks.rest.startsWith(">");
    const marker = isQuote ? undefined : MARKER.exec(marks.rest)?.[0];
    const isMark = isQuote || marker !== undefined;
    if (!isMark || indent >= CODE_COLUMNS) return standsAs(indent, !isMark && !marks.isTabbed);
    // A quote that begins here may as well be the one that a lazy line left, and its paragraph go on.
    if (marker === undefined) enterQuote(marks, containers);
    else if (enterItem(marks, containers, indent, marker, interrupts)) interrupts = false;
    else return standsAs(indent, false);
  }
}

/** How far a line goes on in the containers of an open fence, where no mark opens another. */
export function goingOn(open: readonly Container[], head: string): Pick<Standing, "kept" | "indent" | "content"> {
  const marks = new Marks(head);
  const kept = keepOpen(marks, open).length;
  return { kept, indent: marks.indent(), content: marks.rest };
}

function enterQuote(marks: Marks, containers: Container[]): void {
  marks.pass(">");
  containers.push("quote");
  if (/^[ \t]/.test(marks.rest)) marks.enter(1);
}

function enterItem(
  marks: Marks,
  containers: Container[],
  indent: number,
  marker: string,
  interrupts: boolean,
): boolean {
  marks.pass(marker);
  // An empty item, or a line of dashes: neither says where content begins. Nor does a tab.
  if (/^[-*_ \t]*$/.test(marks.rest) || /^ *\t/.test(marks.rest) || marks.isTabbed) return false;
  if (interrupts && /^(?!1[.)])\d/.test(marker)) return false;
  const blanks = /^ {1,4}(?=[^ \t])/.exec(marks.rest)?.[0].length ?? 1;
  marks.enter(blanks);
  containers.push(indent + marker.length + blanks);
  return true;
}

function keepOpen(marks: Marks, open: readonly Container[]): Container[] {
  const containers: Container[] = [];
  for (const container of open) {
    const indent = marks.indent();
    if (container === "quote") {
      if (indent >= CODE_COLUMNS || !marks.rest.startsWith(">")) break;
      marks.isFlush &&= indent <= 0;
      enterQuote(marks, containers);
    } else {
      if (indent < container && marks.rest !== "") break;
      marks.enter(container);
      containers.push(container);
    }
  }
  return containers;
}
