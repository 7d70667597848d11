/** Keboola's KAI, an assistant inside a data platform, by part. */
export const KEBOOLA = {
  "KB-01": {
    says: "Processing stays in the deployment's region; no data crosses regional boundaries. Per tenant an allow-list of provider, host and region; fallback never leaves it.",
    parts: {
      "in-region": "whatever processes or stores is planned in the deployment's region",
      network: "functions have no way out but to registered hosts, from the model's subnet alone",
      "configured-host": "a host or region that isn't registered for the deployment is refused when configured",
      "connected-host": "and refused again when connecting",
      "no-redirect": "no variable can point a production function at another endpoint",
      "tenant-list": "each client has its own allow-list of provider, host and region",
      fallback: "fallback never leaves that list",
    },
  },
  "KB-02": {
    says: "More than one provider behind one interface (OpenAI, Anthropic, Azure OpenAI).",
    parts: {
      openai: "OpenAI passes the shared adapter suite",
      anthropic: "Anthropic passes it",
      "azure-openai": "Azure OpenAI passes it",
    },
  },
  "KB-03": {
    says: "Personal data (names, e-mails, phones, other identifiers) is removed before anything reaches logs or monitoring (an anonymising span processor).",
    parts: {
      logs: "personal data sent to every route, failing too, is in no log line",
      spans: "nor in an exported span: name, attributes, events, status, exceptions",
      "edge-logs": "nor in the logs of the load balancer",
      "one-writer": "nothing is logged but through the one writer that redacts",
      "fails-closed": "what the engine can't vouch for is replaced whole",
      "labelled-corpus": "no labelled value of a corpus survives in a log line",
    },
  },
  "KB-04": {
    says: "Secrets (passwords, tokens, keys) never appear in conversations, logs or telemetry.",
    parts: {
      model: "no secret that was typed leaves for a model",
      conversations: "none is in a conversation, as stored or as shown",
      proposals: "none is restored into a proposed brief",
      logs: "none is in a log line",
      spans: "none is in an exported span",
      "own-keys": "the platform's own keys are in no environment variable, configuration or error",
    },
  },
  "KB-05": {
    says: "Tabular previews (CSV) are sanitised before logging: column names at most, no values.",
    parts: {
      "column-names": "of a pasted table only column names and the number of rows are logged",
      "through-chat": "a table sent through every route that takes text leaves no value in a log",
    },
  },
  "KB-06": {
    says: "Conversations are deleted automatically: 7 or 30 days by provider profile; configurable. Reads hide what has expired at once.",
    parts: {
      deleted: "what has expired is deleted with its turns and bodies, and nothing else",
      "by-the-database": "the database deletes it too, should the sweeper not",
      "hidden-at-once": "no read returns what has expired",
      "not-exported": "no export holds what has expired",
      "by-profile": "7 or 30 days, by the provider's profile",
      configurable: "the period can be configured",
    },
  },
  "KB-07": {
    says: "A user can delete their own conversations at any time; an administrator can for the project.",
    parts: {
      own: "a user deletes their own conversation, turns and bodies with it",
      administrator: "an administrator deletes one of the project",
      "no-remnant": "afterwards the raw database holds no remnant",
    },
  },
  "KB-08": {
    says: "Audit retention 90 days by default, configurable; pruning keeps the rest verifiable.",
    parts: {
      default: "90 days by default",
      configurable: "configurable",
      verifiable: "what is left after pruning verifies",
    },
  },
  "KB-09": {
    says: "Stored: prompts, sanitised answers, metadata, security signals. Not stored: raw table data, credentials, personal data from conversations in clear.",
    parts: {
      "stored-kinds": "prompts, sanitised answers, metadata and security signals are stored, and no other kind",
      tables: "a raw dump holds no data of a table that was pasted",
      credentials: "nor a credential",
      "personal-data": "nor personal data from conversations",
      "guessable-hashes": "nor a hash in clear from which a short text could be guessed",
    },
  },
  "KB-10": {
    says: "Opt-in: off until enabled for the organisation and the project.",
    parts: {
      organisation: "off until the organisation enables it",
      project: "off until it is enabled for the project",
    },
  },
  "KB-11": {
    says: "Reading tools need no approval; anything that creates, changes, runs or deletes needs the user's explicit approval, and can be cancelled before it applies.",
    parts: {
      reading: "reading tools need no approval",
      creating: "nothing is created before the user approves it",
      changing: "the same for what changes, runs or deletes",
      cancelled: "it can be cancelled before it applies, and stays so",
      replayed: "a replayed approval is refused",
      altered: "an approval of something other than was shown is refused",
      expired: "an expired one is refused",
      foreign: "another user's is refused",
      doubled: "of parallel ones exactly one applies",
    },
  },
  "KB-12": {
    says: "Existing sign-in (OIDC), no separate password, MFA through the identity provider; administrators' sensitive actions demand a recent second factor.",
    parts: {
      "token-matrix": "only an intact, current token of the organisation's sign-in is accepted, on every route",
      "no-password": "there is no separate password",
      "second-factor": "sign-in offers a second factor, admits nobody unasked and nobody anonymous",
      "recent-factor": "an administrator's sensitive actions demand a recent second factor",
    },
  },
  "KB-13": {
    says: "The assistant sees only projects its user may see, with the user's own rights.",
    parts: {
      "own-projects": "no conversation in a project that the user may not see",
      "own-rights": "the assistant can do nothing that its user may not",
      injected: "so with a model that obeys injected instructions",
    },
  },
  "KB-14": {
    says: "Rate limits per user; administrators set them; usage visible across the organisation.",
    parts: {
      "per-user": "each user has a limit, which another user's requests don't use up",
      exact: "at the limit − 1, of 100 parallel requests exactly one passes",
      answer: "beyond it the answer is 429 with RateLimit headers",
      administrator: "administrators set it",
      usage: "usage is visible across the organisation",
    },
  },
  "KB-15": {
    says: "Content policy enforcement, anomaly detection, security alerts.",
    parts: {
      "content-policy": "a corpus of what the content policy forbids is refused",
      anomalies: "seeded anomalies raise the alert",
      "ordinary-days": "ordinary days don't",
      alerts: "an alert is planned for each thing that must be watched",
    },
  },
  "KB-16": {
    says: "Flagged content is held apart for security review only, time-limited, never used for training.",
    parts: {
      "held-apart": "flagged content is held apart",
      "reviewer-only": "only the reviewer role reads it",
      "reads-audited": "each read of it is audited",
      expires: "it expires",
      "no-training": "it is never used for training",
    },
  },
  "KB-17": {
    says: "Controls. User: opt in and out, delete conversations. Admin: enable per project, usage, rate limits, retention.",
    parts: {
      opt: "a user's opting in and out has a route, a console page and an audit event",
      delete: "so has deleting conversations",
      projects: "so has an administrator's enabling per project",
      usage: "so has usage",
      "rate-limits": "so have rate limits",
      retention: "so has retention",
    },
  },
  "KB-18": {
    says: "Regulated clients: longer audit retention, own DPA, evidence on request.",
    parts: {
      retention: "a longer retention of the trail",
      dpa: "a data processing agreement of the client's own",
      evidence: "evidence on request: the bundle's endpoint",
    },
  },
} as const;
