import type { EntityType, PlaceholderState } from "../../../functions/redaction/index.ts";
import { createOutputGate, gateText, type OutputRules } from "../../../functions/redaction/index.ts";

/** What the user of these tests typed: no two values share a word, so that each is found wherever it shows. */
export const VALUES = {
  EMAIL: "an.peeters@user.example",
  PERSON: "Jan Vermeulen",
  SECRET: `ghp_${"k3J9".repeat(9)}`,
  IBAN: "BE68539007547034",
  URL: "https://proofs.owner.example/v?id=7",
  PHONE: "+32 475 12 34 56",
  ADDRESS: "Kerkstraat 12, 9000 Gent",
  PASSWORD: "hunter2-sesame",
} as const satisfies Partial<Record<EntityType, string>>;
export type Typed = keyof typeof VALUES;
export const TYPES = Object.keys(VALUES) as Typed[];

export const STATE: PlaceholderState = {
  v: 1,
  entries: TYPES.map((type) => ({ placeholder: `[${type}_1]`, type, value: VALUES[type] })),
};

export const whole = (text: string, rules?: OutputRules): string => gateText(STATE, text, rules);

export function inPieces(pieces: Iterable<string>, rules?: OutputRules): string {
  const gate = createOutputGate(STATE, rules);
  let out = "";
  for (const piece of pieces) out += gate.push(piece);
  return out + gate.flush();
}

/** UTF-16 unit by unit, half characters included. */
export const units = (text: string): string[] => text.split("");
