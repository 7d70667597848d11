/** What a unit becomes: itself, nothing, a blank or a line's end. */
type Fate = "keep" | "drop" | "blank" | "joiner";

function fateOf(c: number): Fate {
  if (c === 9 || c === 10) return "keep";
  if (c === 11 || c === 12 || c === 0x85 || c === 0x2028 || c === 0x2029) return "blank";
  if (c < 32 || (c >= 0x7f && c <= 0x9f)) return "drop";
  if (c < 0xad) return "keep";
  // Joiners and variation selectors shape emoji and some scripts; next to ASCII they only disguise.
  if (c === 0x200c || c === 0x200d || (c >= 0xfe00 && c <= 0xfe0f)) return "joiner";
  return isHidden(c) ? "drop" : "keep";
}

/** Prints nothing, or turns the direction of what follows. */
function isHidden(c: number): boolean {
  return (
    c === 0xad ||
    c === 0x34f ||
    c === 0x61c ||
    c === 0x115f ||
    c === 0x1160 ||
    c === 0x17b4 ||
    c === 0x17b5 ||
    (c >= 0x180b && c <= 0x180f) ||
    (c >= 0x200b && c <= 0x200f) ||
    (c >= 0x202a && c <= 0x202e) ||
    (c >= 0x2060 && c <= 0x206f) ||
    c === 0x3164 ||
    c === 0xfeff ||
    c === 0xffa0 ||
    (c >= 0xfff9 && c <= 0xfffb)
  );
}

// The high surrogate of U+E0000 to U+E03FF: tags and more variation selectors, none of which prints.
const HIDDEN_PLANE = 0xdb40;

/**
 * Leaves out of a streamed text what nobody can see: zero-width characters, direction controls, tags, control characters. Line ends
 * become LF. What remains is what a reader sees, so that the rules of the output gate look at the same text.
 */
export function createVisible(): (chunk: string) => string {
  let afterReturn = false;
  let afterHidden = false;
  let previous = 10;
  return (chunk) => {
    let out = "";
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      const isSecondHalf = afterHidden && c >= 0xdc00 && c <= 0xdfff;
      const isSecondOfLineEnd = afterReturn && c === 10;
      afterHidden = c === HIDDEN_PLANE;
      afterReturn = c === 13;
      if (isSecondHalf || isSecondOfLineEnd || afterHidden) continue;
      const fate = fateOf(c);
      let unit = "";
      if (afterReturn) unit = "\n";
      else if (fate === "keep" || (fate === "joiner" && previous > 127)) unit = chunk.charAt(i);
      else if (fate === "blank") unit = " ";
      if (unit === "") continue;
      previous = unit.charCodeAt(0);
      out += unit;
    }
    return out;
  };
}
