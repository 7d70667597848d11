import { describe, expect, test } from "vitest";
import { createEngine, emptyPlaceholders, redact, redactForLog, restoreText } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits, between } = createDraw("disguises");

const mail = (): string =>
  `${pick(["jan.peeters", "mia_h", "k.osei2", "info-west"])}@${pick(["kwadraat.be", "falt-werk.de", "mail.northboard.co.uk", "lys.fr"])}`;
const phone = (): string =>
  pick([
    `04${between(70, 99)} ${digits(2)} ${digits(2)} ${digits(2)}`,
    `+32 4${between(70, 99)} ${digits(2)} ${digits(2)} ${digits(2)}`,
  ]);
const FIXED = ["BE68 5390 0754 7034", "4111 1111 1111 1111", "NL91 ABNA 0417 1643 00", "73.05.14-217.58"];
const value = (): string => pick([mail, phone, () => pick(FIXED)])();
const number = (): string => pick([phone, () => pick(FIXED)])();

const each = (text: string, change: (c: string) => string): string => [...text].map(change).join("");
const some = (text: string, marks: RegExp, change: (c: string) => string): string =>
  each(text, (c) => (marks.test(c) ? change(c) : c));
const hex = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).padStart(2, "0");
const SIGNS = /[@.]/;

const DISGUISES: readonly (readonly [string, () => string])[] = [
  ["base64", () => Buffer.from(value()).toString("base64")],
  ["hexadecimal", () => Buffer.from(value()).toString("hex")],
  ["decimal entities", () => some(value(), /[@.\d]/, (c) => `&#${c.codePointAt(0)};`)],
  ["hexadecimal entities", () => some(value(), SIGNS, (c) => `&#x${hex(c)};`)],
  ["named entities", () => some(value(), /[@. ]/, (c) => ({ "@": "&commat;", ".": "&period;" })[c] ?? "&nbsp;")],
  ["\\u escapes", () => some(value(), /[@.4]/, (c) => `\\u00${hex(c)}`)],
  ["\\x escapes", () => some(value(), /[@.1]/, (c) => `\\x${hex(c)}`)],
  ["percent codes", () => some(value(), /[@ +]/, (c) => `%${hex(c).toUpperCase()}`)],
  ["quoted-printable", () => some(mail(), /@/, (c) => `=${hex(c).toUpperCase()}`)],
  [
    "a dressed-up @",
    () => mail().replace("@", pick(["(a)", "[at]", "_at_", " (at) ", "{at}", "(ät)", " AT ", "<at>", "[a]"])),
  ],
  [
    "dressed-up dots",
    () =>
      mail()
        .replace("@", pick(["(at)", "[at]"]))
        .replaceAll(".", pick(["(dot)", "[.]", " [punkt] ", "_dot_"])),
  ],
  ["blanks around the @", () => `mail ${mail().replace("@", pick([" @ ", " @", "@ "]))}`],
  ["circled digits", () => some(number(), /\d/, (c) => (c === "0" ? "⓪" : String.fromCodePoint(0x245f + Number(c))))],
  ["superscript digits", () => some(number(), /\d/, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(Number(c)))],
  ["Devanagari digits", () => some(number(), /\d/, (c) => String.fromCodePoint(0x966 + Number(c)))],
  ["Arabic-Indic digits", () => some(number(), /\d/, (c) => String.fromCodePoint(0x660 + Number(c)))],
  ["keycaps", () => some(number(), /\d/, (c) => `${c}\ufe0f\u20e3`)],
  ["letters in circles", () => some(mail(), /[a-z]/, (c) => String.fromCodePoint(0x24d0 + c.charCodeAt(0) - 97))],
  ["tag characters", () => each(value(), (c) => String.fromCodePoint(0xe0000 + (c.codePointAt(0) ?? 0)))],
  ["tag characters in between", () => [...value()].join("\u{e0041}")],
  ["struck-out letters", () => each(value(), (c) => (/\w/.test(c) ? `${c}\u0336` : c))],
  ["zero-width characters", () => [...value()].join(pick(["\u200b", "\u2060", "\u00ad", "\u200d"]))],
  [
    "<wbr> and bold",
    () =>
      value().replace(/(\d\d|[a-z]{2})(?=.)/, pick(["$1<wbr>", "<b>$1</b>", "$1<wbr/>", "<span class='x'>$1</span>"])),
  ],
  ["pictures", () => value().replace(/([a-z]{2}|\d)(?=[a-z\d])/, `$1${pick(["😀", "👍🏽", "❤️", "☎"])}`)],
  ["Markdown emphasis", () => number().replace(/(\d\d)(?= |$)/, pick(["**$1**", "*$1*", "`$1`", "~~$1~~", "__$1__"]))],
  [
    "emphasis around it",
    () => pick(["**", "*", "`", "~~", "_", "__"]).replace(/.*/, (mark) => `${mark}${value()}${mark}`),
  ],
  ["an array's parts", () => JSON.stringify(phone().split(" "))],
  [
    "a sum of strings",
    () =>
      mail()
        .split("@")
        .map((part) => `'${part}'`)
        .join(" + '@' + "),
  ],
];

const WORDS = {
  en: "zero one two three four five six seven eight nine",
  nl: "nul een twee drie vier vijf zes zeven acht negen",
  fr: "zéro un deux trois quatre cinq six sept huit neuf",
  de: "null eins zwei drei vier fünf sechs sieben acht neun",
} as const;

describe("disguises", () => {
  test.each(DISGUISES)("[BF-04/disguised-values] a value in %s doesn't leave", (_, make) => {
    for (let n = 0; n < 30; n++) {
      const hidden = make();
      const text = `${pick(["stuur naar ", "voici : ", "send it to ", "an "])}${hidden}${pick([" aub", "\nmerci", ", ok?", ""])}`;
      const { outgoing, state } = redact(engine, text, emptyPlaceholders);
      expect(outgoing, text).not.toContain(hidden);
      expect(outgoing, text).toMatch(/\[(?:EMAIL|PHONE|IBAN|CARD|NATIONAL_ID)_1\]/);
      expect(restoreText(state, outgoing)).toBe(text);
      expect(redactForLog(engine, text)).not.toContain(hidden);
    }
  });

  test.each(Object.entries(WORDS))(
    "[BF-04/disguised-values] a number said digit by digit in %s doesn't leave",
    (_, line) => {
      const words = line.split(" ");
      for (let n = 0; n < 30; n++) {
        const [cue, number] = pick([
          ["tel. ", `04${between(70, 99)}${digits(6)}`],
          ["kaart ", "4111111111111111"],
          ["", `04${between(70, 99)}${digits(6)}`],
        ] as const);
        const said = [...number].map((d) => words[Number(d)]).join(pick([" ", ", ", "-"]));
        const text = `${cue}${said} dank`;
        expect(redact(engine, text, emptyPlaceholders).outgoing, text).not.toContain(said);
      }
    },
  );

  test.each([
    ["Dutch", "nul vier zeventig twaalf drieëntwintig veertig"],
    ["French", "zéro quatre soixante-quinze douze trente-quatre quatre-vingt-douze"],
    ["German", "null vier fünfundsiebzig zwölf vierunddreißig sechsundfünfzig"],
    ["English", "oh seven seven double oh nine hundred one two three"],
  ])("[BF-04/disguised-values] a number said in pairs in %s doesn't leave", (_, said) => {
    expect(redact(engine, `bel ${said} aub`, emptyPlaceholders).outgoing).not.toContain(said);
  });

  test.each([
    "one or two boxes, three or four pallets, five to six days",
    "un deux trois, on y va : quatre-vingts ex.",
    "vier vijf zes dozen op zeven pallets",
    "300 g/m², 12 m³, x² + y², ① omslag ② binnenwerk ③ doos",
    "A&B &amp; C, 20%40 off, a=40 b=2E, \\u0041 en \\x41",
    "kies (a) rood, (b) blauw of _at_ random; 20 pcs @ 0.50",
    "- 500\n- 1000\n- 2500\n- 5000",
    "**350** g/m², *4/4*, `85 x 120`, ~~12 000~~ 10 000",
    '["210", "297", "mm"], ["0800", "0930"]',
    "0800\n0930\n1145\n1230",
  ])("nothing is hidden in %j", (text) => {
    expect(engine.detect(text).map(({ start, end }) => text.slice(start, end))).toEqual([]);
  });
});
