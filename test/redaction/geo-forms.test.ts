import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits, between } = createDraw("geo forms");
const found = (text: string): string[] =>
  engine.detect(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

const latitude = (): string => `${between(43, 58)}.${between(1, 9)}${digits(pick([3, 4, 5]))}`;
const longitude = (): string => `${between(1, 15)}.${between(1, 9)}${digits(pick([3, 4, 5]))}`;
const minutes = (): number => between(10, 59);

const FORMS: readonly (readonly [string, () => string])[] = [
  ["decimal degrees", () => `${latitude()}${pick([", ", ",", "; "])}${longitude()}`],
  [
    "degrees, minutes and seconds",
    () =>
      `${between(43, 58)}°${minutes()}'${minutes()}.${digits(1)}"N${pick([" ", ", "])}${between(1, 15)}°${minutes()}'${minutes()}.${digits(1)}"${pick(["E", "O"])}`,
  ],
  [
    "degrees and minutes",
    () => `${between(43, 58)}° ${minutes()}.${digits(2)}′ N, ${between(1, 15)}° ${minutes()}.${digits(2)}′ E`,
  ],
];

describe("positions", () => {
  test.each(FORMS)("[BF-04/typed-values] %s are found in any wording", (_, make) => {
    for (let n = 0; n < 40; n++) {
      const value = make();
      const text = `${pick(["the courier lost it near ", "la palette attend à ", "der Stapler steht bei ", "poort aan ", ""])}${value}${pick([" since noon", "", ", merci", " (gate)"])}`;
      expect(found(text), text).toEqual([`GEO ${value}`]);
    }
  });

  test("[BF-04/typed-values] halves and addresses of maps are found", () => {
    const [lat, lon] = ["50.84671", "4.35249"];
    for (const text of [
      `{"lat": ${lat}, "lng": ${lon}, "stop": 3}`,
      `geo:${lat},${lon};u=35`,
      `https://maps.example/@${lat},${lon},17z`,
      `?q=${lat},${lon}`,
      `Breite 50,84671, Länge 4,35249`,
      `latitude=${lat}&longitude=${lon}`,
    ]) {
      const seen = found(text).join(" ");
      for (const half of [lat, lon])
        expect(seen.replaceAll(",84671", ".84671").replaceAll(",35249", ".35249"), text).toContain(half);
    }
  });

  test("sizes, angles, prices and temperatures stay", () => {
    for (const text of [
      "Breite 85,125 mm, Länge 120,250 mm",
      "fold at 45° and 12°, dry 20° 30 min",
      "0.412, 0.287, 0.231 €/st",
      "12.5000, 14.2500 mm",
      "LAB 47.12, 64.30, 38.5",
      "schaal 1:1.2500, 3.1250",
    ])
      expect(found(text), text).toEqual([]);
  });
});
