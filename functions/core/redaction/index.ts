/**
 * The redaction engine's public face: one detector of personal data and secrets, two uses.
 * Outgoing text gets reversible placeholders; log text is reduced irreversibly. Both fail closed.
 */
export {};
