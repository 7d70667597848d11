import { describe, expect, test } from "vitest";
import { restoreText } from "../../functions/redaction/index.ts";
import { ANSWERS } from "./output/answers.ts";
import { fewLines, markdown } from "./output/grammar.ts";
import { complaints } from "./output/oracle.ts";
import { inPieces, STATE, VALUES, whole } from "./output/values.ts";
import { createDraw } from "./random.ts";

/** `npm run test:long` asks for many more. */
const RUNS = Number(process.env.BELFRY_FUZZ_RUNS ?? 6_000);
const HOSTS = [[], ["ok.example"]];

describe("a text by the grammar of Markdown", () => {
  const draw = createDraw("restore-grammar");

  const cut = (text: string): string[] => {
    const pieces: string[] = [];
    for (let from = 0; from < text.length; from += pieces.at(-1)?.length ?? 1)
      pieces.push(text.slice(from, from + draw.between(1, 7)));
    return pieces;
  };

  test("[BF-14/markup] [BF-14/reference] [BF-14/inactive-links] [BF-14/split-anywhere] has no value in code, a tag or a definition, nothing active, however it is cut", {
    timeout: 60_000 + RUNS * 10,
  }, () => {
    let restored = 0;
    for (let run = 0; run < RUNS; run++) {
      const text = run % 4 < 2 ? markdown(draw) : fewLines(draw);
      const linkHosts = HOSTS[run % HOSTS.length] ?? [];
      const output = whole(text, { linkHosts });
      expect(complaints(output, linkHosts), `${JSON.stringify(text)} → ${JSON.stringify(output)}`).toEqual([]);
      expect(inPieces(cut(text), { linkHosts }), JSON.stringify(text)).toBe(output);
      if (Object.values(VALUES).some((value) => output.includes(value))) restored++;
    }
    // A gate that restores nothing passes the rest.
    expect(restored / RUNS).toBeGreaterThan(0.3);
  });

  test("the generator is worth its name: without a gate, the judges object to most of its texts", () => {
    const texts = Array.from({ length: 200 }, () => [markdown(draw), fewLines(draw)]).flat();
    const objections = texts.filter((text) => complaints(restoreText(STATE, text)).length > 0);
    expect(objections.length).toBeGreaterThan(200);
  });
});

describe("an ordinary answer in Markdown", () => {
  test("[BF-04/reversible] keeps its form, and every value comes back: 41 answers in four languages", () => {
    expect(ANSWERS.length).toBeGreaterThan(40);
    expect(ANSWERS.map((answer) => whole(answer))).toEqual(ANSWERS.map((answer) => restoreText(STATE, answer)));
    expect(ANSWERS.flatMap((answer) => complaints(whole(answer)))).toEqual([]);
  });
});
