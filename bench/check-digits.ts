/** Numbers with right check digits, made from their definitions (not from the detectors, which they test). */
type Random = () => number;
const digits = (random: Random, n: number): string =>
  Array.from({ length: n }, () => Math.floor(random() * 10)).join("");
const two = (n: number): string => String(n).padStart(2, "0");
const day = (random: Random): string =>
  `${two(Math.floor(random() * 60) + 40)}${two(1 + Math.floor(random() * 12))}${two(1 + Math.floor(random() * 28))}`;
const numeric = (text: string): string =>
  [...text].map((c) => (/\d/.test(c) ? c : String(c.charCodeAt(0) - 55))).join("");
const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, "$1 ");

export function bank(random: Random): string {
  const country = random();
  const body = digits(random, 10);
  const be = body + two(Number(BigInt(body) % 97n) || 97);
  const [code, bban] =
    country < 0.5 ? ["BE", be] : country < 0.75 ? ["NL", `ABNA0${digits(random, 9)}`] : ["DE", digits(random, 18)];
  const check = 98n - (BigInt(numeric(`${bban}${code}00`)) % 97n);
  const iban = `${code}${two(Number(check))}${bban}`;
  return random() < 0.5 ? grouped(iban) : iban;
}

export const bic = (random: Random): string =>
  ["KREDBEBB", "GEBABEBB", "ABNANL2A", "BNPAFRPP", "DEUTDEFF500"][Math.floor(random() * 5)] ?? "KREDBEBB";

export function card(random: Random): string {
  const body = `4${digits(random, 14)}`;
  let sum = 0;
  for (const [i, c] of [...body].reverse().entries())
    sum += i % 2 === 1 ? Number(c) : Number(c) * 2 > 9 ? Number(c) * 2 - 9 : Number(c) * 2;
  return grouped(body + ((10 - (sum % 10)) % 10));
}

export function insz(random: Random): string {
  const body = day(random) + String(1 + Math.floor(random() * 996)).padStart(3, "0");
  const all = body + two(97 - (Number(body) % 97));
  return random() < 0.6 ? all.replace(/^(..)(..)(..)(...)(..)$/, "$1.$2.$3-$4.$5") : all;
}

export function bsn(random: Random): string {
  for (;;) {
    const body = `1${digits(random, 7)}`;
    let sum = 0;
    for (const [i, c] of [...body].entries()) sum += Number(c) * (9 - i);
    if (sum % 11 < 10) return body + (sum % 11);
  }
}

export function nir(random: Random): string {
  const body = `${1 + Math.floor(random() * 2)}${two(Math.floor(random() * 99))}${two(1 + Math.floor(random() * 12))}75${digits(random, 6)}`;
  return `${body}${two(97 - Number(BigInt(body) % 97n))}`;
}

export function steuerId(random: Random): string {
  const pool = [..."0123456789"].sort(() => random() - 0.5);
  if (pool[0] === "0") pool.reverse();
  // Nine different digits with one of them twice: the law's structure for the first ten.
  const nine = pool.slice(0, 9);
  const body = `${nine.join("")}${nine[4] ?? "1"}`;
  let product = 10;
  for (const c of body) product = (((Number(c) + product) % 10 || 10) * 2) % 11;
  return body + ((11 - product) % 10);
}

export function vatBe(random: Random): string {
  const body = `0${4 + Math.floor(random() * 4)}${digits(random, 6)}`;
  const all = body + two(97 - (Number(body) % 97));
  return random() < 0.5 ? `BE${all}` : `BE ${all.replace(/^(....)(...)(...)$/, "$1.$2.$3")}`;
}

export const vatNl = (random: Random): string => `NL${bsn(random)}B0${1 + Math.floor(random() * 9)}`;

export function vatFr(random: Random): string {
  const siren = digits(random, 9);
  return `FR${two((12 + 3 * (Number(siren) % 97)) % 97)}${siren}`;
}
