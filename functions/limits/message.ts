import { z } from "zod";
import { Problem } from "../core/problem.ts";
import { collection } from "../platform/store/collection.ts";
import type { SettingsDoc } from "../platform/tenant/settings.ts";

/** A user's counters: of the running minute and the running day. */
export const LimitDoc = z.strictObject({
  minute: z.int(),
  inMinute: z.int(),
  day: z.int(),
  inDay: z.int(),
  expireAt: z.date(),
});
export type LimitDoc = z.infer<typeof LimitDoc>;
export const limits = collection("limits", LimitDoc);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * One more message: the counters as they will be stored, in the same commit as the message, so that parallel requests can't pass
 * together (KB-14). @throws Problem `rate-limited`.
 */
export function countMessage(doc: LimitDoc | undefined, limits: SettingsDoc["limits"], now: Date): LimitDoc {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  const day = Math.floor(now.getTime() / DAY_MS);
  const inMinute = doc?.minute === minute ? doc.inMinute : 0;
  const inDay = doc?.day === day ? doc.inDay : 0;
  if (inDay >= limits.messagesPerDay) throw refused("messages-per-day", limits.messagesPerDay, DAY_MS, now);
  if (inMinute >= limits.messagesPerMinute)
    throw refused("messages-per-minute", limits.messagesPerMinute, MINUTE_MS, now);
  return { minute, inMinute: inMinute + 1, day, inDay: inDay + 1, expireAt: new Date(now.getTime() + 2 * DAY_MS) };
}

function refused(policy: string, limit: number, windowMs: number, now: Date): Problem {
  const resetSeconds = Math.max(1, Math.ceil((windowMs - (now.getTime() % windowMs)) / 1000));
  return new Problem("rate-limited", {
    detail: "You reached the limit that your organisation set. Wait as Retry-After says.",
    quota: { policy, limit, windowSeconds: windowMs / 1000, remaining: 0, resetSeconds },
  });
}
