import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, between } = createDraw("address forms");

const SUFFIX = ["bis", "ter", "quater", "B"] as const;
const FRENCH = [
  "rue des Tanneurs",
  "quai de la Loire",
  "avenue Foch",
  "boulevard Voltaire",
  "allée des Lilas",
] as const;
const DUTCH = ["Veldstraat", "Lange Leemstraat", "Brusselsesteenweg", "Grote Baan", "Kapellelaan"] as const;
const GERMAN = ["Kolonnenstraße", "Hauptstr.", "Wiener Allee", "Fischerdamm", "Bergweg"] as const;
const house = (): number => between(1, 320);

/** A house with what narrows it down, and its town, as written in Belgium, the Netherlands, France and Germany. */
const FORMS: readonly (readonly [string, () => string])[] = [
  [
    "a French number with bis or ter",
    () =>
      `${house()}${pick([" ", "", " "])}${pick(SUFFIX.slice(0, 3))}${pick([" ", ", "])}${pick(FRENCH)}, 59000 Lille`,
  ],
  ["a number with a letter", () => `${house()} ${pick(["A", "B", "C"])} ${pick(FRENCH)}, 75019 Paris`],
  ["bis behind the number", () => `${pick(FRENCH)} ${house()} ${pick(SUFFIX.slice(0, 3))}, 1050 Bruxelles`],
  [
    "n° and a box",
    () =>
      `${pick(FRENCH)}${pick([" n°", ", n° ", " n° "])}${house()} ${pick(["bte", "boîte"])} ${between(1, 40)}${pick([" à ", ", ", " - "])}1410 Waterloo`,
  ],
  [
    "a Flemish box",
    () =>
      `${pick(DUTCH)} ${house()} ${pick(["bus", "b", "box"])} ${pick(["3", "A", "0302", "12"])}${pick([", ", " te ", " - ", "\n"])}9000 Gent`,
  ],
  [
    "a box after a slash or in brackets",
    () => `${pick(DUTCH)} ${house()}${pick(["/4", " (bus 4)", "-4", " / 4"])}, 2018 Antwerpen`,
  ],
  [
    "a Flemish floor",
    () => `${pick(DUTCH)} ${house()}, ${between(1, 9)}${pick(["e", "de"])} verdieping, 2000 Antwerpen`,
  ],
  ["a French floor", () => `${house()} ${pick(FRENCH)}, ${between(2, 9)}e étage, bât. ${pick(["A", "B"])}, 69003 Lyon`],
  [
    "a German floor",
    () =>
      `${pick(GERMAN)} ${house()}${pick(["", "a"])}, ${between(1, 5)}. OG${pick(["", " links", " rechts"])}, 10827 Berlin`,
  ],
  ["a German back house", () => `${pick(GERMAN)} ${house()}${pick([" / ", ", "])}Hinterhaus, 50674 Köln`],
  [
    "a unit before the house",
    () =>
      `${pick(["Flat 3", "Unit 9", "Suite 4B", "Studio 2"])}, ${house()} ${pick(["Tollgate Road", "Sawmill Lane"])}, Bristol BS5 0LT`,
  ],
  ["a box with a dot", () => `${pick(DUTCH)} ${house()} bus ${between(1, 9)}.0${between(1, 9)}, 8200 Brugge`],
  ["a country before the postcode", () => `${house()} ter, ${pick(FRENCH)}, F-69430 Beaujeu`],
  ["a German box", () => `Postfach ${between(10, 99)} ${between(10, 99)} ${between(10, 99)}, 60039 Frankfurt`],
  [
    "a French box",
    () =>
      `${pick(["BP", "CS"])} ${between(100, 20000)}${pick([", ", " - "])}67004 Strasbourg${pick(["", " Cedex", " Cedex 9"])}`,
  ],
];

const AROUND: readonly (readonly [string, string])[] = [
  ["on a déménagé au ", ", merci"],
  ["Leveren op ", " aub"],
  ["retour à l'atelier : ", ""],
  ["> ", "\n> tot dan"],
  ["Abholung: ", ", Tor 2"],
  ["(", ")"],
];

describe("addresses", () => {
  test.each(FORMS)("[BF-04/typed-values] %s is found whole", (_, make) => {
    for (let n = 0; n < 40; n++) {
      const [before, after] = pick(AROUND);
      const value = make();
      const text = `${before}${value}${after}`;
      const spans = engine.detect(text).filter(({ type }) => type === "ADDRESS");
      const isCovered = spans.some(({ start, end }) => start <= before.length && end >= before.length + value.length);
      expect(isCovered, `${text} → ${spans.map(({ start, end }) => text.slice(start, end))}`).toBe(true);
    }
  });

  test("boxes, floors and suffixes of goods are no addresses", () => {
    for (const text of [
      "12 bis 14 Tage, ter info, bus 3 of 4 rijdt niet",
      "box 12 of 40, 2e verdieping magazijn, CS 5000 printer, bp 12",
      "Palette 4 bis 8, 2. OG gesperrt, 350 g/m² bis 400 g/m²",
      "12 A, 14 B et 15 C en quadri, bât. fermé le 5 mai",
    ])
      expect(
        engine.detect(text).filter(({ type }) => type === "ADDRESS"),
        text,
      ).toEqual([]);
  });
});
