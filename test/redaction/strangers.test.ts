import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";

const engine = createEngine({ budgetMsPer10KiB: 5000 });

interface Message {
  readonly text: string;
  readonly spans: readonly { type: string; start: number; end: number }[];
}

/** Messages labelled by hand as `⟦TYPE value⟧`, parted by a line of `%%`. */
function messages(file: string): Message[] {
  return readFileSync(new URL(file, import.meta.url), "utf8")
    .replace(/\n$/, "")
    .split("\n%%\n")
    .map((block) => {
      const spans: { type: string; start: number; end: number }[] = [];
      let text = "";
      let from = 0;
      for (const m of block.matchAll(/⟦(\w+) ([^⟧]*)⟧/g)) {
        text += block.slice(from, m.index);
        const value = m[2] ?? "";
        spans.push({ type: m[1] ?? "", start: text.length, end: text.length + value.length });
        text += value;
        from = m.index + m[0].length;
      }
      return { text: text + block.slice(from), spans };
    });
}

interface Tally {
  leaking: number;
  leakingBesidesNames: number;
  personal: number;
  falseHitsInTraps: number;
}

function tally(file: string): Tally {
  const out = { leaking: 0, leakingBesidesNames: 0, personal: 0, falseHitsInTraps: 0 };
  for (const { text, spans } of messages(file)) {
    const covered = new Uint8Array(text.length);
    const found = engine.detect(text);
    for (const { start, end } of found) covered.fill(1, start, end);
    if (spans.length === 0) {
      out.falseHitsInTraps += found.length;
      continue;
    }
    const leaks = spans.filter(({ start, end }) =>
      [...text.slice(start, end)].some((c, i) => /[\p{L}\p{N}]/u.test(c) && covered[start + i] !== 1),
    );
    out.personal++;
    if (leaks.length > 0) out.leaking++;
    if (leaks.some(({ type }) => type !== "PERSON")) out.leakingBesidesNames++;
  }
  return out;
}

describe("messages in nobody's template", () => {
  test.each(["strangers.txt", "strangers-held.txt"])(
    "of %s at most one message in ten leaks anything but a name, and briefs stay readable",
    (file) => {
      const { leaking, leakingBesidesNames, personal, falseHitsInTraps } = tally(file);
      console.log(
        `${file}: ${leaking} of ${personal} leak, ${leakingBesidesNames} besides names; ${falseHitsInTraps} false hits`,
      );
      expect(leakingBesidesNames / personal).toBeLessThan(0.1);
      expect(falseHitsInTraps).toBeLessThan(4);
    },
  );
});
