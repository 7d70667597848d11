import type { Span, Tap } from "../tap.ts";

/** What one request cost. Exact: counted on the wire. */
export interface Tally {
  /** Documents read, as billed. */
  readonly reads: number;
  /** Calls to Firestore, whatever they do. */
  readonly roundTrips: number;
  readonly commits: number;
  /** Documents written or deleted. */
  readonly writes: number;
}

export const tally = (spans: readonly Span[]): Tally => ({
  reads: spans.reduce((sum, { reads }) => sum + reads, 0),
  // What a listener hears costs reads and no call.
  roundTrips: spans.filter(({ method }) => method !== "Listen").length,
  commits: spans.filter(({ method }) => method === "Commit").length,
  writes: spans.reduce((sum, { writes }) => sum + writes, 0),
});

/** Runs one request alone and counts what it and everything that it sets off does. */
export async function counted<R>(tap: Tap, work: () => Promise<R>): Promise<{ cost: Tally; result: R }> {
  await tap.take();
  const result = await work();
  return { cost: tally(await tap.take()), result };
}
