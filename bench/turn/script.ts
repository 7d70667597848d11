import type { Api } from "../client.ts";
import { PROJECT_ID } from "../stack.ts";

/**
 * One conversation's messages: ordinary sentences of an interview, with personal data in half of them. The stand-in is deterministic,
 * so message by message the request that leaves is the same, to the byte, in every conversation of one user.
 */
export const MESSAGES = [
  "Hello, we would like folding cartons for our tea range. I am An Peeters, an.peeters@example.com, +32 470 12 34 56.",
  "We need 5000 pieces for the first run.",
  "85 x 120 mm please, CMYK on both sides, with our own artwork.",
  "The invoice account is BE68 5390 0754 7034, by the way.",
  "We need them by 2027-03-01.",
  "Deliver them in Gent please, and call +32 470 12 34 56 before.",
] as const;

/** Message `at` of an endless row of conversations: a new one begins whenever the script does. */
export function conversations(api: Api, key: () => string | undefined = () => undefined) {
  let conversationId = "";
  return async (at: number) => {
    const text = MESSAGES[at % MESSAGES.length] ?? "";
    if (text === MESSAGES[0] || conversationId === "") conversationId = await api.openConversation(PROJECT_ID);
    return api.turn(conversationId, text, key());
  };
}
