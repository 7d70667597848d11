import { DlpServiceClient, type protos } from "@google-cloud/dlp";
import {
  type EntityType,
  type Finding,
  offsetsOf,
  RedactionFailed,
  type SecondOpinion,
} from "../../redaction/index.ts";
import { localGrpc } from "../local-grpc.ts";
import { INFO_TYPES } from "./info-types.ts";

export const NAME = "sensitive-data-protection";

export interface SdpConfig {
  readonly projectId: string;
  /** The regional endpoint: the global one may carry a request through another country on its way to the region. */
  readonly host: string;
  readonly region: string;
  readonly localEndpoint: string | undefined;
}

type Answer = protos.google.privacy.dlp.v2.IInspectContentResponse;
type Found = protos.google.privacy.dlp.v2.IFinding;

/** The service refuses requests of more than 0.5 MB; what does not fit is not asked about in pieces, and so does not leave. */
const BYTES_MAX = 480_000;
/** The service's own bound. With more it says that it stopped early, and the text does not leave. */
const FINDINGS_MAX = 3_000;
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** Only what never arrived is tried again, inside of the same deadline: the client's own settings would go on for ten minutes. */
const callOptions = (timeoutMs: number) => ({
  timeout: timeoutMs,
  retry: {
    retryCodes: [14],
    backoffSettings: {
      initialRetryDelayMillis: 50,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 200,
      initialRpcTimeoutMillis: timeoutMs,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: timeoutMs,
      totalTimeoutMillis: timeoutMs,
    },
  },
});

/** Google's Sensitive Data Protection in one region, as one more detector. Nothing is stored there: `content.inspect` has no job. */
export function sensitiveDataProtection(config: SdpConfig, deadlineMs: number): SecondOpinion {
  const { projectId, localEndpoint, region } = config;
  const client = new DlpServiceClient({
    projectId,
    apiEndpoint: config.host,
    "grpc.max_receive_message_length": ANSWER_BYTES_MAX,
    ...(localEndpoint === undefined ? {} : localGrpc(localEndpoint)),
  });
  const parent = `projects/${projectId}/locations/${region}`;
  return {
    name: NAME,
    async inspect(text, signal) {
      // One unit for one unit: half a pair has no bytes, and offsets stay the same.
      const value = text.toWellFormed();
      if (Buffer.byteLength(value) > BYTES_MAX) throw new RedactionFailed("over-budget", NAME);
      const call = client.inspectContent({ parent, item: { value }, inspectConfig }, callOptions(deadlineMs));
      const cancel = () => "cancel" in call && typeof call.cancel === "function" && call.cancel();
      signal.addEventListener("abort", cancel, { once: true });
      try {
        const [answer] = await call;
        return findingsOf(answer, value);
      } catch (error) {
        throw error instanceof RedactionFailed ? error : refused(error);
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },
  };
}

const inspectConfig = {
  infoTypes: Object.keys(INFO_TYPES).map((name) => ({ name })),
  // Google's own default. A likelier bound would miss names, a lower one replaces words of every brief.
  minLikelihood: "POSSIBLE" as const,
  limits: { maxFindingsPerRequest: FINDINGS_MAX },
  // Places alone come back: nothing of the text, which is here already.
  includeQuote: false,
};

/** A gRPC status by its number. The message is left out: a service may quote what it was sent. */
function refused(error: unknown): RedactionFailed {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return new RedactionFailed("detector-threw", NAME, "grpc", typeof code === "number" ? code : undefined);
}

/** @throws {RedactionFailed} for an answer that is not whole or is about another text */
function findingsOf({ result }: Answer, text: string): Finding[] {
  if (result === null || result === undefined || result.findingsTruncated === true)
    throw new RedactionFailed("bad-finding", NAME, "truncated");
  const offsets = offsetsOf(text);
  return (result.findings ?? []).map((found) => {
    const type = typeOf(found);
    const [start, end] = placeOf(found, offsets);
    if (type === undefined || start === undefined || end === undefined || start >= end)
      throw new RedactionFailed("bad-finding", NAME);
    return { start, end, type };
  });
}

function typeOf({ infoType }: Found): EntityType | undefined {
  const name = infoType?.name ?? "";
  return Object.hasOwn(INFO_TYPES, name) ? INFO_TYPES[name as keyof typeof INFO_TYPES] : undefined;
}

/** Where a finding is, said twice: in bytes and in code points. Unless both name the same place, neither is believed. */
function placeOf({ location }: Found, offsets: ReturnType<typeof offsetsOf>): (number | undefined)[] {
  const { byteRange, codepointRange } = location ?? {};
  return (["start", "end"] as const).map((side) => {
    const byte = offsets.ofByte(Number(byteRange?.[side] ?? Number.NaN));
    const point = offsets.ofCodePoint(Number(codepointRange?.[side] ?? Number.NaN));
    return byte === point ? byte : undefined;
  });
}
