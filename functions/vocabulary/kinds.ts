/**
 * What a capability's vocabulary file may say. Everything that the product derives from it (permissions, the audit event's schema,
 * document paths, expiry here and in Firestore, the sweeper, the rules test, the contract) reads these words and no list of its own.
 */

/** Roles of a member (the README says what each is for). `operator` is platform staff and has nothing without a break-glass grant. */
export const ROLES = ["viewer", "editor", "admin", "auditor", "reviewer", "operator"] as const;
export type Role = (typeof ROLES)[number];

/** The OCSF activity of an operation. */
export type ActivityKind = "create" | "read" | "update" | "delete";

/**
 * How long documents are kept. A class that `expires` obliges each of its documents to carry `expireAt`: reads hide it from then on, the
 * sweeper deletes it, and Firestore's own TTL is the net below.
 */
export const RETENTION = {
  "organisation's life": { expires: false, says: "as long as the organisation is a client" },
  "until deleted": { expires: false, says: "until somebody of the organisation deletes it" },
  conversation: { expires: true, says: "the organisation's retention.conversationDays, 30 by default" },
  receipt: { expires: true, says: "the organisation's retention.receiptDays, 365 by default" },
  working: { expires: true, says: "1 to 2 days: a working record" },
  export: { expires: true, says: "7 days" },
  usage: { expires: true, says: "400 days: 13 months of comparison" },
  trail: { expires: false, says: "as long as the organisation's trail" },
} as const satisfies Readonly<Record<string, { readonly expires: boolean; readonly says: string }>>;
export type Retention = keyof typeof RETENTION;

/** What the erasure of a person does with documents. The erasure of a tenant destroys its key, which reaches every sealed field. */
export const ERASURE = {
  erase: "the person's documents are deleted",
  pseudonymise: "the document stays without the person",
  keep: "holds nothing of a person",
} as const;
export type Erasure = keyof typeof ERASURE;

export interface CollectionWords {
  /** Makes it a subcollection. */
  readonly parent?: string;
  readonly retention: Retention;
  readonly erasure: Erasure;
  /**
   * Who deletes what has expired: `jobs` without an event; the capability's own `sweep` verb, where the deletion is an event or takes other
   * documents with it; `with another`: those other documents. For classes that expire, and only for them.
   */
  readonly sweptBy?: "jobs" | "capability" | "with another";
}

export interface Vocabulary {
  /** Each is a route's `operationId`, its audit event's `api.operation` and its row of the permission matrix. */
  readonly operations: Readonly<Record<string, ActivityKind>>;
  /** What the system itself records, outside any route's own event. */
  readonly system: Readonly<Record<string, ActivityKind>>;
  /** Deny by default: a role that is not named is refused. */
  readonly permissions: Readonly<Record<string, readonly Role[]>>;
  /** Types of resources that an event may name. */
  readonly resources: readonly string[];
  /** Closed lists of words that an event's facts may hold, by fact. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  readonly collections: Readonly<Record<string, CollectionWords>>;
  /** Verbs that its `index.ts` exports for the platform's jobs. */
  readonly verbs?: readonly "sweep"[];
}
