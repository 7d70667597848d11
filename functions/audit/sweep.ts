import type { Sweeping, Swept } from "../platform/sweep.ts";
import { placeEvents } from "./seal/sequence.ts";

/** Events that wait get their place in the trail. */
export async function sweep({ store }: Sweeping): Promise<Swept> {
  await placeEvents(store);
  return { orphans: 0, expired: 0 };
}
