import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { createEngine, emptyPlaceholders, redact, redactForLog, restoreText } from "../../functions/redaction/index.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });

function staysHere(text: string, value: string): void {
  const { outgoing, state } = redact(engine, text, emptyPlaceholders);
  expect(outgoing).not.toContain(value);
  expect(restoreText(state, outgoing)).toBe(text);
  expect(redactForLog(engine, text)).not.toContain(value);
}

describe("evasion", () => {
  test.each([
    ["spelled out", "write to jan at example dot com please", "jan at example dot com"],
    ["in brackets", "jan.peeters [at] example [dot] be", "jan.peeters [at] example [dot] be"],
    ["Dutch", "mail naar jan apenstaartje example punt be", "jan apenstaartje example punt be"],
    ["look-alikes", "mail jаn@exаmple.com", "jаn@exаmple.com"],
    ["spaced digits", "kaart 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"],
    ["dotted digits", "gsm 0475.12.34.56", "0475.12.34.56"],
    [
      "base64",
      `token? ${Buffer.from("jan.peeters@example.com").toString("base64")}`,
      Buffer.from("jan.peeters@example.com").toString("base64"),
    ],
    ["percent-encoded", "?to=jan.peeters%40example.com", "jan.peeters%40example.com"],
    ["decomposed accents", "mail: jose\u0301@example.com", "jose\u0301@example.com"],
    ["mathematical letters", "mail 𝐣𝐚𝐧@example.com", "𝐣𝐚𝐧@example.com"],
  ])("[BF-04/disguised-values] a value in disguise (%s) doesn't leave", (_, text, value) => staysHere(text, value));

  test.each([
    ["an account number", "IBAN BE68 5390\n0754 7034", "BE68 5390\n0754 7034"],
    ["a mail address", "jan.peeters@\nexample.com", "jan.peeters@\nexample.com"],
  ])("[BF-18/over-lines] %s over two lines doesn't leave", (_, text, value) => staysHere(text, value));
});

describe("phrased passwords", () => {
  test.each([
    ["the password is Drukwerk!2027", "Drukwerk!2027"],
    ["wachtwoord: karton-87-zee", "karton-87-zee"],
    ["le mot de passe est Vernis2026?", "Vernis2026?"],
    ["das Passwort lautet S0mmer-Regen", "S0mmer-Regen"],
    ["postgres://app:Blauw_Lint_9@db.internal:5432/app", "Blauw_Lint_9"],
    ["Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="],
    ['"clientSecret": "8f3kq9zTn2mVx7Lp4Rw1"', "8f3kq9zTn2mVx7Lp4Rw1"],
  ])("[KB-04/model] %j gives nothing away", (text, value) => {
    expect(redact(engine, text, emptyPlaceholders).outgoing).not.toContain(value);
  });

  test.each([
    "your password is required",
    "reset the password",
    "const token = request.headers.token;",
    "wachtwoord vergeten?",
  ])("%j is left alone", (text) => expect(engine.detect(text)).toEqual([]));
});

describe("npm run redact", () => {
  test("answers one line of spans for each line of text", () => {
    const out = execFileSync(process.execPath, ["cli/redact.ts", "--json"], {
      input: '{"text":"mail an@example.org"}\n{"text":"210x297 mm"}\n',
    });
    expect(out.toString()).toBe('{"spans":[{"start":5,"end":19,"type":"EMAIL"}]}\n{"spans":[]}\n');
  });

  test("names what is wrong without quoting the input", () => {
    const run = (): unknown =>
      execFileSync(process.execPath, ["cli/redact.ts", "--json"], { input: "secret words\n", stdio: "pipe" });
    expect(run).toThrow(/a line is not JSON/);
    expect(run).not.toThrow(/secret words/);
  });
});
