import { type Finding, RedactionFailed, type SecondOpinion } from "../../redaction/index.ts";

/** How long a second opinion may take, everything included. A message waits for it, so it is short. */
export const DEADLINE_MS = 1_500;

/**
 * One question, one answer, in time.
 * @throws {RedactionFailed} for anything else. What the other side said is not repeated: it may quote the text.
 */
export async function ask(opinion: SecondOpinion, text: string, deadlineMs: number): Promise<readonly Finding[]> {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new RedactionFailed("over-budget", opinion.name)), deadlineMs);
  try {
    return await Promise.race([opinion.inspect(text, stop.signal), late.promise]);
  } catch (error) {
    if (error instanceof RedactionFailed) throw error;
    throw new RedactionFailed("detector-threw", opinion.name, error instanceof Error ? error.name : typeof error);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
