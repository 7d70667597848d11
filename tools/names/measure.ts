import type { Span } from "../../functions/redaction/types.ts";
import type { LabelledText } from "./corpora.ts";

export interface Tally {
  readonly gold: number;
  readonly found: number;
  readonly said: number;
  readonly right: number;
}

/** Messages parted by `%%` lines, each name between `⟦` and `⟧`. */
export function marked(file: string, lang: string): LabelledText[] {
  return file
    .split(/^%%\n/m)
    .filter((message) => message.trim() !== "")
    .map((message) => {
      let text = "";
      const spans: { start: number; end: number; type: string }[] = [];
      for (const [i, part] of message.trimEnd().split(/[⟦⟧]/).entries()) {
        if (i % 2 === 1) spans.push({ start: text.length, end: text.length + part.length, type: "PERSON" });
        text += part;
      }
      return { text, spans, lang };
    });
}

const isSign = (text: string, i: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(i));
const CONTEXT = /^(?:LOCATION|ORGANIZATION|MISC)$/;

/**
 * A name counts as found when every letter is covered, whatever the finding is called; a finding called a person as right
 * when half of it is personal.
 */
export function tallyOf(
  texts: readonly LabelledText[],
  detect: (text: string) => readonly Span[],
  report: (miss: string) => unknown,
): Tally {
  const tally = { gold: 0, found: 0, said: 0, right: 0 };
  for (const { text, spans } of texts) {
    const personal = new Uint8Array(text.length);
    for (const span of spans) if (!CONTEXT.test(span.type)) personal.fill(1, span.start, span.end);
    const covered = new Uint8Array(text.length);
    for (const span of detect(text)) {
      covered.fill(1, span.start, span.end);
      if (span.type !== "PERSON") continue;
      tally.said++;
      if (personal.subarray(span.start, span.end).reduce((sum, one) => sum + one, 0) * 2 >= span.end - span.start)
        tally.right++;
      else report(`false «${text.slice(span.start, span.end)}» in ${JSON.stringify(around(text, span))}`);
    }
    for (const span of spans) {
      if (span.type !== "PERSON" && span.type !== "NAME" && span.type !== "PERSON_NAME") continue;
      tally.gold++;
      let isFound = true;
      for (let i = span.start; i < span.end; i++) if (covered[i] === 0 && isSign(text, i)) isFound = false;
      if (isFound) tally.found++;
      else report(`missed «${text.slice(span.start, span.end)}» in ${JSON.stringify(around(text, span))}`);
    }
  }
  return tally;
}

const around = (text: string, { start, end }: { start: number; end: number }): string =>
  text.slice(Math.max(0, start - 30), end + 30);
