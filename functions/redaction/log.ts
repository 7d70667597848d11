import { reduceTables } from "./tables.ts";
import type { Engine } from "./types.ts";

/**
 * A text fit for a log line, an error or an exported span; there is no way back. Findings become `[EMAIL]`, pasted tables
 * their column names and row count. Never throws: a text the engine can't vouch for becomes `[REDACTED]` whole.
 */
export function redactForLog(engine: Engine, text: string): string {
  try {
    const reduced = reduceTables(text);
    let out = "";
    let from = 0;
    for (const { start, end, type } of engine.detect(reduced)) {
      out += `${reduced.slice(from, start)}[${type}]`;
      from = end;
    }
    return out + reduced.slice(from);
  } catch {
    // Also when the error is a defect of ours: a log is the last place where text should surface.
    return "[REDACTED]";
  }
}
