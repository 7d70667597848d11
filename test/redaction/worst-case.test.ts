import { describe, expect, test } from "vitest";
import { createRandom } from "../../bench/briefs.ts";
import { createEngine } from "../../functions/redaction/index.ts";

const seed = Number(process.env.SEED ?? 20261121);
const engine = createEngine({ budgetMsPer10KiB: 60_000 });

const SIZE = 10_000;
const GROWTH = 4;
/** Four times the text takes four times the work when reading is linear, sixteen times when it is quadratic. */
const RATIO_MAX = 9;
/** Below this nothing can be told, and nothing needs to be: compiling and collecting weigh more. */
const MEASURABLE_MS = 40;
const TRIES = 4;

const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

function work(text: string): number {
  const began = workedMs();
  engine.detect(text);
  return workedMs() - began;
}

/** Compares this thread's work on a text and on four times as much of it; a busy machine gets several tries. */
function growth(make: (chars: number) => string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < TRIES && best > RATIO_MAX; n++) {
    const large = work(make(SIZE * GROWTH));
    best = large < MEASURABLE_MS ? 0 : Math.min(best, large / Math.max(work(make(SIZE)), 1));
  }
  return best;
}

const UNITS = [
  "a",
  "A",
  "1",
  "0",
  " ",
  "1 ",
  "0 ",
  "+",
  "+3",
  "@",
  "a@",
  "a@a.",
  "(",
  "((",
  "(0",
  "[",
  "[A",
  "-",
  "--",
  "-----BEGIN ",
  ".",
  "a.",
  "1.",
  "1,",
  ":",
  "a:",
  "::",
  "://",
  "http://a:",
  "=",
  "key=",
  "password ",
  "password is ",
  "\n",
  "\t",
  "|",
  ";",
  ",",
  "a,",
  '"',
  "'",
  "`",
  "\\",
  "%",
  "%4",
  "%40",
  "é",
  "\u200b",
  "е",
  "Ａ",
  "\ud835",
  "\ud835\udc00",
  "Jan ",
  "J. ",
  "van ",
  "van de ",
  "de la ",
  "Mr. ",
  "Dear ",
  "Name: ",
  "Name ",
  "eyJ",
  "eyJa.",
  "sk-",
  "ghp_",
  "AKIA",
  "at dot ",
  " at ",
  " dot ",
  "BE68 ",
  "BE",
  "DE1",
  "12 rue ",
  "Main Street ",
  "1 Street, ",
  "12 A ",
  "born ",
  "passport ",
  "plate ",
  "card ",
  "1-",
  "1/",
  "aA1",
  "aA1+",
  "Ab1/",
  "a_",
  "A-1 ",
  "<",
  ">",
  "{",
  "}",
  "_",
  "#",
  "*",
  "/",
  "//",
  "user ",
  "username: ",
  "0x",
  "xox",
  "—",
  "@a1 ",
  "1  ",
  "12  ",
  "1 2  ",
  "1,",
  "(0)",
  "&#64;",
  "&#6",
  "\\u0040",
  "=40",
  "**a** ",
  "**1",
  "_1_",
  "<b>",
  "a<wbr>",
  "> 1\n",
  "- 1\n",
  "a@a\n",
  '["1", ',
  "(at) ",
  "a (at) ",
  "nul ",
  "vier twintig ",
  "12 bis ",
  "12°",
  "51.12345, ",
  "lat 1.",
  "wachtwoord van ",
  "the password of ",
  "pin code ",
  "pin een ",
  'new Client("a", ',
  "cookie: a=b; ",
  "session ",
  "user a ",
  "user=a ",
  "login: a / ",
  "first=a ",
  "first: ",
  "kaart 1 a ",
  "iban BE ",
  "\u{e0041}",
  "\u{1f600}",
  "a\u0336",
  "①",
  "MDQ3",
  "3034",
  "le Maire ",
  "Frau Stadträtin ",
  "Versand ",
  "A B, ",
  "Jan Claes (x), ",
  "MARIE Marie ",
  "B a n d ",
  "0: ",
  "6-.",
  "a:b@c.d:1 ",
  "12 rue de ",
  "A House, ",
  "log in as ",
  "ssh a@",
  "GT-KL 482 ",
  "p@ss",
  "moc.a@",
  "1O",
  "(Jan Claes) ",
  "&ouml;a",
] as const;

/** What values, names and sentences are made of; units of these repeated are read by every detector. */
const SIGNS = [..."0123456789  ()[]<>{}@@..,,--//\"'`_=:;&#%+*|\\~\n\tabcdeABCDNSeopr"] as const;

describe("hostile input", () => {
  test.each(UNITS.map((unit) => [unit]))("40 KB of %j is read in linear time", (unit) => {
    expect(growth((chars) => unit.repeat(Math.ceil(chars / unit.length)))).toBeLessThan(RATIO_MAX);
  });

  test(`random units of one to twelve signs are read in linear time (SEED=${seed})`, { timeout: 120_000 }, () => {
    const random = createRandom(seed + 1);
    for (let round = 0; round < 60; round++) {
      const unit = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => SIGNS[Math.floor(random() * SIGNS.length)] ?? "a",
      ).join("");
      const made = growth((chars) => unit.repeat(Math.ceil(chars / unit.length)));
      expect(made, JSON.stringify(unit)).toBeLessThan(RATIO_MAX);
    }
  });

  test(`random mixtures of hostile pieces are read in linear time (SEED=${seed})`, { timeout: 120_000 }, () => {
    const random = createRandom(seed);
    for (let round = 0; round < 60; round++) {
      const pieces = Array.from(
        { length: 2 + Math.floor(random() * 4) },
        () => UNITS[Math.floor(random() * UNITS.length)] ?? "a",
      );
      let piece = "";
      while (piece.length < SIZE / 2)
        piece += (pieces[Math.floor(random() * pieces.length)] ?? "a").repeat(1 + Math.floor(random() * 8));
      const made = growth((chars) => piece.repeat(Math.ceil(chars / piece.length)));
      expect(made, JSON.stringify(pieces)).toBeLessThan(RATIO_MAX);
    }
  });
});
