import type { Span } from "./types.ts";

/** How much of what has left is read again, and of the new text with it, in UTF-16 units: a value and the words around it. */
const BEFORE_MAX = 1200;
const NEW_MAX = 400;
/** A word in the last message may announce what the next begins with, not what stands further on. */
const ANSWER_CHARS_MAX = 24;

/** Signs before the first value of a message that belong to its list or quotation. */
const LEAD = /^[\s>*•·–-]*/;

/**
 * Values that begin in what has left and go on in the new text, or begin the new text and are announced by what has left.
 * @param detect finds spans in the two joined, as lines of one text
 * @returns the parts that lie in the new text, in its offsets
 */
export function acrossMessages(
  text: string,
  before: string,
  detect: (joined: string) => readonly Span[],
): readonly Span[] {
  const tail = before.length <= BEFORE_MAX ? before : before.slice(before.length - BEFORE_MAX);
  const head = cut(text);
  const boundary = tail.length + 1;
  const lead = LEAD.exec(text)?.[0].length ?? 0;
  const out: Span[] = [];
  for (const span of detect(`${tail}\n${head}`)) {
    const end = span.end - boundary;
    if (end <= 0 || end > head.length) continue;
    const start = Math.max(span.start - boundary, 0);
    const isPart = span.start < boundary;
    if (!isPart && start - lead > ANSWER_CHARS_MAX) continue;
    const from = isPart ? Math.min(lead, end) : start;
    if (end > from) out.push({ ...span, start: from, end });
  }
  return out;
}

/** The first part of a text, not cut inside a word or number where that can be helped. */
function cut(text: string): string {
  if (text.length <= NEW_MAX) return text;
  const blank = text.lastIndexOf(" ", NEW_MAX);
  return text.slice(0, blank > NEW_MAX / 2 ? blank : NEW_MAX);
}
