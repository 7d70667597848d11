/**
 * google.firestore.v1.Firestore: its methods, and of their messages only the fields that cost something, by number
 * (https://github.com/googleapis/googleapis/blob/master/google/firestore/v1/firestore.proto).
 */
const COSTS = {
  GetDocument: {},
  ListDocuments: { documents: 1 },
  BatchGetDocuments: { found: 1, missing: 2 },
  BeginTransaction: {},
  Commit: { writes: 2 },
  Rollback: {},
  RunQuery: { documents: 1 },
  ExecutePipeline: {},
  RunAggregationQuery: { result: 1 },
  PartitionQuery: {},
  Write: { writes: 3 },
  Listen: { documentChange: 3 },
  ListCollectionIds: {},
  BatchWrite: { writes: 2 },
  CreateDocument: {},
  UpdateDocument: {},
  DeleteDocument: {},
} as const satisfies Record<string, Readonly<Record<string, number>>>;

export type Method = keyof typeof COSTS;
export const METHODS = Object.keys(COSTS) as Method[];

/** Documents that a request writes or deletes. */
export function writesIn(method: Method, request: Buffer): number {
  if (method === "CreateDocument" || method === "UpdateDocument" || method === "DeleteDocument") return 1;
  const costs = COSTS[method];
  return "writes" in costs ? count(request, [costs.writes]) : 0;
}

/**
 * Documents that one message of an answer is billed for, https://cloud.google.com/firestore/pricing: found or not, each document
 * asked for by name is a read; so is each result of a query and each change that a listener hears of.
 */
export function readsIn(method: Method, response: Buffer): number {
  switch (method) {
    case "GetDocument":
      return 1;
    case "ListDocuments":
      return Math.max(1, count(response, [COSTS.ListDocuments.documents]));
    case "BatchGetDocuments":
    case "RunQuery":
    case "RunAggregationQuery":
    case "Listen":
      return count(response, Object.values(COSTS[method]));
    case "ExecutePipeline":
      // Nothing uses it; a wrong number would be worse than none.
      throw new Error("the tap cannot count what a pipeline reads");
    default:
      return 0;
  }
}

/** How often the fields occur at a message's top level, in the wire format of https://protobuf.dev/programming-guides/encoding/. */
function count(message: Buffer, fields: readonly number[]): number {
  let [at, found] = [0, 0];
  const varint = (): number => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at);
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if (fields.includes(Math.floor(tag / 8))) found += 1;
    const type = tag % 8;
    if (type === 0) varint();
    else if (type === 2) {
      // Not `at += varint()`: that would take `at` from before the length itself was read.
      const length = varint();
      at += length;
    } else if (type === 1 || type === 5) at += type === 1 ? 8 : 4;
    else throw new Error(`a protocol buffer has no wire type ${type}`);
  }
  return found;
}
