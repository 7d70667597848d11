import metadata from "libphonenumber-js/min/metadata";

// National forms are tried for these; a number only has to fit one of them.
const NATIONAL = "BE NL FR DE GB LU AT CH IE IT SE DK FI PT ES PL CZ GR HU RO BG HR SK SI".split(" ");

/** National rules, compiled on first use from libphonenumber's metadata (Google, Apache-2.0). */
const rulesByCountry = new Map<string, unknown>(Object.entries(metadata.countries));
const countriesByCode = new Map<string, readonly string[]>(Object.entries(metadata.country_calling_codes));
const plans = new Map<string, RegExp>();
const NEVER = /(?!)/;

function planOf(...countries: readonly string[]): RegExp {
  const key = countries.join();
  let plan = plans.get(key);
  if (plan !== undefined) return plan;
  const forms = countries.flatMap((country) => {
    const rules = rulesByCountry.get(country);
    const pattern: unknown = Array.isArray(rules) ? rules[2] : undefined;
    const trunk: unknown = Array.isArray(rules) ? rules[5] : undefined;
    if (typeof pattern !== "string") return [];
    return [typeof trunk === "string" && trunk !== "" ? `(?:${trunk})?(?:${pattern})` : `(?:${pattern})`];
  });
  plan = forms.length === 0 ? NEVER : new RegExp(`^(?:${forms.join("|")})$`);
  plans.set(key, plan);
  return plan;
}

/** True when one of the countries around us has such a number, its trunk 0 included. */
export function isNationalNumber(digits: string): boolean {
  return planOf(...NATIONAL).test(digits);
}

/** How sure an international number is: its plan knows it, or at least its country code exists. */
export function internationalConfidence(digits: string): number {
  for (let length = 1; length <= 3; length++) {
    const countries = countriesByCode.get(digits.slice(0, length));
    if (countries !== undefined) return planOf(...countries).test(digits.slice(length)) ? 0.97 : 0.7;
  }
  return 0;
}
