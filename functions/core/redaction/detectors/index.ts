import type { Detector } from "../types.ts";
import { card, iban } from "./bank.ts";
import { email } from "./email.ts";
import { phone } from "./phone.ts";
import { secrets } from "./secrets.ts";

/** Every detector, in no particular order: findings are united afterwards. */
export function defaultDetectors(): readonly Detector[] {
  return [secrets, email, iban, card, phone];
}
