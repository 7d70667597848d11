import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";

const engine = createEngine();
const seen = (text: string): string[] => engine.detect(text).map((s) => `${s.type} ${text.slice(s.start, s.end)}`);

const POSITIVE: readonly (readonly [string, string])[] = [
  ["EMAIL", "jan.peeters+news@mail.example.co.uk"],
  ["EMAIL", "josé@bücher.example"],
  ["PHONE", "+32 475 12 34 56"],
  ["PHONE", "+32 (0)2 790 46 04"],
  ["PHONE", "0475/12.34.56"],
  ["PHONE", "06 12 34 56 78"],
  ["PHONE", "+49 30 9735389"],
  ["PHONE", "(030) 464 7545"],
  ["IBAN", "BE68 5390 0754 7034"],
  ["IBAN", "BE68539007547034"],
  ["IBAN", "nl91-abna-0417-1643-00"],
  ["CARD", "4111 1111 1111 1111"],
  ["CARD", "378282246310005"],
  ["SECRET", `ghp_${"a1B2c3D4e5F6".repeat(3)}`],
  ["SECRET", "AKIAIOSFODNN7EXAMPLE"],
  ["SECRET", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"],
  ["SECRET", "-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----"],
];

describe("detectors", () => {
  test.each(POSITIVE)("[BF-04/typed-values] %s is found: %s", (type, value) => {
    expect(seen(`Hier: ${value}, ok?`)).toEqual([`${type} ${value}`]);
  });

  test.each(POSITIVE.filter(([type]) => type !== "SECRET"))(
    "[BF-04/disguised-values] %s is found through disguises: %s",
    (type, value) => {
      const wide = value.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
      const padded = [...value].join("\u200b");
      expect(seen(`x ${wide} y`)).toEqual([`${type} ${wide}`]);
      expect(seen(`x ${padded} y`)).toEqual([`${type} ${padded}`]);
    },
  );

  test.each([
    "Formaat 210x297 mm, 85 × 55 mm, 4/4 quadri, 350 g/m², PANTONE 485 C, RAL 9010, C0 M100 Y100 K0",
    "Order 2024-08773 op 03/02/2024 voor € 1.234,56, 10.000 ex., versie 14.16.13",
    "BE68 5390 0754 7035 has a wrong check digit; so has 4111 1111 1111 1112",
    "commit 76e3f1f4125ab44314c6ed6ce5ddda1f90506c25, sha512-s3bRPogyVRtHeycptwbhWV9r6vuSpQufnA3",
    "@media print { .a { color: red } } import x from '@scope/pkg'",
  ])("a brief stays readable: %s", (text) => {
    expect(seen(text)).toEqual([]);
  });
});
