import type { TurnDoc } from "../documents.ts";

/**
 * How far a client has read an answer, as the ids of its events say: `<turn>.<units>` after so many UTF-16 units of the answer's text (0:
 * after the receipt), `<turn>.p` after the proposal, `<turn>.d` after the end. Any instance can go on from one: they name places in what is
 * stored, not in what an instance remembers.
 */
export const eventId = {
  text: (turn: number, units: number): string => `${turn}.${units}`,
  proposal: (turn: number): string => `${turn}.p`,
  done: (turn: number): string => `${turn}.d`,
};

export interface Progress {
  readonly hasReceipt: boolean;
  /** UTF-16 units of the text. */
  readonly units: number;
  readonly hasProposal: boolean;
}

const NOTHING: Progress = { hasReceipt: false, units: 0, hasProposal: false };

/** Of an id that is none of this turn's: nothing was read. The whole answer is right then, too. */
export function progressOf(lastEventId: string | undefined, { number }: Pick<TurnDoc, "number">): Progress {
  const [, turn, place] = /^(\d{1,9})\.(\d{1,9}|p|d)$/.exec(lastEventId ?? "") ?? [];
  if (place === undefined || Number(turn) !== number) return NOTHING;
  if (place === "p" || place === "d") return { hasReceipt: true, units: Number.POSITIVE_INFINITY, hasProposal: true };
  return { hasReceipt: true, units: Number(place), hasProposal: false };
}
