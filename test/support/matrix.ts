import type { Operation } from "../../functions/vocabulary/index.ts";
import type { Row } from "./row.ts";
import type { Tenant } from "./stack.ts";

interface AnyMatrix {
  readonly make: (tenant: Tenant) => Promise<Things>;
  readonly rows: Readonly<Record<string, Row<Things>>>;
}

declare global {
  interface ImportMeta {
    /** Vite's: every module that matches, loaded. */
    glob<T>(pattern: string, options: { eager: true }): Record<string, T>;
  }
}

/** Every capability's rows: the files test/<capability>/matrix.ts. */
const FOUND = import.meta.glob<{ matrix: AnyMatrix }>("../*/matrix.ts", { eager: true });
const MATRICES = Object.values(FOUND).map(({ matrix }) => matrix);
export const MATRIX: Readonly<Record<string, Row<Things>>> = Object.assign({}, ...MATRICES.map(({ rows }) => rows));

/** One of everything, under the names that the capabilities gave them. */
export interface Things {
  readonly [name: string]: string;
}

/** The row of an operation. @throws Error when no capability has one. */
export function rowOf(operation: Operation): Row<Things> {
  const row = MATRIX[operation];
  if (row === undefined) throw new Error(`no test/<capability>/matrix.ts has a row for ${operation}`);
  return row;
}

/** The made thing of that name. @throws Error when no capability makes one. */
export function thing(things: Things, name: string): string {
  const found = things[name];
  if (found === undefined) throw new Error(`no capability makes a ${name}`);
  return found;
}

export async function makeThings(tenant: Tenant): Promise<Things> {
  const made: Things[] = [];
  for (const { make } of MATRICES) made.push(await make(tenant));
  return Object.assign({}, ...made);
}
