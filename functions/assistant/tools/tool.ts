import type { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import type { Resource } from "../../core/event.ts";
import type { BriefId, ProjectId } from "../../core/ids.ts";
import type { Call } from "../../platform/http/route.ts";
import type { Transaction } from "../../platform/store/firestore.ts";
import type { Keyring } from "../../platform/vault/vault.ts";
import type { EntityType } from "../../redaction/index.ts";
import type { Permission } from "../../vocabulary/index.ts";

/** Where an approved call is applied: in the transaction of the approval, with the approver's own rights. */
export interface Applying {
  readonly tx: Transaction;
  readonly keys: Keyring;
  readonly call: Pick<Call, "store" | "caller" | "now" | "audit">;
  readonly projectId: ProjectId;
  /** The approval's idempotency record, where it has one. */
  readonly recordId: string | null;
  /** A new id for each prefix, the same one however often the transaction runs. */
  readonly freshId: (prefix: string) => string;
}

/** What an approved call did. */
export interface Applied {
  /** The brief that it made or changed. */
  readonly briefId: BriefId;
  /** What the user is shown as the result. */
  readonly result: Json;
  readonly resources: readonly Resource[];
}

/** What the model may ask for. It knows no turn and no provider. */
export interface Tool<Arguments extends object = object> {
  readonly name: string;
  /** For the model. Static, as is the schema: structured-output schemas are outside the provider's EU residency, so no tenant's data is in one. */
  readonly description: string;
  /** Parses what the model wrote, values restored; its JSON schema is generated from it. */
  readonly schema: z.ZodType<Arguments>;
  /** What the user who approves must hold at that moment. */
  readonly permission: Permission;
  /** Whatever creates, changes or deletes waits for the user (KB-11). */
  readonly approval: "required";
  /** Types of values that come back to life in the arguments; all others stay placeholders, however the model was talked into copying them. */
  readonly restores: readonly EntityType[];
  /** What a schema can't say of the arguments: it needs the clock, or catalogues. */
  fits(args: Arguments, now: Date): boolean;
  /** Applies what was approved and appends its event, in the given transaction. Reads before it writes; may run more than once. */
  run(applying: Applying, args: Arguments): Promise<Applied>;
}
