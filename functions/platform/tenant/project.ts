import { z } from "zod";
import type { ProjectId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import { collection } from "../store/collection.ts";
import { notFound, type TenantStore, type Transaction } from "../store/firestore.ts";
import { Sealed } from "../vault/vault.ts";
import { type Caller, worksIn } from "./admit.ts";

export const ProjectDoc = z.strictObject({
  status: z.enum(["active", "archived"]),
  name: Sealed.nullable().default(null),
});
export type ProjectDoc = z.infer<typeof ProjectDoc>;
export const projects = collection("projects", ProjectDoc);

interface Asking {
  readonly store: TenantStore;
  readonly caller: Caller;
}

/** A project of the tenant, whatever its status. Read before any write of the transaction. @throws Problem `not-found`. */
export async function readProject(tx: Transaction, { store }: Asking, projectId: ProjectId): Promise<ProjectDoc> {
  const project = (await tx.get(store.doc(projects, projectId))).data();
  if (project === undefined) throw notFound();
  return project;
}

/**
 * An active project that the caller works in. Read before any write of the transaction.
 * @throws Problem `not-found` for another's project or none, `conflict` for an archived one.
 */
export async function requireProject(tx: Transaction, asking: Asking, projectId: ProjectId): Promise<void> {
  if (!worksIn(asking.caller, projectId)) throw notFound();
  const { status } = await readProject(tx, asking, projectId);
  if (status !== "active") throw archived();
}

export const archived = (): Problem =>
  new Problem("conflict", { detail: "This project is archived. Choose an active one." });
