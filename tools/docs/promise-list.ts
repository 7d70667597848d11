/** What Belfry promises, by id. A test that proves one carries the id in its name. */
export const PROMISES = {
  "KZ-01":
    "The assistant is optional: a brief can be written, submitted and tracked by hand, with no AI processing at all.",
  "KZ-02":
    "Text leaves for a model only when this user chose the assistant now and the organisation has accepted the current AI terms.",
  "KZ-03":
    "Only what the user typed in the chat is transmitted. Never, on our own initiative: e-mail addresses or contact data, artwork or visual assets, internal documents (quotes, purchase orders, delivery notes), attached files, transactional data, credentials or tokens.",
  "KZ-04":
    "Nothing sent is used for training: only business API endpoints, storage at the provider switched off on every call.",
  "KZ-05":
    "Retention at the provider is at most 30 days; zero data retention where the organisation has it. The product shows which applies.",
  "KZ-06": "In transit TLS ≥ 1.2 (1.3 preferred); at rest AES-256.",
  "KZ-07": "Sub-processors are listed, with location and purpose, versioned.",
  "KZ-08": "A client can disable AI; unused means no AI-related processing.",
  "KZ-09": "Choice of provider, and bring-your-own model on the client's infrastructure.",
  "KZ-10":
    "Strict isolation. Never shared across clients: order history and volume, product specifications and catalogue, negotiated prices and terms, accounts and activity logs, workflow configuration. Only aggregated, de-identified insight may cross, and can't be traced to a client.",
  "KZ-11": "No benchmarking on identifiable data, no resale.",
  "KZ-12": "Logical workspace isolation per client, role-based access, full audit trail of data access (reads too).",
  "KZ-13": "Hosted on GCP in Belgium (europe-west1).",
  "KZ-14": "GDPR: access, portability, rectification, erasure; DPA recorded per client.",
  "KZ-15": "Every user action is logged; the client can retrieve the trail on request.",
  "KB-01":
    "Processing stays in the deployment's region; no data crosses regional boundaries. Per tenant an allow-list of provider, host and region; fallback never leaves it.",
  "KB-02": "More than one provider behind one interface (OpenAI, Anthropic, Azure OpenAI).",
  "KB-03":
    "Personal data (names, e-mails, phones, other identifiers) is removed before anything reaches logs or monitoring (an anonymising span processor).",
  "KB-04": "Secrets (passwords, tokens, keys) never appear in conversations, logs or telemetry.",
  "KB-05": "Tabular previews (CSV) are sanitised before logging: column names at most, no values.",
  "KB-06":
    "Conversations are deleted automatically: 7 or 30 days by provider profile; configurable. Reads hide what has expired at once.",
  "KB-07": "A user can delete their own conversations at any time; an administrator can for the project.",
  "KB-08": "Audit retention 90 days by default, configurable; pruning keeps the rest verifiable.",
  "KB-09":
    "Stored: prompts, sanitised answers, metadata, security signals. Not stored: raw table data, credentials, personal data from conversations in clear.",
  "KB-10": "Opt-in: off until enabled for the organisation and the project.",
  "KB-11":
    "Reading tools need no approval; anything that creates, changes, runs or deletes needs the user's explicit approval, and can be cancelled before it applies.",
  "KB-12":
    "Existing sign-in (OIDC), no separate password, MFA through the identity provider; administrators' sensitive actions demand a recent second factor.",
  "KB-13": "The assistant sees only projects its user may see, with the user's own rights.",
  "KB-14": "Rate limits per user; administrators set them; usage visible across the organisation.",
  "KB-15": "Content policy enforcement, anomaly detection, security alerts.",
  "KB-16": "Flagged content is held apart for security review only, time-limited, never used for training.",
  "KB-17":
    "Controls. User: opt in and out, delete conversations. Admin: enable per project, usage, rate limits, retention.",
  "KB-18": "Regulated clients: longer audit retention, own DPA, evidence on request.",
  "CF-01":
    "If structure is sent at all, it is schema metadata (names and types). Off by default; a workspace may allow it.",
  "CF-02":
    "If numbers are sent at all, they are aggregates that reveal no person or transaction (minimum group size). Off by default.",
  "CF-03": "Everything to the model goes over HTTPS.",
  "CF-04": 'A user can inspect the data flow: the browser\'s Network tab filtered by "assistant" shows it.',
  "CF-05": "Data-flow documentation is current, with diagrams.",
  "BF-01":
    "Typed egress. The model adapter accepts only values that passed the egress gate; anything else doesn't compile.",
  "BF-02":
    "Receipts. The exact bytes handed to the socket are hashed, sealed, stored before they leave, and shown to the user.",
  "BF-03":
    "Preview bound to send. See the redacted text first; sending with the preview's hash fails if anything differs.",
  "BF-04":
    "Reversible redaction that fails closed, restored in the streamed answer across any chunk boundary; placeholders of another conversation never resolve.",
  "BF-05":
    "Consent pinned to facts: terms text, provider, host, region, sub-processor list. Any change suspends AI until re-accepted.",
  "BF-06": "Withdrawal stops streams in flight, within 2 s.",
  "BF-07":
    "Tamper-evident audit: Merkle tree per tenant, checkpoints signed by a KMS key, exported with proofs, verified offline by a stand-alone command. Content-free: titles and text can't enter an event.",
  "BF-08":
    "Erasure certificate: signed, counted by re-query, lists what remains elsewhere and until when. Tenant erasure destroys the tenant's key.",
  "BF-09": "Zero-AI attestation: signed proof that a workspace sent nothing to any model in a period.",
  "BF-10":
    "Bring your own means your own: no request, moderation included, to anyone else; private addresses, redirects and rebinding refused.",
  "BF-11": "Visible break-glass: staff access needs a reason, expires, and shows in the client's own trail.",
  "BF-12":
    "Honest residency page: what stays in Belgium, what doesn't (sign-in, model), generated from the configuration.",
  "BF-13": "Insight with a privacy budget: k-anonymous and differentially private, or suppressed.",
} as const satisfies Readonly<Record<string, string>>;
