import { adminFirestore } from "../../tools/local/seed.ts";
import { TENANT } from "../stack.ts";

/** How long the emulator itself takes, through the same client. Milliseconds, one sample a call. */
export interface RoundTrips {
  /** One document by name. */
  readonly get: number[];
  /** One document written. */
  readonly commit: number[];
  /** The five documents that a turn reads, in one call. */
  readonly turnRead: number[];
  /** A turn's first commit: the same five documents, sizes and preconditions. */
  readonly turnCommit: number[];
}

/** Samples to be taken in the same rounds as the turns. */
export function roundTripProbe(host: string, turn: { uid: string; conversationId: string; receiptId: string }) {
  const db = adminFirestore(host);
  const doc = (path: string) => db.doc(`tenants/${TENANT}/${path}`);
  const conversation = doc(`conversations/${turn.conversationId}`);
  const limit = doc(`limits/${turn.uid}`);
  const read = [doc(`members/${turn.uid}`), doc("settings/current"), doc("consent/current"), conversation, limit];
  const created = [
    doc(`conversations/${turn.conversationId}/turns/1`),
    doc(`receipts/${turn.receiptId}`),
    doc(`outbox/evt_${turn.receiptId.slice(4)}-sent`),
  ];
  const samples: RoundTrips = { get: [], commit: [], turnRead: [], turnCommit: [] };
  let originals: Promise<readonly { readonly data: object; readonly parent: string }[]> | undefined;

  return {
    samples,
    async sample(at: number): Promise<void> {
      originals ??= Promise.all(
        created.map(async (ref) => {
          const data = (await ref.get()).data();
          if (data === undefined) throw new Error(`a turn leaves no ${ref.parent.id} any more`);
          return { data, parent: ref.parent.path };
        }),
      );
      const copies = await originals;
      await timed(samples.get, () => doc("settings/current").get());
      await timed(samples.commit, () => db.batch().set(doc("limits/probe"), { at }).commit());
      const [, , consent, now, counted] = await timed(samples.turnRead, () => db.getAll(...read));
      if (!consent?.exists || now?.updateTime === undefined || counted?.updateTime === undefined)
        throw new Error("a turn's documents are not where they were");
      const batch = db.batch();
      batch.update(conversation, { turnCount: at }, { lastUpdateTime: now.updateTime });
      batch.update(limit, { inMinute: at }, { lastUpdateTime: counted.updateTime });
      for (const { data, parent } of copies) batch.create(db.collection(parent).doc(`probe_${at}`), data);
      await timed(samples.turnCommit, () => batch.commit());
    },
    close: () => db.terminate(),
  };
}

async function timed<R>(into: number[], work: () => Promise<R>): Promise<R> {
  const startMs = performance.now();
  const result = await work();
  into.push(performance.now() - startMs);
  return result;
}
