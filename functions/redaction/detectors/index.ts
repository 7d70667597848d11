import type { Detector } from "../types.ts";
import { address } from "./address.ts";
import { addressParts } from "./address-parts.ts";
import { announced } from "./announced.ts";
import { iban } from "./bank.ts";
import { calls } from "./calls.ts";
import { card } from "./card.ts";
import { cookies } from "./cookies.ts";
import { credentials } from "./credentials.ts";
import { disguised } from "./disguised.ts";
import { email } from "./email.ts";
import { encoded } from "./encoded.ts";
import { fragments } from "./fragments.ts";
import { geo } from "./geo.ts";
import { loginPairs } from "./login-pairs.ts";
import { logins } from "./logins.ts";
import { namePairs } from "./name-pairs.ts";
import { network } from "./network.ts";
import { createPersonDetector } from "./person.ts";
import { personalNumber } from "./personal-number.ts";
import { phone } from "./phone.ts";
import { phrased } from "./phrased.ts";
import { pins } from "./pins.ts";
import { secrets } from "./secrets.ts";
import { tabular } from "./tabular.ts";
import { unwrapped } from "./unwrapped.ts";
import { username } from "./username.ts";
import { vat } from "./vat.ts";

/** The detectors that need neither lists nor weights: everything but names. */
export const patternDetectors: readonly Detector[] = [
  secrets,
  credentials,
  calls,
  cookies,
  phrased,
  pins,
  disguised,
  email,
  iban,
  card,
  phone,
  personalNumber,
  vat,
  announced,
  username,
  logins,
  loginPairs,
  namePairs,
  address,
  addressParts,
  network,
  geo,
  tabular,
  encoded,
  unwrapped,
  fragments,
];

/** Every detector, in no particular order: findings are united afterwards. Loads the name model on first use. */
export function defaultDetectors(): readonly Detector[] {
  return [...patternDetectors, createPersonDetector()];
}
