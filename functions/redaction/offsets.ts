/** What services count text in, beside JavaScript's own UTF-16 code units. */
export interface Offsets {
  /** The UTF-16 offset of a code point's number; undefined outside of the text. The text's length is an offset too: an end. */
  ofCodePoint(at: number): number | undefined;
  /** The UTF-16 offset of a UTF-8 byte; undefined outside of the text and inside a character. */
  ofByte(at: number): number | undefined;
}

/** Tables for one text, which must be well-formed: half a surrogate pair has no bytes. */
export function offsetsOf(text: string): Offsets {
  const points: number[] = [];
  const bytes = new Map<number, number>();
  let byte = 0;
  for (let at = 0; at < text.length; ) {
    points.push(at);
    bytes.set(byte, at);
    const code = text.codePointAt(at) ?? 0;
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += code < 0x10000 ? 1 : 2;
  }
  points.push(text.length);
  bytes.set(byte, text.length);
  return { ofCodePoint: (at) => points[at], ofByte: (at) => bytes.get(at) };
}
