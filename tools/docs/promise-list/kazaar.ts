/** The Kazaar platform questions (the system being built), by part. */
export const KAZAAR = {
  "KZ-01": {
    says: "The assistant is optional: a brief can be written, submitted and tracked by hand, with no AI processing at all.",
    parts: {
      write: "a brief is written and changed by hand, every field kept as it was typed",
      submit: "it is submitted and withdrawn by hand",
      track: "it is found again by hand: read, listed, filtered by status",
      "no-connection": "the whole manual flow makes no connection to a model",
    },
  },
  "KZ-02": {
    says: "Text leaves for a model only when this user chose the assistant now and the organisation has accepted the current AI terms.",
    parts: {
      "no-terms": "refused while the organisation never accepted the terms: nothing leaves",
      "old-terms": "refused while what it accepted isn't current: nothing leaves",
      withdrawn: "refused once it withdrew, even between the check and the sending: nothing leaves",
      "user-off": "refused while this user has not chosen the assistant: nothing leaves",
      "project-off": "refused while the project is off: nothing leaves",
      "own-choice": "no colleague's choice and no other project's counts for this one",
    },
  },
  "KZ-03": {
    says: "Only what the user typed in the chat is transmitted. Never, on our own initiative: e-mail addresses or contact data, artwork or visual assets, internal documents (quotes, purchase orders, delivery notes), attached files, transactional data, credentials or tokens.",
    parts: {
      "only-typed":
        "a request's input is what was typed: no id of a client, user, project, brief or conversation beside it",
      "contact-data": "no e-mail address or contact of a brief leaves",
      "brief-fields": "no other text of a brief, and no reason given for a decision, leaves",
      "visual-assets": "no artwork or visual asset leaves",
      "internal-documents": "no quote, purchase order or delivery note leaves",
      "attached-files": "no attached file leaves",
      "transactional-data": "no order or other transaction leaves",
      credentials: "no credential or token of the caller or the platform leaves in the text",
    },
  },
  "KZ-04": {
    says: "Nothing sent is used for training: only business API endpoints, storage at the provider switched off on every call.",
    parts: {
      "store-off": "every recorded request says that nothing may be stored",
      "nothing-stateful": "no request uses a feature that stores: files, threads, hosted tools",
      "every-provider": "so on every provider's adapter, moderation included, by that provider's own switch",
      "business-endpoints": "only business API endpoints can be configured",
    },
  },
  "KZ-05": {
    says: "Retention at the provider is at most 30 days; zero data retention where the organisation has it. The product shows which applies.",
    parts: {
      "at-most-30-days": "a provider that keeps longer can't be configured",
      "zero-retention": "zero data retention is recorded where the organisation has it",
      shown: "the transparency endpoint states per provider which applies",
      "honest-wording": "it names abuse logs and legal holds",
    },
  },
  "KZ-06": {
    says: "In transit TLS ≥ 1.2 (1.3 preferred); at rest AES-256.",
    parts: {
      "tls-door": "the public door speaks TLS 1.2 or newer and nothing in clear",
      "tls-1-3": "1.3 is chosen by every client that has it",
      "tls-inside": "connections to database, keys and model are under TLS 1.2 or newer too",
      "at-rest":
        "every store in the plan is encrypted under a platform key, in an HSM, that one service agent alone may use",
      cipher: "what seals fields, and what those keys are for, is AES-256",
      "sealed-briefs": "a raw dump holds no word of a brief's text",
      "sealed-chats": "a raw dump holds no word of a message, answer, receipt or proposal",
      "sealed-rest": "nor of any other sealed field: reasons, names, e-mail addresses of members",
      "key-failure": "nothing is written in clear when the key service fails or lies",
    },
  },
  "KZ-07": {
    says: "Sub-processors are listed, with location and purpose, versioned.",
    parts: {
      listed: "every sub-processor is in the register with location and purpose",
      versioned: "each change of the register has a version and was announced, and consent names the version",
      endpoint: "the register is an endpoint",
      "unlisted-host": "a host that the register doesn't have can't be configured, and the firewall doesn't open to it",
    },
  },
  "KZ-08": {
    says: "A client can disable AI; unused means no AI-related processing.",
    parts: {
      "organisation-off": "disabled for the organisation: zero connections",
      "project-off": "disabled for a project: zero connections",
      "user-off": "disabled for a user: zero connections",
      "off-when-down": "all three can be switched off while the key service is down",
      unused: "a workspace that doesn't use the assistant: zero connections",
    },
  },
  "KZ-09": {
    says: "Choice of provider, and bring-your-own model on the client's infrastructure.",
    parts: {
      choice: "a client chooses its provider",
      "own-model": "a client's own model on its infrastructure can be used",
      "same-suite": "the same chat suite passes on every adapter",
      "default-silent": "the default vendor gets zero requests of a client with its own model",
    },
  },
  "KZ-10": {
    says: "Strict isolation. Never shared across clients: order history and volume, product specifications and catalogue, negotiated prices and terms, accounts and activity logs, workflow configuration. Only aggregated, de-identified insight may cross, and can't be traced to a client.",
    parts: {
      "every-route": "the matrix of routes and roles misses no operation of the product",
      briefs: "no route shows another client's briefs: specifications, volumes, deliveries",
      chats: "nor its conversations, receipts and proposals",
      "activity-logs": "nor its trail and exports",
      configuration: "nor its consent and the projects that it is configured for",
      accounts: "nor its accounts",
      "orders-and-prices": "nor its order history, catalogue, negotiated prices and terms",
      "security-rules": "the database itself opens nothing to another client's token or to none",
      "tenant-claim": "a token without a tenant, with a malformed one or one that isn't its user's reaches nothing",
      "small-groups": "no cross-client number comes from fewer clients than the threshold",
      noise: "every cross-client number has noise, and can't be traced to a client",
    },
  },
  "KZ-11": {
    says: "No benchmarking on identifiable data, no resale.",
    parts: {
      "one-reader": "only the named jobs go from client to client; no request does",
      "no-benchmarking": "that reader publishes nothing that identifies a client",
      "no-resale": "nothing of a client is handed to a third party other than a listed sub-processor",
    },
  },
  "KZ-12": {
    says: "Logical workspace isolation per client, role-based access, full audit trail of data access (reads too).",
    parts: {
      isolation: "every route × role: another client sees nothing",
      "own-key": "each client's content is under a key of its own",
      roles: "every route × role is decided as listed, and a route without a permission doesn't compile",
      "rules-roles": "every path × role × verb of the database is decided as listed",
      projects: "inside a client, a member sees the briefs of their own projects only",
      "ended-access": "a disabled member, an ended session and a suspended client are out at the next request",
      "least-privilege":
        "in the cloud project nobody and no function holds more than it needs, and no door is open beside the product's",
      "reads-audited":
        "each data-reading route leaves an event, refusals too; what apps listen to in the database (statuses, no content) does not, and the README says so",
      "past-the-product": "reads past the product (database, keys, secrets) are in the cloud's own audit log",
    },
  },
  "KZ-13": {
    says: "Hosted on GCP in Belgium (europe-west1).",
    parts: {
      resources: "every planned resource is in europe-west1 or is a listed exception with its reason",
      values: "no value names another place: a destination, an image, a key, a secret's replica",
      logs: "logs stay in Belgium, Google's default ones included",
      "region-fixed": "another region can't be configured, and the organisation's guard-rail allows none",
      runtime: "a function starts in Belgium and refuses another region",
      builds: "builds run in our own pool in Belgium",
      gate: "a plan meets the policies before anyone is asked, and again before it is applied",
    },
  },
  "KZ-14": {
    says: "GDPR: access, portability, rectification, erasure; DPA recorded per client.",
    parts: {
      access: "a subject's request for access, end to end",
      portability: "for portability",
      rectification: "for rectification",
      erasure: "for erasure, with a signed certificate",
      dpa: "the data processing agreement is recorded per client",
    },
  },
  "KZ-15": {
    says: "Every user action is logged; the client can retrieve the trail on request.",
    parts: {
      "every-action": "every operation × role leaves its event, allowed or refused",
      actor: "an event without who did it doesn't compile (`npm run types` is the judge)",
      "with-the-write": "a write and its event are there together, also after a failure of storage",
      complete: "the trail has no gap, no double and no renumbering, however parallel it is written",
      retrieve: "the client lists the trail by action, actor and time",
      export: "the client exports it as it was when asked for",
      "re-verified": "an export is verified again by the stand-alone verifier",
    },
  },
} as const;
