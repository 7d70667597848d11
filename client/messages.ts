import type { Contract } from "./contract.generated.ts";
import { readEvents } from "./events.ts";

/** An event of an answer: a receipt first, `done` last. `id` goes into `lastEventId` to go on after a break. */
export type Message = Contract["assistant.messages.send"]["answer"];

/** The stream ended without `done`: the connection was cut, and how the answer ended is stored with its receipt. */
export class CutShort extends Error {
  constructor() {
    super("the answer was cut short: read its conversation for how it ended");
  }
}

/** @throws CutShort after the last event that came. */
export async function* readMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<Message, void, undefined> {
  let isDone = false;
  for await (const { id, event, data } of readEvents(body)) {
    isDone ||= event === "done";
    // The one place where the server's word is taken: what it sends is what its contract says.
    yield { ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) } as Message;
  }
  if (!isDone) throw new CutShort();
}
