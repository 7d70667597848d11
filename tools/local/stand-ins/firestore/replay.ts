import { Client, credentials, Metadata } from "@grpc/grpc-js";
import {
  type CommitRequest,
  type CommitResponse,
  commitRequest,
  commitResponse,
  type FieldTransform,
  type Value,
  type Write,
} from "./messages.ts";

export const COMMIT = "/google.firestore.v1.Firestore/Commit";

/** Few enough bytes and writes for one call, many enough that a long journal is read in seconds. */
const BATCH = { writes: 400, bytes: 2_000_000 };

/** A commit as the journal keeps it: what was asked and what was answered, byte for byte. */
export function entryOf(request: Uint8Array, response: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(request.length);
  return Buffer.concat([length, request, response]);
}

interface Committed {
  readonly database: string;
  readonly writes: readonly Write[];
  readonly bytes: number;
  /** Microseconds since the epoch, by the emulator's clock: unique within a run, in the order in which commits took effect. */
  readonly at: number;
}

/** The commits of each run of the emulator as they took effect: answers, and entries with them, came in another order at times. */
export function inOrder(runs: readonly (readonly Buffer[])[]): Committed[] {
  return runs.flatMap((entries) => entries.map(committed).sort((one, other) => one.at - other.at));
}

/** Does the commits of each run of the emulator again, and answers how many there were. */
export async function replay(host: string, runs: readonly (readonly Buffer[])[]): Promise<number> {
  const commits = inOrder(runs);
  if (commits.length === 0) return 0;
  const client = new Client(host, credentials.createInsecure());
  try {
    for (const batch of batches(commits)) await commit(client, batch);
  } finally {
    client.close();
  }
  return commits.length;
}

function committed(entry: Buffer): Committed {
  const end = 4 + entry.readUInt32BE(0);
  const request = commitRequest.decode(entry.subarray(4, end));
  const { writeResults, commitTime }: CommitResponse = commitResponse.decode(entry.subarray(end));
  return {
    database: request.database ?? "",
    writes: (request.writes ?? []).flatMap((write, index) => settled(write, writeResults?.[index]?.transformResults)),
    bytes: entry.length,
    at: Number(commitTime?.seconds ?? 0) * 1_000_000 + (commitTime?.nanos ?? 0) / 1000,
  };
}

/**
 * A write as it turned out. Its precondition held, so it is none any more. What the server computed (a time, a sum) becomes a constant;
 * additions to an array and removals come out the same in the same order.
 */
export function settled(write: Write, results: readonly Value[] | null | undefined): Write[] {
  const { update, updateMask, delete: deleted, transform } = write;
  const name = update?.name ?? transform?.document ?? "";
  const transforms = write.updateTransforms?.length ? write.updateTransforms : (transform?.fieldTransforms ?? []);
  const after = transforms.map((one, index) => transformed(name, one, results?.[index]));
  if (update) return [{ update, ...(updateMask ? { updateMask } : {}) }, ...after];
  return deleted ? [{ delete: deleted }, ...after] : after;
}

function transformed(name: string, transform: FieldTransform, result: Value | undefined): Write {
  const path = transform.fieldPath ?? "";
  if (transform.appendMissingElements || transform.removeAllFromArray) {
    return { update: { name }, updateMask: { fieldPaths: [] }, updateTransforms: [transform] };
  }
  if (result === undefined) throw new Error(`the journal has no result for ${path} of ${name}`);
  const [first = "", ...rest] = segments(path);
  const value = rest.reduceRight<Value>((inner, key) => ({ mapValue: { fields: { [key]: inner } } }), result);
  return { update: { name, fields: { [first]: value } }, updateMask: { fieldPaths: [path] } };
}

/** `` a.`b.c` `` → a, b.c (https://firebase.google.com/docs/firestore/quotas#limits: field paths). */
export function segments(path: string): string[] {
  return [...path.matchAll(/`((?:[^`\\]|\\.)*)`|([^.`]+)/gs)].map(
    ([, quoted, plain]) => plain ?? (quoted ?? "").replaceAll(/\\(.)/gs, "$1"),
  );
}

function* batches(commits: readonly Committed[]): Generator<{ database: string; writes: Write[] }> {
  let batch: { database: string; writes: Write[]; bytes: number } | undefined;
  for (const { database, writes, bytes } of commits) {
    const isFull =
      batch !== undefined &&
      (batch.database !== database ||
        batch.bytes + bytes > BATCH.bytes ||
        batch.writes.length + writes.length > BATCH.writes);
    if (batch !== undefined && isFull) yield batch;
    if (batch === undefined || isFull) batch = { database, writes: [], bytes: 0 };
    batch.writes.push(...writes);
    batch.bytes += bytes;
  }
  if (batch !== undefined) yield batch;
}

function commit(client: Client, { database, writes }: CommitRequest): Promise<unknown> {
  const metadata = new Metadata();
  metadata.set("authorization", "Bearer owner");
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      COMMIT,
      (request: CommitRequest) => Buffer.from(commitRequest.encode(request).finish()),
      (bytes: Buffer) => bytes,
      { database: database ?? "", writes: writes ?? [] },
      metadata,
      (error, answer) => (error ? reject(error) : resolve(answer)),
    );
  });
}
