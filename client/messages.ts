import type { Contract, Problem } from "./contract.generated.ts";
import { readEvents } from "./events.ts";

type Proposal = Contract["assistant.proposals.read"]["answer"];
type Receipt = Contract["assistant.receipts.read"]["answer"];

/** An event of an answer: a receipt first, `done` last. */
export type Message =
  | {
      readonly event: "receipt";
      readonly data: { readonly receiptId: string } & Pick<
        Receipt,
        "sha256" | "provider" | "host" | "region" | "model"
      >;
    }
  | { readonly event: "delta"; readonly data: { readonly text: string } }
  | {
      readonly event: "proposal";
      readonly data: { readonly proposalId: string } & Pick<
        Proposal,
        "tool" | "arguments" | "argumentsHash" | "expiresAt"
      >;
    }
  | { readonly event: "problem"; readonly data: Problem }
  | {
      readonly event: "done";
      readonly data: {
        readonly turnId: string;
        readonly status: "completed" | "truncated" | "aborted";
        readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
      };
    };

/** The stream ended without `done`: the connection was cut, and how the answer ended is stored with its receipt. */
export class CutShort extends Error {
  constructor() {
    super("the answer was cut short: read its conversation for how it ended");
  }
}

/** @throws CutShort after the last event that came. */
export async function* readMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<Message, void, undefined> {
  let isDone = false;
  for await (const { event, data } of readEvents(body)) {
    isDone ||= event === "done";
    // What the contract says in words: the stream's events have no schema of their own there.
    yield { event, data: JSON.parse(data) } as Message;
  }
  if (!isDone) throw new CutShort();
}
