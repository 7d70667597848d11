import { z } from "zod";
import { ConversationId } from "../core/ids.ts";

/** What several of the assistant's contracts say alike. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const time = z.iso.datetime();
export const tokens = z.strictObject({ inputTokens: z.int(), outputTokens: z.int() });
export const conversationParams = z.strictObject({ conversationId: ConversationId });

/** For examples. */
export const AT = "2026-11-21T09:00:00.000Z";
export const SAMPLE_HASH = "a".repeat(64);
