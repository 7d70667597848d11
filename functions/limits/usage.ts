import { z } from "zod";
import { collection } from "../platform/store/collection.ts";

/** What one user's messages cost on one day; the id is `<day>_<user>`. */
export const UsageDoc = z.strictObject({
  messages: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  expireAt: z.date(),
});
export const usage = collection("usage", UsageDoc);
