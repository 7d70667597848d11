import { BELFRY } from "./promise-list/belfry.ts";
import { CHARTFACTOR } from "./promise-list/chartfactor.ts";
import { KAZAAR } from "./promise-list/kazaar.ts";
import { KEBOOLA } from "./promise-list/keboola.ts";

/** A promise, and all that it and its proof say, part by part, also what nothing proves yet. Names are kebab-case, unique in a promise. */
export interface SplitPromise {
  readonly says: string;
  readonly parts: Readonly<Record<string, string>>;
}

/** Promises by id, in the order of docs/promises.md. */
export type PromiseList = Readonly<Record<string, SplitPromise>>;

/** What Belfry promises. A test that attacks a part carries `[KZ-02/no-terms]` in its own title; several are fine, none is fine too. */
export const PROMISES: PromiseList = { ...KAZAAR, ...KEBOOLA, ...CHARTFACTOR, ...BELFRY };
