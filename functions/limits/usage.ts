import { z } from "zod";
import type { UserId } from "../core/ids.ts";
import { collection } from "../platform/store/collection.ts";
import { FieldValue, type TenantStore, type WriteBatch } from "../platform/store/firestore.ts";

/** What one user's messages cost on one day; the id is `<day>_<user>`. */
export const UsageDoc = z.strictObject({
  messages: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Second opinions that were asked for, answered or not, and the bytes that they were shown. */
  inspections: z.int().default(0),
  inspectedBytes: z.int().default(0),
  expireAt: z.date(),
});
export const usage = collection("usage", UsageDoc);

const USAGE_MS = 400 * 86_400_000;
type Counted = Partial<Record<Exclude<keyof z.infer<typeof UsageDoc>, "expireAt">, number>>;

/** Adds to a user's usage of the day, in a batch of the caller's. Every counter is written, so that the first of a day makes a whole document. */
export function addUsage(batch: WriteBatch, store: TenantStore, userId: UserId, now: Date, counted: Counted): void {
  const { messages = 0, inputTokens = 0, outputTokens = 0, inspections = 0, inspectedBytes = 0 } = counted;
  const increments = { messages, inputTokens, outputTokens, inspections, inspectedBytes };
  batch.set(
    store.doc(usage, `${now.toISOString().slice(0, 10)}_${userId}`),
    {
      ...(Object.fromEntries(
        Object.entries(increments).map(([name, by]) => [name, FieldValue.increment(by)]),
      ) as Record<keyof typeof increments, FieldValue>),
      expireAt: new Date(now.getTime() + USAGE_MS),
    },
    { merge: true },
  );
}
