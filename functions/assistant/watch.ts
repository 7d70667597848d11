import { blocks, type ConsentDoc, consentState, type PinnedFacts } from "../consent/index.ts";
import type { ProjectId, TenantId } from "../core/ids.ts";
import type { TenantStore } from "../platform/firestore.ts";
import { type Caller, type MemberDoc, members } from "../platform/membership.ts";

/** How long a tenant's listener outlives its last stream, so that a conversation does not open one a message. */
const IDLE_MS = 60_000;

interface Listener {
  readonly streams: Set<(doc: ConsentDoc | undefined) => void>;
  latest: { doc: ConsentDoc | undefined } | undefined;
  stop: () => void;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Ends answers in flight when consent is withdrawn (BF-06): one listener a tenant and instance on the small consent document,
 * shared by its streams. If listening itself fails, the streams end: no consent can be assumed any more.
 */
export class ConsentWatch {
  readonly #pinned: PinnedFacts;
  readonly #listeners = new Map<TenantId, Listener>();

  constructor(pinned: PinnedFacts) {
    this.#pinned = pinned;
  }

  /** `withdrawn` is called once, when this user may no longer use the assistant in this project. Returns "stop watching". */
  watch(store: TenantStore, caller: Caller, projectId: ProjectId, withdrawn: () => void): () => void {
    const listener = this.#listeners.get(store.tenantId) ?? this.#listen(store);
    clearTimeout(listener.idle);
    const check = (doc: ConsentDoc | undefined) => {
      void this.#mayGoOn(store, doc, caller, projectId).then((may) => may || withdrawn());
    };
    listener.streams.add(check);
    if (listener.latest !== undefined) check(listener.latest.doc);
    return () => {
      listener.streams.delete(check);
      if (listener.streams.size > 0) return;
      listener.idle = setTimeout(() => {
        listener.stop();
        this.#listeners.delete(store.tenantId);
      }, IDLE_MS);
      listener.idle.unref();
    };
  }

  #listen(store: TenantStore): Listener {
    const listener: Listener = { streams: new Set(), latest: undefined, stop: () => undefined, idle: undefined };
    this.#listeners.set(store.tenantId, listener);
    const tell = (doc: ConsentDoc | undefined) => {
      listener.latest = { doc };
      for (const check of listener.streams) check(doc);
    };
    listener.stop = store.watch(store.doc(consentState, "current"), tell, () => {
      this.#listeners.delete(store.tenantId);
      tell(undefined);
    });
    return listener;
  }

  /** The organisation and project by the document just seen; the user by a fresh read, but only when something moved. */
  async #mayGoOn(
    store: TenantStore,
    doc: ConsentDoc | undefined,
    caller: Caller,
    projectId: ProjectId,
  ): Promise<boolean> {
    if (blocks(doc, this.#pinned, caller, projectId).length > 0) return false;
    if (doc !== undefined && doc.changedAt.getTime() < Date.now() - IDLE_MS) return true;
    try {
      const member: MemberDoc | undefined = (await store.get(store.doc(members, caller.userId))).data();
      return member?.status === "active" && member.assistantEnabled;
    } catch {
      return false;
    }
  }
}
