import { z } from "zod";
import { collection } from "../store/collection.ts";
import { Sealed } from "../vault/vault.ts";

/** Who may look at a message after our own redaction and before the model. `local-model` is a file of the deployment's. */
export const SECOND_OPINIONS = ["sensitive-data-protection", "local-model"] as const;
export type SecondOpinionName = (typeof SECOND_OPINIONS)[number];

export const SettingsDoc = z.strictObject({
  status: z.enum(["active", "suspended"]),
  /** The organisation's. */
  name: Sealed.nullable().default(null),
  limits: z.strictObject({
    requestsPerMinute: z.int().min(1),
    messagesPerMinute: z.int().min(1),
    messagesPerDay: z.int().min(1),
  }),
  /**
   * The organisation's own redaction: its version, and the last one that protects less than the one before, which is a fact of consent.
   * 0: none.
   */
  redaction: z
    .strictObject({ version: z.int().min(0), loosenedIn: z.int().min(0) })
    .default({ version: 0, loosenedIn: 0 }),
  retention: z.strictObject({ conversationDays: z.int().min(1).max(365), receiptDays: z.int().min(1).max(3650) }),
  /** One of the consent's facts: whoever changes it has the organisation accept again. */
  secondOpinion: z.enum(["none", ...SECOND_OPINIONS]).default("none"),
});
export type SettingsDoc = z.infer<typeof SettingsDoc>;
export const settings = collection("settings", SettingsDoc);

/** What a new tenant gets. */
export const DEFAULT_SETTINGS: SettingsDoc = {
  status: "active",
  name: null,
  limits: { requestsPerMinute: 600, messagesPerMinute: 60, messagesPerDay: 2000 },
  redaction: { version: 0, loosenedIn: 0 },
  retention: { conversationDays: 30, receiptDays: 365 },
  secondOpinion: "none",
};
