import { status } from "@grpc/grpc-js";
import { type Answer, type Found, LIKELIHOOD, type Request } from "./wire.ts";

/** A word that is found wherever it stands. */
export interface Known {
  readonly word: string;
  readonly infoType: string;
}

/** What a test may look at of a request. */
export interface Seen {
  readonly parent: string;
  readonly text: string;
  readonly infoTypes: readonly string[];
  readonly minLikelihood: number;
  readonly includeQuote: boolean;
}

/** As the service's page of limits has it. */
const BYTES_MAX = 524_288;
const FINDINGS_MAX = 3_000;

class Refusal extends Error {
  readonly code = status.INVALID_ARGUMENT;
}

/** Answers a request as the service does, or refuses it for what the service refuses. */
export function inspect(request: Request, known: readonly Known[], see: (seen: Seen) => void): Answer {
  const text = request.item?.value ?? "";
  const config = request.inspectConfig ?? {};
  const infoTypes = (config.infoTypes ?? []).map(({ name }) => name ?? "");
  see({
    parent: request.parent ?? "",
    text,
    infoTypes,
    minLikelihood: Number(config.minLikelihood ?? 0),
    includeQuote: config.includeQuote === true,
  });
  if (!/^projects\/[^/]+\/locations\/europe-west1$/.test(request.parent ?? ""))
    throw new Refusal("The request's location is not the endpoint's.");
  if (Buffer.byteLength(text) > BYTES_MAX) throw new Refusal("Too much content.");
  if (infoTypes.some((name) => !/^[A-Z][A-Z0-9_]+$/.test(name) || GLOBAL_ONLY.has(name)))
    throw new Refusal("An infoType is not offered in this region.");
  const max = Math.min(config.limits?.maxFindingsPerRequest || FINDINGS_MAX, FINDINGS_MAX);
  const found = known
    .filter(({ infoType }) => infoTypes.includes(infoType))
    .flatMap(({ word, infoType }) => places(text, word).map((at) => finding(text, at, word, infoType)));
  return { result: { findings: found.slice(0, max), findingsTruncated: found.length > max } };
}

const GLOBAL_ONLY = new Set(["LOCATION", "ORGANIZATION_NAME"]);

function places(text: string, word: string): number[] {
  const all: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) all.push(at);
  return all;
}

function finding(text: string, at: number, word: string, infoType: string): Found {
  const before = text.slice(0, at);
  const range = (start: number, length: number) => ({ start, end: start + length });
  return {
    infoType: { name: infoType },
    likelihood: LIKELIHOOD.LIKELY,
    location: {
      byteRange: range(Buffer.byteLength(before), Buffer.byteLength(word)),
      codepointRange: range([...before].length, [...word].length),
    },
  };
}
