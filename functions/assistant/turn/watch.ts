import { blocks, type ConsentDoc, consentState, type PinnedFacts } from "../../consent/index.ts";
import type { ProjectId, TenantId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import type { TenantStore } from "../../platform/store/firestore.ts";
import { type Caller, worksIn } from "../../platform/tenant/admit.ts";
import { type MemberDoc, members } from "../../platform/tenant/member.ts";
import { may } from "../../vocabulary/index.ts";

/** How long a tenant's listener outlives its last stream, so that a conversation does not open one a message. */
const IDLE_MS = 60_000;

interface Listener {
  readonly streams: Set<(doc: ConsentDoc | undefined | Problem) => void>;
  latest: { readonly doc: ConsentDoc | undefined } | undefined;
  stop: () => void;
  idle: NodeJS.Timeout | undefined;
}

/** What must go on holding while an answer streams. */
export interface Watched {
  readonly caller: Caller;
  readonly projectId: ProjectId;
  readonly pinned: PinnedFacts;
}

export interface Watching {
  /** Settles with the first look: true while the assistant may still be used. Nothing is sent before. */
  readonly holds: Promise<boolean>;
  stop(): void;
}

/**
 * Ends answers in flight when consent is withdrawn or the user may no longer use the assistant (BF-06). The small consent document
 * has one listener a tenant and instance, shared by its streams; each stream listens to its own member. If listening fails, the
 * stream ends: nothing can be assumed any more.
 */
export class ConsentWatch {
  readonly #listeners = new Map<TenantId, Listener>();

  /** `ended` is called at most once a cause, with what the user is told. */
  watch(store: TenantStore, { caller, projectId, pinned }: Watched, ended: (why: Problem) => void): Watching {
    const listener = this.#listeners.get(store.tenantId) ?? this.#listen(store);
    clearTimeout(listener.idle);
    const consent = Promise.withResolvers<boolean>();
    const member = Promise.withResolvers<boolean>();
    const judge = (first: PromiseWithResolvers<boolean>, verdict: boolean | Problem) => {
      first.resolve(verdict === true);
      if (verdict !== true) ended(verdict === false ? withdrawn() : verdict);
    };
    const look = (doc: ConsentDoc | undefined | Problem) =>
      judge(consent, doc instanceof Problem ? doc : blocks(doc, pinned, caller, projectId).length === 0);
    listener.streams.add(look);
    if (listener.latest !== undefined) look(listener.latest.doc);
    const unwatchMember = store.watch(
      store.doc(members, caller.userId),
      (doc) => judge(member, mayChat(doc, caller, projectId)),
      () => judge(member, lost()),
    );
    return {
      holds: Promise.all([consent.promise, member.promise]).then((all) => all.every(Boolean)),
      stop: () => {
        unwatchMember();
        listener.streams.delete(look);
        if (listener.streams.size === 0) this.#idle(store.tenantId, listener);
      },
    };
  }

  #idle(tenantId: TenantId, listener: Listener): void {
    listener.idle = setTimeout(() => {
      listener.stop();
      if (this.#listeners.get(tenantId) === listener) this.#listeners.delete(tenantId);
    }, IDLE_MS);
    listener.idle.unref();
  }

  #listen(store: TenantStore): Listener {
    const listener: Listener = { streams: new Set(), latest: undefined, stop: () => undefined, idle: undefined };
    this.#listeners.set(store.tenantId, listener);
    listener.stop = store.watch(
      store.doc(consentState, "current"),
      (doc) => {
        listener.latest = { doc };
        for (const look of listener.streams) look(doc);
      },
      () => {
        if (this.#listeners.get(store.tenantId) === listener) this.#listeners.delete(store.tenantId);
        for (const look of listener.streams) look(lost());
      },
    );
    return listener;
  }
}

function mayChat(doc: MemberDoc | undefined, caller: Caller, projectId: ProjectId): boolean {
  if (doc === undefined || doc.status !== "active" || !doc.assistantEnabled || !may(doc.role, "assistant.chat"))
    return false;
  return worksIn({ ...caller, role: doc.role, projects: doc.projects }, projectId);
}

const withdrawn = () =>
  new Problem("consent-missing", { detail: "Consent was withdrawn while the answer was on its way. It was stopped." });
const lost = () =>
  new Problem("storage-unavailable", {
    detail: "Whether consent still holds could not be seen any more, so the answer was stopped.",
  });
