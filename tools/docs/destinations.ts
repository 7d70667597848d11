import type { DataClass } from "./register.ts";

export interface Destination {
  readonly node: string;
  readonly label: string;
  /** Classes of data that go there. */
  readonly classes: readonly DataClass[];
}

/** Where each word of the manifest's `uses` leads. `facts` is configuration: nothing flows. */
export const DESTINATIONS: Readonly<Record<string, Destination>> = {
  firestore: { node: "firestore", label: "Firestore", classes: ["brief", "conversation", "receipt", "audit"] },
  identity: { node: "identity", label: "Identity Platform", classes: ["account"] },
  vault: { node: "kms", label: "KMS, key ring tenants", classes: [] },
  model: { node: "model", label: "Model", classes: ["outgoing"] },
  opinion: { node: "inspection", label: "Sensitive Data Protection, where a client chose it", classes: ["inspected"] },
  seal: { node: "signing", label: "KMS, key ring audit", classes: ["audit"] },
  insight: { node: "firestore", label: "Firestore", classes: ["audit"] },
  exports: { node: "exports", label: "Bucket exports", classes: ["audit"] },
  attachments: { node: "attachments", label: "Bucket attachments", classes: ["brief"] },
};
