import { Problem } from "../../core/problem.ts";
import type { QueryDocumentSnapshot } from "./firestore.ts";

/** What of a list could be read, and the ids of what could not. */
export interface Legible<R> {
  readonly items: readonly R[];
  readonly damaged: readonly string[];
}

/**
 * Reads each document of a list: one that is damaged or was changed past Belfry must not hide the others, nor pass unnoticed.
 * @param read opens one; only `data-damaged` is kept apart, everything else it throws is the caller's.
 */
export function legible<T extends object, R>(
  docs: readonly QueryDocumentSnapshot<T>[],
  read: (doc: T, id: string) => R,
): Legible<R> {
  const items: R[] = [];
  const damaged: string[] = [];
  for (const doc of docs) {
    try {
      items.push(read(doc.data(), doc.id));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "data-damaged") throw error;
      damaged.push(doc.id);
    }
  }
  return { items, damaged };
}

/** A list's answer: `damaged` is there only when something is. */
export const listed = <R>({ items, damaged }: Legible<R>, nextPageToken?: string) => ({
  items: [...items],
  ...(damaged.length === 0 ? {} : { damaged: [...damaged] }),
  ...(nextPageToken === undefined ? {} : { nextPageToken }),
});
