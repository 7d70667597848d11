import type { Detector } from "../types.ts";
import { address } from "./address.ts";
import { announced } from "./announced.ts";
import { card, iban } from "./bank.ts";
import { credentials } from "./credentials.ts";
import { email } from "./email.ts";
import { network } from "./network.ts";
import { personalNumber } from "./personal-number.ts";
import { phone } from "./phone.ts";
import { secrets } from "./secrets.ts";
import { username } from "./username.ts";
import { vat } from "./vat.ts";

/** Every detector, in no particular order: findings are united afterwards. */
export function defaultDetectors(): readonly Detector[] {
  return [secrets, credentials, email, iban, card, phone, personalNumber, vat, announced, username, address, network];
}
