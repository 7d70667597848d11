import { describe, expect, test } from "vitest";
import { createEngine, emptyPlaceholders, redact, restoreText } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits, between } = createDraw("conversation");

/** Sends messages one after another, as the gate does, and returns what left. */
function sent(messages: readonly string[]): string[] {
  let state = emptyPlaceholders;
  const left: string[] = [];
  for (const message of messages) {
    const turn = redact(engine, message, state, { before: left.join("\n") });
    expect(restoreText(turn.state, turn.outgoing)).toBe(message);
    state = turn.state;
    left.push(turn.outgoing);
  }
  return left;
}

const signs = (text: string): string => text.replace(/[^\p{L}\p{N}@]/gu, "");
const cut = (value: string, places: readonly number[]): string[] =>
  [0, ...places].map((from, i) => value.slice(from, places[i] ?? value.length));

/** Values with the places where people break them. */
const VALUES: readonly (readonly [string, () => readonly [cue: string, value: string, places: readonly number[]]])[] = [
  [
    "a mail address",
    () =>
      pick([
        ["mail ", "jan.peeters@kwadraat-druk.be", [12]],
        ["", "mia_h@northboard.co.uk", [5]],
        ["", "info-west@falt-werk.de", [15]],
      ] as const),
  ],
  [
    "a card's number",
    () => ["kaart ", pick(["4111 1111 1111 1111", "5105 1051 0510 5100"]), pick([[10], [5, 10, 15], [15]])],
  ],
  [
    "an IBAN",
    () =>
      pick([
        ["iban ", "BE68 5390 0754 7034", [5]],
        ["", "NL91 ABNA 0417 1643 00", [10]],
        ["IBAN: ", "DE28 5001 0517 5409 3184 72", [15, 20]],
      ] as const),
  ],
  [
    "a telephone number",
    () => [
      pick(["tel ", "gsm: ", ""]),
      `+32 4${between(70, 99)} ${digits(2)} ${digits(2)} ${digits(2)}`,
      pick([[8], [11]]),
    ],
  ],
  ["a mobile number", () => ["bel ", `04${between(70, 99)} ${digits(2)} ${digits(2)} ${digits(2)}`, pick([[5], [8]])]],
  ["a national number", () => ["rijksregisternr ", "73.05.14-217.58", pick([[9], [12]])]],
];

const BREAKS: readonly (readonly [string, string])[] = [
  ["lines", "\n"],
  ["quoted lines", "\n> "],
  ["lines quoted twice", "\n>> "],
  ["list items", "\n- "],
  ["bullets", "\n• "],
  ["lines with blanks", "  \n   "],
  ["HTML lines", "<br>"],
  ["table cells", "</td><td>"],
];

describe("a value in pieces", () => {
  test.each(VALUES)(
    "[BF-18/over-lines] %s doesn't leave whole over lines, quotations, list items or cells",
    (_, make) => {
      for (let n = 0; n < 60; n++) {
        const [cue, value, places] = make();
        const [, separator] = pick(BREAKS);
        const text = `${separator.startsWith("\n>") ? "> " : ""}${cue}${cut(value, places)
          .map((part) => part.trim())
          .join(separator)}\ndank u`;
        const [outgoing = ""] = sent([text]);
        expect(signs(outgoing).includes(signs(value)), `${text} → ${outgoing}`).toBe(false);
        expect(outgoing, text).toMatch(/\[[A-Z_]+_1\]/);
      }
    },
  );

  test.each(VALUES)("[BF-18/over-messages] %s doesn't leave whole over messages", (_, make) => {
    for (let n = 0; n < 60; n++) {
      const [cue, value, places] = make();
      const [first = "", ...rest] = cut(value, places).map((part) => part.trim());
      const messages = [
        `${cue}${first}`,
        ...rest.map((part, i) => (i === rest.length - 1 ? `${part}${pick(["", " dus", ", ok?"])}` : part)),
      ];
      const left = sent(messages).join("\n");
      expect(signs(left).includes(signs(value)), `${JSON.stringify(messages)} → ${left}`).toBe(false);
    }
  });

  test("[BF-18/over-lines] words between the parts of an announced number don't hide it", () => {
    for (const messages of [
      ["mijn kaart begint met 4111 1111 en eindigt op 1111 1111"],
      ["eerste deel van de kaart: 4111 1111", "en het tweede deel is 1111 1111"],
      ["the IBAN starts with BE68 5390, then comes 0754 7034"],
      ["gsm: eerst 0475 12 en daarna 34 56"],
    ])
      expect(signs(sent(messages).join("\n")), messages[0]).not.toMatch(
        /1111\D*1111\D*1111|0754\D*7034|0475\D*12\D*34\D*56/,
      );
  });

  test("only the new message is changed, and the whole conversation restores", () => {
    const { outgoing, replacements } = redact(engine, "1111 1111 exp 11/28", emptyPlaceholders, {
      before: "kaart 4111 1111",
    });
    expect(outgoing).toBe("[CARD_1] exp 11/28");
    expect(replacements).toMatchObject([{ placeholder: "[CARD_1]", type: "CARD", start: 0, end: 9 }]);
  });

  test.each([
    [["wij willen 5000 dozen", "en 2500 sleeves, 350 g/m²", "85 x 120 mm"]],
    [["oplage 4000 5000", "6000 7000"]],
    [["Groeten,", "Karton 350 g in Pantone 186 C"]],
    [["ons adres volgt", "12 000 ex. op 12/05/2026"]],
    [["ref 0475", "12 34 56 stuks"]],
    [["- 4000\n- 5000\n- 6000\n- 7000\n0800\n0930\n1145"]],
  ])("a brief in several messages stays readable: %j", (messages) => {
    expect(sent(messages)).toEqual(messages);
  });
});

describe("a known value", () => {
  test.each([
    ["in capitals", "Dear Helen Okafor, welcome", "HELEN OKAFOR wants it deeper", "OKAFOR"],
    ["by the surname alone", "Dear Helen Okafor, welcome", "tell okafor that 0.4 mm is the max", "okafor"],
    ["with other blanks", "Dear Helen Okafor, welcome", "for Helen\nOkafor", "Okafor"],
    ["without accents", "contact: Élodie Lefèvre", "mevrouw lefevre belde", "lefevre"],
    ["by a surname with its particles", "Met groet,\nJoke De Smedt", "vraag het de smedt maar", "smedt"],
    ["by the name turned round", "Dear Helen Okafor, welcome", "Okafor, Helen", "Okafor"],
    ["a mail in capitals", "mail jan.peeters@kwadraat.be", "JAN.PEETERS@KWADRAAT.BE", "KWADRAAT"],
    ["a number without separators", "IBAN BE68 5390 0754 7034", "de BE68539007547034 dus", "7034"],
    ["a national number with blanks", "rijksregisternr 73.05.14-217.58", "nog eens: 730514 217 58", "217"],
  ])("is known again %s", (_, first, second, value) => {
    const left = sent([first, second]);
    expect(left[0]).toMatch(/\[[A-Z_]+_1\]/);
    expect(left[1]).not.toContain(value);
  });

  test("a one-word name and an ordinary word stay what they are", () => {
    expect(sent(["Dear Rose,", "Rose Gold on Blanc Mat, 4/0"])[1]).toBe("Rose Gold on Blanc Mat, 4/0");
    expect(sent(["contact: Jan Groen", "groen karton, 350 g"])[1]).toBe("groen karton, 350 g");
  });
});
