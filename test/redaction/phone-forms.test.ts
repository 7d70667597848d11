import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits, between } = createDraw("phone forms");

const SPACES = [" ", ".", "-", "/"] as const;
const joined = (groups: readonly string[], separator: string): string => groups.join(separator);
const pairs = (count: number): string[] => Array.from({ length: count }, () => digits(2));

/** National and international forms as they are written in Belgium, the Netherlands, France, Germany and Britain. */
const FORMS: readonly (readonly [string, () => string])[] = [
  ["a Belgian mobile", () => joined([`04${between(70, 99)}`, ...pairs(3)], pick(SPACES))],
  ["a Belgian mobile after a slash", () => `04${between(70, 99)}/${joined(pairs(3), pick([".", " "]))}`],
  [
    "a Belgian fixed line",
    () =>
      `0${pick(["2", "3", "9"])}${pick(["/", " ", "-"])}${between(200, 799)}${pick([".", " "])}${joined(pairs(2), ".")}`,
  ],
  ["a Dutch mobile", () => `06${pick([" ", "-"])}${between(10000000, 58999999)}`],
  ["a French one", () => joined([`0${between(1, 7)}`, ...pairs(4)], pick(SPACES))],
  ["a British mobile", () => `07${between(400, 899)} ${between(100, 999)}${pick(["", " "])}${digits(3)}`],
  [
    "a German one with a slash",
    () => `0${pick(["30", "211", "40", "89", "3671"])}${pick(["/", " / ", "/ "])}${between(200000, 9999999)}`,
  ],
  [
    "a German extension",
    () => `0${pick(["30", "211", "89"])}${pick(["/", " / "])}${between(20000, 999999)}-${digits(2)}`,
  ],
  [
    "a German code in brackets",
    () => `(0${pick(["30", "211", "89", " 89", "2 11"])}) ${between(10, 99)} ${digits(2)} ${digits(2)}-${digits(1)}`,
  ],
  [
    "a (0) that isn't dialled",
    () =>
      `+${pick(["49", "32", "33", "44", "41"])}${pick([" ", "", "-"])}(0)${pick(["", " "])}${pick(["30", "21", "47"])}${pick([" ", "-", "/"])}${between(2000000, 7999999)}`,
  ],
  [
    "a country's code",
    () => `${pick(["+32", "0032", "+ 32"])} ${between(470, 499)} ${joined(pairs(3), pick([" ", "."]))}`,
  ],
];

const AROUND: readonly (readonly [string, string])[] = [
  ["Helen Marsh (", ")"],
  ["tel (", ")"],
  ["vraag naar de binderij (", ") voor tien uur"],
  ["Rückfragen: ", ", danke"],
  ["on peut me joindre au ", "."],
  ["", "\nTot morgen"],
  ["[", "]"],
  ["gsm:", " of mail"],
  ["<", ">"],
  ["Fax/Tel. ", " (Zentrale)"],
];

describe("telephone numbers", () => {
  test.each(FORMS)("[BF-04/typed-values] %s is found whole, whatever stands around it", (_, make) => {
    for (let n = 0; n < 40; n++) {
      const [before, after] = pick(AROUND);
      const value = make();
      const text = `${before}${value}${after}`;
      const span = engine
        .detect(text)
        .find(({ start, end }) => start <= before.length && end >= before.length + value.length);
      expect(span?.type, text).toBe("PHONE");
      expect(text.slice(span?.start, span?.end).replace(/^\(|\)$/g, ""), text).toBe(value.replace(/^\(|\)$/g, ""));
    }
  });

  test.each(["_", "·", "|", "*", "~", ", ", " - ", "\\", "'"])(
    "[BF-04/typed-values] after a word that announces it, %j between the groups hides nothing",
    (separator) => {
      for (const cue of ["tel.", "mijn gsm is", "téléphone :", "Handy", "call me on"]) {
        const value = joined([`04${between(70, 99)}`, ...pairs(3)], separator);
        const text = `${cue} ${value} merci`;
        expect(
          engine.detect(text).map(({ start, end }) => text.slice(start, end)),
          text,
        ).toEqual([value]);
      }
    },
  );

  test("sizes, quantities, times, amounts, article and order numbers stay", () => {
    const traps: readonly (() => string)[] = [
      () => `${between(40, 999)} x ${between(40, 999)} x ${between(10, 300)} mm`,
      () =>
        `${between(1, 99)} ${digits(3)} / ${between(1, 9)} 0${digits(2)} ${digits(3)} / ${between(1, 99)} ${digits(3)}`,
      () => `0${between(6, 9)}00-${between(10, 17)}30, 0${between(6, 9)}:00 - ${between(10, 17)}:30`,
      () => `Pantone ${between(100, 999)} C, RAL ${between(1000, 9023)}, ${between(60, 400)} g/m²`,
      () => `ref. 0${digits(3)}.${digits(3)}.${digits(2)}, order 0${digits(3)} ${digits(2)} ${digits(2)} ${digits(2)}`,
      () => `${between(1, 28)}.0${between(1, 9)}.2026 - ${between(1, 28)}/0${between(1, 9)}/2027`,
      () => `€ ${between(1, 99)}.${digits(3)},${digits(2)} of ${between(1, 99)} ${digits(3)},${digits(2)} EUR`,
      () => `ISO ${between(1000, 19999)}-${between(1, 9)}:20${between(10, 24)}, UN 4G/X${digits(2)}/S/26`,
    ];
    for (let n = 0; n < 300; n++) {
      const text = `${pick(traps)()}, ${pick(traps)()}`;
      expect(
        engine.detect(text).filter(({ type }) => type === "PHONE"),
        text,
      ).toEqual([]);
    }
  });
});
