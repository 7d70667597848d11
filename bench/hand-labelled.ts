/** Texts labelled by hand, `⟦TYPE value⟧`, and how an engine does on them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../tools/root.ts";
import type { Contender, Found } from "./peers.ts";

export interface Passage {
  readonly text: string;
  readonly spans: readonly Found[];
}

/** Neither right nor wrong: a registration of a firm, a user named `root`. */
const EITHER = "?";

/** Passages parted by a line of `%%`; a first line that begins with `~ ` says where one is from and is no part of it. */
export function passages(file: string): Passage[] {
  return file
    .replace(/\n$/, "")
    .split("\n%%\n")
    .map((block) => {
      const spans: Found[] = [];
      const marked = block.replace(/^~ .*\n/, "");
      let text = "";
      let from = 0;
      for (const m of marked.matchAll(/⟦([A-Z_]+|\?) ([^⟧]*)⟧/g)) {
        text += marked.slice(from, m.index);
        const value = m[2] ?? "";
        spans.push({ type: m[1] ?? "", start: text.length, end: text.length + value.length });
        text += value;
        from = m.index + m[0].length;
      }
      return { text: text + marked.slice(from), spans };
    });
}

export const HAND_SETS: Readonly<Record<string, readonly string[]>> = {
  strangers: ["strangers/en.txt", "strangers/nl.txt", "strangers/fr.txt", "strangers/de.txt"],
  messages: ["attack-sets/messages-1.txt", "attack-sets/messages-2.txt"],
  traps: ["attack-sets/traps.txt"],
  evasion: ["attack-sets/evasion.txt"],
  fresh: [1, 2, 3, 4].map((n) => `attack-sets/fresh-${n}.txt`),
  "fresh-traps": [1, 2, 3, 4].map((n) => `attack-sets/fresh-${n}-traps.txt`),
  "fresh-evasion": ["attack-sets/fresh-evasion.txt"],
};

export const handSet = (name: string): Passage[] =>
  (HAND_SETS[name] ?? []).flatMap((file) => passages(readFileSync(join(ROOT, "test/redaction", file), "utf8")));

export interface HandScore {
  readonly passages: number;
  readonly withData: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Shares of the passages that hold personal data at all. */
  readonly leaking: number;
  readonly leakingBesidesNames: number;
  /** Findings in passages without personal data. */
  readonly falseHitsInTraps: number;
  readonly byType: Readonly<Record<string, { readonly found: number; readonly of: number }>>;
}

const isSign = (text: string, i: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(i));

/** Found when every letter and digit is covered; a finding is right when half of it is personal, uncounted when half may be. */
export async function scoreHand(
  set: readonly Passage[],
  contender: Contender,
  report: (what: string) => unknown = () => undefined,
): Promise<HandScore> {
  const tally = { said: 0, right: 0, gold: 0, hit: 0, withData: 0, leaking: 0, besides: 0, traps: 0 };
  const byType: Record<string, { found: number; of: number }> = {};
  for (const { text, spans } of set) {
    const covered = new Uint8Array(text.length);
    const [gold, may] = [new Uint8Array(text.length), new Uint8Array(text.length)];
    const values = spans.filter(({ type }) => type !== EITHER);
    for (const { start, end } of values) gold.fill(1, start, end);
    for (const { start, end } of spans) may.fill(1, start, end);
    const share = (mask: Uint8Array, { start, end }: Found): number =>
      mask.subarray(start, end).reduce((sum, one) => sum + one, 0) / (end - start);
    for (const span of await contender.detect(text)) {
      covered.fill(1, span.start, span.end);
      const isRight = share(gold, span) >= 0.5;
      if (!isRight && share(may, span) >= 0.5) continue;
      tally.said++;
      if (isRight) tally.right++;
      else {
        report(`false ${span.type} «${text.slice(span.start, span.end)}» in ${JSON.stringify(text.slice(0, 300))}`);
        if (values.length === 0) tally.traps++;
      }
    }
    const missed = values.filter(({ start, end }) => {
      for (let i = start; i < end; i++) if (covered[i] === 0 && isSign(text, i)) return true;
      return false;
    });
    for (const span of missed)
      report(`missed ${span.type} «${text.slice(span.start, span.end)}» in ${JSON.stringify(text.slice(0, 300))}`);
    for (const span of values) {
      byType[span.type] ??= { found: 0, of: 0 };
      const counts = byType[span.type];
      if (counts === undefined) continue;
      counts.of++;
      if (!missed.includes(span)) counts.found++;
    }
    tally.gold += values.length;
    tally.hit += values.length - missed.length;
    if (values.length > 0) tally.withData++;
    if (missed.length > 0) tally.leaking++;
    if (missed.some(({ type }) => type !== "PERSON")) tally.besides++;
  }
  const precision = tally.right / (tally.said || 1);
  const recall = tally.hit / (tally.gold || 1);
  return {
    passages: set.length,
    withData: tally.withData,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall || 1),
    leaking: tally.leaking / (tally.withData || 1),
    leakingBesidesNames: tally.besides / (tally.withData || 1),
    falseHitsInTraps: tally.traps,
    byType,
  };
}
