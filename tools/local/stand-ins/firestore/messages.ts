import * as vendor from "@google-cloud/firestore";

type FirestoreClient = InstanceType<typeof vendor.v1.FirestoreClient>;
/** google.firestore.v1.CommitRequest, as the vendor's package types it. */
export type CommitRequest = NonNullable<Parameters<FirestoreClient["commit"]>[0]>;
export type Write = NonNullable<CommitRequest["writes"]>[number];
export type Value = NonNullable<NonNullable<NonNullable<Write["update"]>["fields"]>[string]>;
export type FieldTransform = NonNullable<Write["updateTransforms"]>[number];

export interface CommitResponse {
  readonly writeResults?: readonly { readonly transformResults?: readonly Value[] | null }[] | null;
  readonly commitTime?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
}

interface Codec<Message> {
  decode(bytes: Uint8Array): Message;
  encode(message: Message): { finish(): Uint8Array };
}

/** The vendor's own message classes, so that nobody here can disagree with its client about a field. It exports them without a type. */
const { protos } = vendor as unknown as {
  protos: {
    google: { firestore: { v1: { CommitRequest: Codec<CommitRequest>; CommitResponse: Codec<CommitResponse> } } };
  };
};

export const commitRequest = protos.google.firestore.v1.CommitRequest;
export const commitResponse = protos.google.firestore.v1.CommitResponse;
