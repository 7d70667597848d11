/**
 * Sends one server-sent event; resolves when the reader can take more.
 * @param id what a client that was cut off says in `Last-Event-ID` (WHATWG HTML, § 9.2): letters, digits and dots
 */
export type Send = (event: string, data: object, id?: string) => Promise<void>;

const KEEP_ALIVE_MS = 15_000;

/**
 * A `text/event-stream` body. `run` sends events until it resolves; `gone` aborts when the reader leaves. `run` handles its own
 * failures as events: after the first byte there is no status to change any more.
 */
export function eventStream(run: (send: Send, gone: AbortSignal) => Promise<void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let wanted: PromiseWithResolvers<void> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if (!gone.signal.aborted) controller.enqueue(encoder.encode(text));
        };
        const keepAlive = setInterval(() => write(": keep-alive\n\n"), KEEP_ALIVE_MS);
        const send: Send = async (event, data, id) => {
          write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
          if (gone.signal.aborted || (controller.desiredSize ?? 0) > 0) return;
          wanted = Promise.withResolvers();
          await wanted.promise;
        };
        void run(send, gone.signal).finally(() => {
          clearInterval(keepAlive);
          if (!gone.signal.aborted) controller.close();
        });
      },
      pull() {
        wanted?.resolve();
      },
      cancel() {
        gone.abort();
        wanted?.resolve();
      },
    },
    { highWaterMark: 64 },
  );
}
