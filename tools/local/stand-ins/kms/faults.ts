import { status } from "@grpc/grpc-js";
import { KmsRefusal } from "./problem.ts";

/** The ways in which an answer can be wrong on purpose; a client that checks its answers notices each. */
export type Corruption =
  /** One bit of the ciphertext, plaintext, signature or public key is flipped; its checksum stays that of the true bytes. */
  | "bytes"
  /** The `verified_…_crc32c` flags are false, as if the request's checksums had been lost on the way. */
  | "unverified"
  /** The answer names another key version. */
  | "name";

/** What the stand-in is told to do wrong, until `recover`. */
export interface KmsFaults {
  /** Every call fails with this gRPC status. */
  fail(code: keyof typeof status): void;
  /** Every call waits forever. */
  hang(): void;
  /** Every answer is wrong in the given way; default `bytes`. */
  corrupt(how?: Corruption): void;
  /** Back to normal. Calls that hang are answered. */
  recover(): void;
}

/** The switchboard: `before` runs ahead of each call, `after` over each answer. */
export function kmsFaults(): KmsFaults & {
  before(): Promise<void>;
  after<Answer extends object>(answer: Answer): Answer;
} {
  let failure: keyof typeof status | undefined;
  let corruption: Corruption | undefined;
  let released: PromiseWithResolvers<void> | undefined;
  return {
    fail: (code) => {
      failure = code;
    },
    hang: () => {
      released ??= Promise.withResolvers();
    },
    corrupt: (how = "bytes") => {
      corruption = how;
    },
    recover: () => {
      failure = corruption = undefined;
      released?.resolve();
      released = undefined;
    },
    async before() {
      await released?.promise;
      if (failure !== undefined) throw new KmsRefusal(status[failure], "The stand-in was told to fail.");
    },
    after: (answer) => (corruption === undefined ? answer : corrupted(answer, corruption)),
  };
}

function corrupted<Answer extends object>(answer: Answer, how: Corruption): Answer {
  const changes = Object.entries(answer).flatMap(([field, value]): [string, unknown][] => {
    if (how === "bytes" && Buffer.isBuffer(value)) return [[field, flipped(value)]];
    if (how === "bytes" && field === "pem") return [[field, flipped(Buffer.from(value)).toString("latin1")]];
    if (how === "unverified" && field.startsWith("verified")) return [[field, false]];
    if (how === "name" && field === "name") return [[field, `${value}0`]];
    return [];
  });
  return { ...answer, ...Object.fromEntries(changes) };
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
