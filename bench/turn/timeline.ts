import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Turn } from "../client.ts";
import { median, round } from "../report.ts";
import type { Span, Tap } from "../tap.ts";

/** The stretches of one turn up to its first token, in order, in milliseconds. Together they are the time to the first token. */
export interface Stretches {
  /** Client to the first storage call: HTTP, framework, token, route. */
  readonly admit: number;
  readonly read: number;
  /** Between the storage calls: parsing, consent, limits, the egress gate, sealing. */
  readonly prepare: number;
  readonly commit: number;
  /** From the stored receipt to the request at the model. */
  readonly connect: number;
  /** The stand-in's own time. */
  readonly model: number;
  /** From the model's first token to the client: the adapter, restoring, the event stream. */
  readonly relay: number;
}

/** Notes when the stand-in, which lives in this process, is asked and when it says its first word. */
export function watchModel() {
  const seen = { askedMs: 0, saidMs: 0 };
  const onRequest = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.url !== "/v1/responses") return;
    seen.askedMs = performance.now();
    seen.saidMs = 0;
    const write = response.write.bind(response) as (chunk: string) => boolean;
    response.write = ((chunk: string) => {
      if (seen.saidMs === 0 && chunk.includes("output_text.delta")) seen.saidMs = performance.now();
      return write(chunk);
    }) as typeof response.write;
  };
  diagnostics.subscribe("http.server.request.start", onRequest);
  return { seen, stop: () => diagnostics.unsubscribe("http.server.request.start", onRequest) };
}

/** Runs turns one after the other through a tapped function. */
export async function timelines(
  tap: Tap,
  turn: (at: number) => Promise<Turn>,
  count: number,
): Promise<{ stretches: Stretches[]; tripsBeforeFirstToken: number[] }> {
  const model = watchModel();
  const stretches: Stretches[] = [];
  const tripsBeforeFirstToken: number[] = [];
  try {
    for (let at = 0; at < count; at += 1) {
      await tap.take();
      const { sentMs, firstTokenMs } = await turn(at);
      const { askedMs, saidMs } = model.seen;
      const before = (await tap.take()).filter(({ startedMs }) => startedMs > sentMs && startedMs < askedMs);
      const [read, commit] = [before[0], before.findLast(({ method }) => method === "Commit")];
      tripsBeforeFirstToken.push(before.length);
      // With a key there is one more call in between: it then counts among what is between.
      if (read !== undefined && commit !== undefined)
        stretches.push(between(sentMs, read, commit, askedMs, saidMs, sentMs + firstTokenMs));
    }
  } finally {
    model.stop();
  }
  return { stretches, tripsBeforeFirstToken };
}

function between(
  sentMs: number,
  read: Span,
  commit: Span,
  askedMs: number,
  saidMs: number,
  tokenMs: number,
): Stretches {
  const [readEnd, commitEnd] = [read.endedMs ?? read.startedMs, commit.endedMs ?? commit.startedMs];
  return {
    admit: read.startedMs - sentMs,
    read: readEnd - read.startedMs,
    prepare: commit.startedMs - readEnd,
    commit: commitEnd - commit.startedMs,
    connect: askedMs - commitEnd,
    model: saidMs - askedMs,
    relay: tokenMs - saidMs,
  };
}

export function medians(stretches: readonly Stretches[]): Stretches {
  const of = (name: keyof Stretches) => round(median(stretches.map((one) => one[name])));
  return {
    admit: of("admit"),
    read: of("read"),
    prepare: of("prepare"),
    commit: of("commit"),
    connect: of("connect"),
    model: of("model"),
    relay: of("relay"),
  };
}
