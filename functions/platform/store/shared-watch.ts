import { Problem } from "../../core/problem.ts";
import type { DocumentReference, TenantStore } from "./firestore.ts";

/** How long a listener outlives the last who looked through it, so that a conversation does not open one a message. */
const IDLE_MS = 60_000;
/** Listeners kept without anybody looking; the oldest goes first. */
const IDLE_MAX = 500;

/** What a look sees: the document as it is, none, or that nothing can be known any more. */
export type Seen<T> = { readonly doc: T | undefined } | { readonly lost: Problem };

interface Listener {
  readonly looks: Set<(seen: Seen<object>) => void>;
  latest: Seen<object> | undefined;
  stop: () => void;
  idle: NodeJS.Timeout | undefined;
}

/** Documents that are listened to once an instance, however many look at them. */
export class SharedWatch {
  readonly #listeners = new Map<string, Listener>();

  /** Calls `look` with what is known already and with each change. @returns the function that stops looking. */
  watch<T extends object>(store: TenantStore, ref: DocumentReference<T>, look: (seen: Seen<T>) => void): () => void {
    const listener = this.#listeners.get(ref.path) ?? this.#listen(store, ref);
    clearTimeout(listener.idle);
    // The listener of a path has the type of that path's collection.
    const typed = look as (seen: Seen<object>) => void;
    listener.looks.add(typed);
    if (listener.latest !== undefined) typed(listener.latest);
    return () => {
      listener.looks.delete(typed);
      if (listener.looks.size === 0) this.#rest(ref.path, listener);
    };
  }

  #rest(path: string, listener: Listener): void {
    // One whose listening failed is in the map no more.
    if (this.#listeners.get(path) !== listener) listener.stop();
    else {
      listener.idle = setTimeout(() => this.#end(path, listener), IDLE_MS);
      listener.idle.unref();
      // Youngest last: the first that nobody looks through has rested longest.
      this.#listeners.delete(path);
      this.#listeners.set(path, listener);
    }
    if (this.#listeners.size <= IDLE_MAX) return;
    const oldest = [...this.#listeners].find(([, one]) => one.looks.size === 0);
    if (oldest !== undefined) this.#end(...oldest);
  }

  #end(path: string, listener: Listener): void {
    clearTimeout(listener.idle);
    listener.stop();
    this.#listeners.delete(path);
  }

  #listen<T extends object>(store: TenantStore, ref: DocumentReference<T>): Listener {
    const listener: Listener = { looks: new Set(), latest: undefined, stop: () => undefined, idle: undefined };
    this.#listeners.set(ref.path, listener);
    const tell = (seen: Seen<object>) => {
      listener.latest = seen;
      for (const look of [...listener.looks]) look(seen);
    };
    listener.stop = store.watch(
      ref,
      (doc) => tell({ doc }),
      () => {
        // The next who looks opens a new one.
        if (this.#listeners.get(ref.path) === listener) this.#listeners.delete(ref.path);
        tell({ lost: lost() });
      },
    );
    return listener;
  }
}

const lost = () =>
  new Problem("storage-unavailable", {
    detail: "Whether you may still do this could not be seen any more, so it was stopped.",
  });
