import { describe, expect, test } from "vitest";
import { createEngine, emptyPlaceholders, redact } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits } = createDraw("late forms");
const leaves = (text: string): string => redact(engine, text, emptyPlaceholders).outgoing;

const WORDS = ["Vernis", "Falz", "Gutter", "Rainage", "Stans", "Karton"] as const;
const password = (): string =>
  pick([`${pick(WORDS)}!${digits(2)}`, `${pick(WORDS)}${digits(3)}x`, `x${digits(2)}.${pick(WORDS)}`]);

/** Every value must be gone from what leaves, twenty times over. */
function never(make: () => readonly [text: string, value: string]): void {
  for (let n = 0; n < 20; n++) {
    const [text, value] = make();
    expect(leaves(text), text).not.toContain(value);
  }
}

describe("values that stand far from the word, or far from their usual form", () => {
  test.each([
    "the password we agreed on is as of today %",
    "het wachtwoord is sinds gisteren %",
    "le mot de passe du serveur, c'est désormais %",
    "das Passwort lautet seit heute %",
    "wachtwoord van het portaal? dat is nog altijd %",
  ])("[KZ-03/credentials] %j", (form) => {
    never(() => {
      const value = password();
      return [form.replace("%", value), value];
    });
  });

  test.each(["digicode %", "code du portail : %", "code van de poort? %"])(
    "[KZ-03/credentials] keypads: %j",
    (form) => {
      never(() => {
        const value = form.startsWith("code van") ? `2${digits(3)}` : `${pick(["A", "B"])}${digits(4)}`;
        return [form.replace("%", value), value];
      });
    },
  );

  test.each(["log in as % and tell nobody", "ik log in met % en niets werkt", "benutzer ist %, passwort Falz77x"])(
    "[KZ-03/credentials] a user in a sentence: %j",
    (form) => {
      never(() => {
        const value = `${pick(["jver", "mprint", "kstans"])}-${pick(["in", "out"])}${digits(1)}`;
        return [form.replace("%", value), value];
      });
    },
  );

  test.each([
    "% is the combination, don't share it",
    "Tresor: %, bitte nicht weitersagen",
    "code d'accès parking %, puis sonner",
    "Schließfach Code %, danke",
  ])("[KZ-03/credentials] digits that open something: %j", (form) => {
    never(() => {
      const value = form.startsWith("code") ? `4${digits(3)}` : [..."48", ...digits(2)].join("-");
      return [form.replace("%", value), value];
    });
  });

  test("[KZ-03/credentials] a password in a bracket behind its word, an account with a digit mistyped", () => {
    never(() => {
      const value = `${pick(WORDS)}.${digits(2)}`;
      return [`Het wachtwoord dat Robin doorgaf (${value}) werkt niet`, value];
    });
    expect(leaves("IBAN: BE68 5390 0754 7035, dank")).not.toContain("5390");
  });

  test("[KZ-03/credentials] users and passwords before a host, without a scheme", () => {
    never(() => {
      const value = password();
      return [`database: planner:${value}@10.0.${digits(1)}.4:5432/jobs`, value];
    });
    expect(leaves("ssh kversteeg@files.example.org")).not.toContain("kversteeg");
  });

  test.each(["p@ssw0rd = %", "wachtw00rd: %", "p a s s w o r d : %", "Paßwort:%"])(
    "[KZ-03/credentials] the word in disguise: %j",
    (form) => {
      never(() => {
        const value = password();
        return [form.replace("%", value), value];
      });
    },
  );

  test.each([
    () => `Lerchenfeld ${digits(2)}, 84028 Landshut`,
    () => `Toernooiveld 1${digits(2)}\n6525 EC Nijmegen`,
    () => `Josef-Huber-Weg ${pick(["2", "17"])}, 85435 Erding`,
    () => `${pick(["7", "12"])} rue des lilas, 69003 lyon`,
    () => `8 Shandon Terrace, Cork T23 XE1${digits(1)}`,
    () => `Northgate House, 27-28 Northgate Street, London, United Kingdom, W1W 8D${pick(["H", "B"])}`,
    () => `Pallasstraße ${digits(2)}<br />\n10781 Berlin`,
  ])("[KZ-03/contact-data] a street told by its postcode (form %#)", (make) => {
    never(() => {
      const value = make();
      return [`Bitte an: ${value} senden`, value.split(/[\n,]/)[0] ?? ""];
    });
  });

  test.each(["Abholung mit %", "mon chauffeur passe avec le fourgon %", "the lorry is %", "fährt heute mit %"])(
    "[KZ-03/contact-data] a plate near what is driven: %j",
    (form) => {
      never(() => {
        const value = pick([
          `EK-4${digits(2)}-RV`,
          `GT-KL 4${digits(2)}`,
          `1-ABC-2${digits(2)}`,
          `YX19 KF${pick(["N", "P"])}`,
        ]);
        return [form.replace("%", value), value];
      });
    },
  );

  test("[KZ-03/contact-data] telephone numbers with letters for figures, or said as French says seventies", () => {
    expect(leaves("ring me on 07700.9OO.123")).not.toContain("07700");
    expect(leaves("appelez le zéro quatre, soixante-dix-huit, onze, douze, quatre-vingt-dix-neuf")).not.toContain(
      "dix-neuf",
    );
    expect(leaves("number +32 (four seven five) 12 34 56")).not.toContain("four seven five");
    expect(leaves("mijn gsm: 06 - 28 41 77 03")).not.toContain("28 41");
    expect(leaves("rappeler le client au 04.78.62.19.55 svp")).not.toContain("62.19");
  });

  test.each([
    "2020-09-08 07:35:02 UTC [436] LOG: connection received",
    "Auflage 12000, 10000 Stück in KW 12",
    "Wachtwoord vergeten? Klik hier.",
    "May 12, 2026 The proofs are late.",
    "Ask whether the passwords policy changed in version 2.1 or 3.0",
    "article EK-417-RV, 2000 pieces",
  ])("[KZ-03/contact-data] nothing in %j", (text) => {
    expect(engine.detect(text)).toEqual([]);
  });
});
