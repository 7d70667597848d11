/**
 * What each word of the manifest's `uses` may open, stated a second time on purpose: terraform/uses.tf grants it, this table says
 * what was meant. A role widened there and not here is a violation. `scope` is what the role is granted on.
 */
export interface Grant {
  readonly scope: string;
  readonly role: string;
  /** Only where the variable `second_opinions` holds this. */
  readonly ifChosen?: string;
}

export const GRANTS_OF_USE: Readonly<Record<string, readonly Grant[]>> = {
  firestore: [{ scope: "project if database belfry", role: "roles/datastore.user" }],
  identity: [{ scope: "project", role: "roles/belfryIdentityReader" }],
  vault: [{ scope: "key ring tenants", role: "roles/cloudkms.cryptoKeyEncrypterDecrypter" }],
  facts: [],
  model: [{ scope: "secret model-api-key", role: "roles/secretmanager.secretAccessor" }],
  opinion: [{ scope: "project", role: "roles/belfryInspector", ifChosen: "sensitive-data-protection" }],
  seal: [
    { scope: "key ring audit", role: "roles/cloudkms.signerVerifier" },
    { scope: "project", role: "roles/logging.logWriter" },
  ],
  insight: [{ scope: "project if database belfry", role: "roles/datastore.viewer" }],
  exports: [{ scope: "bucket exports", role: "roles/storage.objectUser" }],
  attachments: [{ scope: "bucket attachments", role: "roles/storage.objectUser" }],
};

/** Environment variables, by use. `""` is what every function gets. */
export const ENVIRONMENT_OF_USE: Readonly<Record<string, readonly string[]>> = {
  "": ["NODE_ENV", "BELFRY_MODE", "BELFRY_REGION", "GOOGLE_CLOUD_PROJECT"],
  firestore: ["FIRESTORE_DATABASE"],
  identity: ["IDENTITY_PROJECT", "BELFRY_ORIGINS"],
  vault: ["KMS_KEY_RING"],
  facts: ["MODEL_PROVIDER", "MODEL_HOST", "MODEL_REGION", "MODEL_NAME"],
  model: ["MODEL_PROVIDER", "MODEL_HOST", "MODEL_REGION", "MODEL_NAME", "OPENAI_API_KEY_FILE"],
  opinion: ["SECOND_OPINIONS"],
  seal: ["CHECKPOINT_KEY", "CHECKPOINT_LOG"],
  insight: ["FIRESTORE_DATABASE"],
  exports: ["EXPORTS_BUCKET"],
  attachments: ["ATTACHMENTS_BUCKET"],
};
