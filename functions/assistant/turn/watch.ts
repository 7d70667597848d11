import { blocks, consentState, type PinnedFacts } from "../../consent/index.ts";
import type { ProjectId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import type { DocumentReference, TenantStore } from "../../platform/store/firestore.ts";
import { type Seen, SharedWatch } from "../../platform/store/shared-watch.ts";
import { type Caller, notAMember, sessionEnded, worksIn } from "../../platform/tenant/admit.ts";
import { type MemberDoc, members } from "../../platform/tenant/member.ts";
import { archived, type ProjectDoc, projects } from "../../platform/tenant/project.ts";
import { settings } from "../../platform/tenant/settings.ts";
import { may } from "../../vocabulary/index.ts";
import { conversations } from "../documents.ts";

/** What an answer depends on for as long as it streams. */
export interface Watched {
  readonly caller: Caller;
  readonly projectId: ProjectId;
  readonly conversationId: string;
  readonly pinned: PinnedFacts;
}

export interface Watching {
  /** The first look at the project: why it takes no message, if it doesn't. */
  readonly project: Promise<Problem | undefined>;
  /** Settles with the first look at everything: true while the assistant may still be used. Nothing is sent before. */
  readonly holds: Promise<boolean>;
  stop(): void;
}

/**
 * Authorisation goes on while a stream does (BF-06, BF-19): an answer ends when consent is withdrawn, the tenant suspended, the project
 * archived, the conversation deleted, the session ended, or the member removed, switched off or without the right. If listening fails, it
 * ends too: nothing can be assumed any more.
 */
export class TurnWatch {
  readonly #shared = new SharedWatch();

  /** One look at a project: why it takes no message, if it doesn't. Costs no read while somebody looked within the minute. */
  async project(store: TenantStore, projectId: ProjectId): Promise<Problem | undefined> {
    const first = Promise.withResolvers<Problem | undefined>();
    const stop = this.#shared.watch(store, store.doc(projects, projectId), (seen) =>
      first.resolve("lost" in seen ? seen.lost : closed(seen.doc)),
    );
    const why = await first.promise;
    stop();
    return why;
  }

  /** `ended` is called with what the user is told, once for each thing that ends it. */
  watch(store: TenantStore, watched: Watched, ended: (why: Problem) => void): Watching {
    const { caller, projectId, conversationId, pinned } = watched;
    const stops: (() => void)[] = [];
    const see = <T extends object>(
      ref: DocumentReference<T>,
      judge: (doc: T | undefined) => Problem | undefined,
    ): Promise<Problem | undefined> => {
      const first = Promise.withResolvers<Problem | undefined>();
      const look = (seen: Seen<T>) => {
        const why = "lost" in seen ? seen.lost : judge(seen.doc);
        first.resolve(why);
        if (why !== undefined) ended(why);
      };
      stops.push(this.#shared.watch(store, ref, look));
      return first.promise;
    };
    const project = see(store.doc(projects, projectId), closed);
    const verdicts = [
      project,
      see(store.doc(consentState, "current"), (doc) =>
        blocks(doc, pinned, caller, projectId).length === 0 ? undefined : withdrawn(),
      ),
      see(store.doc(settings, "current"), (doc) => {
        if (doc?.status !== "active") return notAMember();
        return doc.secondOpinion === caller.settings.secondOpinion ? undefined : withdrawn();
      }),
      see(store.doc(members, caller.userId), (doc) => mayNotChat(doc, watched)),
      see(store.doc(conversations, conversationId), (doc) => (doc === undefined ? deleted() : undefined)),
    ];
    return {
      project,
      holds: Promise.all(verdicts).then((all) => all.every((why) => why === undefined)),
      stop: () => {
        for (const stop of stops.splice(0)) stop();
      },
    };
  }
}

const closed = (doc: ProjectDoc | undefined): Problem | undefined =>
  doc?.status === "active" ? undefined : archived();

/** Why this member may not chat in this project any more, if so. */
function mayNotChat(doc: MemberDoc | undefined, { caller, projectId, pinned }: Watched): Problem | undefined {
  if (doc === undefined || doc.status !== "active" || !may(doc.role, "assistant.chat")) return notAMember();
  if (doc.tokensValidAfter !== null && caller.signedInAt < doc.tokensValidAfter) return sessionEnded();
  if (!worksIn({ ...caller, role: doc.role, projects: doc.projects }, projectId)) return notAMember();
  return doc.assistantEnabled && doc.assistantFactsHash === pinned.factsHash ? undefined : withdrawn();
}

const withdrawn = () =>
  new Problem("consent-missing", { detail: "Consent was withdrawn while the answer was on its way. It was stopped." });
const deleted = () =>
  new Problem("not-found", {
    detail: "The conversation was deleted while it was being answered. Nothing of the answer was kept.",
  });
