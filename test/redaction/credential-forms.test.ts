import { describe, expect, test } from "vitest";
import { createEngine, emptyPlaceholders, redact } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits, between } = createDraw("credential forms");
const leaves = (text: string): string => redact(engine, text, emptyPlaceholders).outgoing;

const WORDS = ["folie", "rainage", "falz", "gutter", "vernis", "karton", "offset", "stansmes"] as const;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const password = (): string =>
  pick([
    () => `${pick(WORDS)}${digits(2)}`,
    () => `${capital(pick(WORDS))}-${digits(2)}`,
    () => `${capital(pick(WORDS))}!${digits(2)}`,
    () => `${pick(WORDS)}&${pick(WORDS)}${digits(1)}`,
    () => `${digits(1)}${capital(pick(WORDS))}.${pick(WORDS)}`,
  ])();
const user = (): string =>
  pick([
    () => `${pick(["jan", "kim", "ines"])}.${pick(WORDS)}`,
    () => `${pick(WORDS)}_${pick(["noord", "sued", "est"])}`,
    () => `${pick(["mjansen", "kdupont", "tweiss"])}${digits(2)}`,
  ])();

const PHRASES: readonly (readonly [string, (p: string, u: string) => string])[] = [
  [
    "English",
    (p, u) =>
      pick([
        `the password for the proofing portal is ${p}, user ${u}.`,
        `the login for the ftp is ${u} and the password hasn't changed, still ${p}`,
        `Wi-Fi password for visitors: ${p}`,
      ]),
  ],
  [
    "Dutch",
    (p, u) =>
      pick([
        `Het wachtwoord van de FTP is ${p}, gebruiker ${u}. Map heet "in".`,
        `het wachtwoord voor de drukserver luidt nog steeds ${p}`,
        `wifi: netwerk GAST, sleutel ${p}`,
        `login ${u} ww ${p} , werkt alleen hier`,
      ]),
  ],
  [
    "French",
    (p, u) =>
      pick([
        `le mot de passe pour le serveur des épreuves, c'est ${p} (sans espace)`,
        `le mot de passe du portail est toujours ${p}`,
        `identifiants extranet : ${u} / ${p}`,
      ]),
  ],
  [
    "German",
    (p, u) =>
      pick([
        `das Passwort für den Druckdatenserver lautet ${p}, Benutzer ${u}`,
        `WLAN-Schlüssel ist ${p} — steht am Empfang`,
        `Das Kennwort zum Portal ist immer noch ${p}.`,
      ]),
  ],
  [
    "a constructor",
    (p, u) =>
      pick([
        `c = new FtpClient('ftp.karton.example', '${u}', '${p}', 21)`,
        `conn = Client("10.42.7.19", "${u}", "${p}")`,
        `$db = new PDO("mysql:host=db1", "${u}", "${p}");`,
        `smtp.login("${u}", "${p}")`,
      ]),
  ],
  [
    "named arguments",
    (p, u) =>
      pick([`connect(host="db1", user="${u}", password="${p}")`, `Session(username='${u}', password='${p}', port=22)`]),
  ],
  [
    "a connection string",
    (p, u) =>
      pick([
        `jdbc:mysql://db2/rolls?user=${u}&password=${p.replace("&", "")}&useSSL=true`,
        `Data Source=sql03;User ID=${u};Password=${p};`,
        `amqp://${u}:${p}@mq.internal:5672/jobs`,
        `host=db1 user=${u} password=${p} dbname=rolls`,
      ]),
  ],
  [
    "a command line",
    (p, u) =>
      pick([
        `curl -u ${u}:${p} https://ftp.example/in`,
        `mysql -h db4 -u ${u} -p${p.replace(/^\d/, "x")} jobs`,
        `net use P: \\\\srv\\in /user:DRUK\\${u} ${p}`,
      ]),
  ],
];

describe("passwords and user names", () => {
  test.each(PHRASES)(
    "[BF-04/typed-values] in %s neither leaves, however far from the word that announces it",
    (_, phrase) => {
      for (let n = 0; n < 60; n++) {
        const [p, u] = [password(), user()];
        const text = phrase(p, u);
        const outgoing = leaves(text);
        expect(outgoing, text).not.toContain(text.includes(p) ? p : p.replace("&", ""));
        expect(outgoing, text).not.toContain(u);
      }
    },
  );

  test("[BF-04/typed-values] a PIN or a door's code doesn't leave, in figures or said in four languages", () => {
    const said = [
      ["the PIN is", "one two three four five six seven eight nine"],
      ["de pin is", "een twee drie vier vijf zes zeven acht negen"],
      ["code pin", "un deux trois quatre cinq six sept huit neuf"],
      ["die PIN lautet", "eins zwei drei vier fünf sechs sieben acht neun"],
    ] as const;
    for (let n = 0; n < 60; n++) {
      const [cue, words] = pick(said);
      const value = Array.from({ length: 4 }, () => pick(words.split(" "))).join(pick([" ", "-", ", "]));
      expect(leaves(`${cue} ${value}, niet doorgeven`)).not.toContain(value);
      const figures = pick([digits(4), [...digits(4)].join("-"), [...digits(4)].join(" "), digits(6)]);
      const phrase = pick([
        "The PIN for the key safe is",
        "PIN-Code vom Lager:",
        "de deurcode is",
        "code de la porte :",
        "alarm code",
      ]);
      expect(leaves(`${phrase} ${figures}.`), `${phrase} ${figures}`).not.toContain(figures);
    }
  });

  test("[BF-04/typed-values] cookies and session identifiers don't leave", () => {
    for (let n = 0; n < 40; n++) {
      const id = `${digits(4)}a${digits(6)}f${digits(7)}c`;
      for (const text of [
        `Cookie: sessionid=${id}; theme=dark`,
        `Set-Cookie: ${pick(["PHPSESSID", "JSESSIONID", "connect.sid", "auth"])}=${id}; Path=/; HttpOnly`,
        `curl -b "portal_session=${id}" https://portal.example`,
        `the session id is ${id}, can you look?`,
      ])
        expect(leaves(text), text).not.toContain(id);
    }
  });

  test("[BF-04/typed-values] log lines name nobody", () => {
    for (let n = 0; n < 60; n++) {
      const name = pick(["rdhondt", "kvermeulen", "e.boutin", "thoelscher", "mlefevre2", "j_smit"]);
      const line = pick([
        `sshd[${between(100, 999)}]: Accepted publickey for ${name} from 192.0.2.${between(1, 250)} port 51514`,
        `May 3 07:15:02 rip2 hotfolder: user=${name} logged in (session 4f)`,
        `[warn] login failed for user '${name}' after 3 attempts`,
        `Benutzer "${name}" hat sich um 06:02 am RIP abgemeldet`,
        `gebruiker ${name} heeft zich aangemeld op pc-17`,
        `l'utilisateur ${name} s'est connecté à 8h02`,
        `session opened for user ${name} by (uid=0)`,
        `x-remote-user: ${name}`,
        `file C:\\Users\\${name}\\Desktop\\proef.pdf is missing`,
        `scp /home/${name}/jobs/118.pdf rip2:`,
      ]);
      expect(leaves(line), line).not.toContain(name);
    }
  });

  test("[BF-04/typed-values] first= and last= give no name away", () => {
    for (const text of [
      "record: first=Amara last=Okafor dept=finishing",
      'firstName: "Joke", lastName: "De Smedt", size: "XL"',
      "voornaam=joke&achternaam=de smedt&maat=XL",
      "nom: Lemonnier, prénom: Aurélie",
      "Nachname: Hölscher; Vorname: Thea",
      "{'given_name': 'Xiomara', 'family_name': 'Quispe'}",
    ])
      expect(leaves(text), text).not.toMatch(/amara|okafor|joke|smedt|lemonnier|aurélie|hölscher|thea|xiomara|quispe/i);
  });

  test.each([
    "the password for job 12 is 350 g/m² or A4-formaat",
    "wachtwoord vergeten? de gebruiker klaagt, login werkt niet",
    "Please add a pin hole 6 mm, user manual pocket A6, key ring slot 30 x 4",
    "pin 12 ex, code 4411 RAL, code-barres 3 760123 456789",
    "const user = await login(token); if (!user.password) return null;",
    "first=true last=false; first: 1, last: 20",
    "session 4 of 12, cookie policy: strict; the cookie banner",
    "le mot de passe est obligatoire, l'utilisateur doit le changer",
  ])("%j is left alone", (text) => {
    expect(engine.detect(text).map(({ start, end }) => text.slice(start, end))).toEqual([]);
  });
});
