import { sha256Hex } from "../core/canonical.ts";
import type { Language } from "../platform/http/language.ts";
import { PREVAILS, TRANSLATED_TERMS } from "./terms-in.ts";

/** The AI terms by version, as Markdown. A published version never changes: acceptances are pinned to its hash. */
const V1 = `# Belfry AI terms, version 2026-11-01

These terms cover the optional assistant. Everything in Belfry works without it.

1. **What is sent.** Only what a user types in the assistant's chat, and the assistant's own earlier answers in that conversation. Personal
   data and secrets that are recognised are replaced by placeholders before anything leaves. Briefs, contacts, files, prices and
   other records are never sent on Belfry's own initiative.
2. **To whom.** To the model provider, host and region named in the facts that you accept. A change of any of them, of these terms or of
   the list of sub-processors suspends the assistant until your organisation accepts again.
3. **What the provider does with it.** It answers. Storage at the provider is switched off on every call and nothing is used for training.
   The provider may keep abuse-monitoring logs for at most 30 days, unless your organisation has zero data retention, and longer where
   the law obliges it to.
4. **Where.** Belfry itself runs in Belgium (europe-west1). The model runs in the region named in the facts: "eu" means the European Union,
   not Belgium.
5. **Proof.** The exact bytes of every request are hashed, sealed and stored before they leave, and each user can read theirs. Every step is in
   your organisation's audit trail, without any text.
6. **Who decides.** An administrator accepts for the organisation and switches the assistant on per project; each user then chooses for
   themselves. Each of them can withdraw at any time. Withdrawal ends answers in flight.
7. **Limits.** Recognition of personal data is very good and not perfect: do not type what must not leave. The assistant can be wrong; nothing it
   proposes is done without your approval.
`;

export const TERMS: Readonly<Record<string, string>> = { "2026-11-01": V1 };
export const CURRENT_TERMS = "2026-11-01";

/** The version of the sub-processor register that an acceptance is pinned to. */
export const SUB_PROCESSORS_VERSION = "2026-12-25";

/** Of the English text, whichever language somebody read. */
export const termsSha256 = (version: string): string => sha256Hex(TERMS[version] ?? "");

const isTranslated = (version: string): version is keyof typeof TRANSLATED_TERMS =>
  Object.hasOwn(TRANSLATED_TERMS, version);

/** A version in the reader's language, or in English if it has none in theirs. `undefined` when there is no such version. */
export function termsIn(language: Language, version: string): { text: string; language: Language } | undefined {
  const english = Object.hasOwn(TERMS, version) ? TERMS[version] : undefined;
  if (english === undefined) return undefined;
  if (language === "en" || !isTranslated(version)) return { text: english, language: "en" };
  const first = PREVAILS[language](termsSha256(version));
  return { text: `${first}\n\n${TRANSLATED_TERMS[version][language]}`, language };
}
