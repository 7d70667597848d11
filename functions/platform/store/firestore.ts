import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldPath,
  FieldValue,
  Firestore,
  type FirestoreDataConverter,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
  type Transaction,
  type WriteBatch,
} from "@google-cloud/firestore";
import { TenantId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import type { Collection } from "./collection.ts";

export type { DocumentReference, DocumentSnapshot, Query, QueryDocumentSnapshot, Transaction, WriteBatch };
export { FieldPath, FieldValue, Firestore, Timestamp };

/** Documents to read together, by name. */
export type Refs = Readonly<Record<string, DocumentReference<object>>>;
/** What was read, under the same names. */
export type Snapshots<R extends Refs> = {
  readonly [Name in keyof R]: R[Name] extends DocumentReference<infer T extends object> ? DocumentSnapshot<T> : never;
};
type AllSnapshots<Plans extends readonly Refs[]> = { readonly [I in keyof Plans]: Snapshots<Plans[I]> };

const DEADLINE_MS = 8_000;

export function openFirestore(options: { projectId: string; databaseId: string; tracerProvider?: unknown }): Firestore {
  const { projectId, databaseId, tracerProvider } = options;
  return new Firestore({
    projectId,
    databaseId,
    ...(tracerProvider === undefined ? {} : { openTelemetry: { tracerProvider } }),
  });
}

/**
 * One tenant's documents: the tenant wall of the functions, since the Admin client bypasses the security rules. Every path
 * is built here and begins with the tenant id given to the constructor.
 */
export class TenantStore {
  readonly tenantId: TenantId;
  readonly #db: Firestore;

  constructor(db: Firestore, tenantId: TenantId) {
    this.#db = db;
    this.tenantId = tenantId;
  }

  /** The document that everything of the tenant lies below. It holds nothing: it says that there is one. */
  root(): DocumentReference {
    return this.#db.doc(`tenants/${this.tenantId}`);
  }

  doc<T extends object>(
    kind: Collection<T>,
    ...ids: readonly [string] | readonly [string, string]
  ): DocumentReference<T> {
    const [first, second] = ids;
    for (const id of ids) if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(id)) throw notFound();
    const path = second === undefined ? `${kind.name}/${first}` : `${kind.parent}/${first}/${kind.name}/${second}`;
    return this.#db.doc(`tenants/${this.tenantId}/${path}`).withConverter(converter(kind));
  }

  query<T extends object>(kind: Collection<T>, parentId?: string): Query<T> {
    const path = parentId === undefined ? kind.name : `${kind.parent}/${this.#segment(parentId)}/${kind.name}`;
    return this.#db.collection(`tenants/${this.tenantId}/${path}`).withConverter(converter(kind));
  }

  #segment(id: string): string {
    if (id.includes("/")) throw notFound();
    return id;
  }

  /** One batched read of any number of plans; each is answered under its own names. */
  async getNamed<const Plans extends readonly Refs[]>(...plans: Plans): Promise<AllSnapshots<Plans>> {
    const refs = plans.flatMap((plan) => Object.values(plan));
    const found = refs.length === 0 ? [] : await bounded(this.#db.getAll(...refs));
    let next = 0;
    const named = plans.map((plan) => Object.fromEntries(Object.keys(plan).map((name) => [name, found[next++]])));
    // getAll answers in the order of the references, each through its own converter.
    return named as AllSnapshots<Plans>;
  }

  get<T extends object>(ref: DocumentReference<T>): Promise<DocumentSnapshot<T>> {
    return bounded(ref.get());
  }

  async list<T extends object>(query: Query<T>): Promise<QueryDocumentSnapshot<T>[]> {
    return (await bounded(query.get())).docs;
  }

  /** How many documents match, without reading them. */
  async count<T extends object>(query: Query<T>): Promise<number> {
    return (await bounded(query.count().get())).data().count;
  }

  /** Serializable transaction, at most 5 attempts. `work` may run more than once: no side effects but on `tx`. */
  transact<R>(work: (tx: Transaction) => Promise<R>): Promise<R> {
    return bounded(this.#db.runTransaction(work, { maxAttempts: 5 }));
  }

  /** A batch for blind writes and writes with preconditions: one round trip, all or nothing. */
  batch(): WriteBatch {
    return this.#db.batch();
  }

  commit(batch: WriteBatch): Promise<{ writeTime: Timestamp }[]> {
    return bounded(batch.commit());
  }

  /** Calls `changed` whenever the document changes after the first answer. Returns the function that stops listening. */
  watch<T extends object>(
    ref: DocumentReference<T>,
    changed: (data: T | undefined) => void,
    failed: () => void,
  ): () => void {
    return ref.onSnapshot((snapshot) => changed(snapshot.data()), failed);
  }
}

/** Tenants by id, for the platform's own jobs only (the architecture test allows `jobs/` and nothing else). */
export async function listTenantIds(db: Firestore): Promise<TenantId[]> {
  const refs = await bounded(db.collection("tenants").listDocuments());
  return refs.map((ref) => TenantId.parse(ref.id));
}

/** The same answer for an absent document and for a foreign tenant's. */
export function notFound(): Problem {
  return new Problem("not-found", { detail: "There is nothing here that you may see." });
}

/** gRPC codes that `create` and preconditions answer with; the caller decides what they mean. */
export const isAlreadyExists = (error: unknown): boolean => grpcCode(error) === 6;
export const isStale = (error: unknown): boolean => grpcCode(error) === 9 || grpcCode(error) === 5;

function grpcCode(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

/** Bounds one storage call and wraps the vendor's outage errors once; preconditions and our own problems pass through. */
async function bounded<R>(work: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error("storage deadline"))), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } catch (error) {
    const code = grpcCode(error);
    // 3: our own mistake, such as a document over 1 MiB; trying again would never help.
    if (code === undefined || [3, 5, 6, 9].includes(code)) throw error;
    throw unavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem("storage-unavailable", {
    detail: "Nothing was acknowledged. Try again with the same Idempotency-Key.",
    cause,
  });
}

function converter<T extends object>(kind: Collection<T>): FirestoreDataConverter<T> {
  return {
    // Writers are typed by T already; Dates become Timestamps in the client.
    toFirestore: (data: object) => data,
    fromFirestore: (snapshot) => {
      const parsed = kind.schema.safeParse(plain(snapshot.data()));
      // The schema's findings could quote what is stored: only that there are some is told.
      if (!parsed.success) throw damaged(new Error(`a document of ${kind.name} does not fit its schema`));
      return parsed.data;
    },
  };
}

/** What is stored is not what was stored. Trying again never helps, and an operator must look. */
export function damaged(cause?: unknown): Problem {
  return new Problem("data-damaged", {
    detail:
      "What is stored here is damaged or was changed past Belfry, and was not opened. Tell your administrator the request id.",
    cause,
  });
}

/** Timestamps → Dates, byte strings stay Buffers. */
function plain(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (value === null || typeof value !== "object" || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
