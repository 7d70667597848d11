import { status } from "@grpc/grpc-js";
import type { Answer, Found } from "./wire.ts";

/** The ways in which a question can go wrong. A client that checks its answers notices each. */
export type DlpFault =
  /** A gRPC status instead of an answer. The real service may quote what it was sent. */
  | { readonly kind: "status"; readonly status: keyof typeof status; readonly says?: string }
  /** No answer until `recover`. */
  | { readonly kind: "hang" }
  /** Not everything was looked at. */
  | { readonly kind: "truncated" }
  /** No result in the answer, bytes that are no answer, or a finding without a place. */
  | { readonly kind: "empty" | "garbage" | "placeless" }
  /** A finding of a type that was not asked for. */
  | { readonly kind: "unknown-type" }
  /** Places beyond the text, inside of a character, back to front, or that differ between bytes and code points. */
  | { readonly kind: "beyond" | "inside-character" | "reversed" | "disagreeing" };

export function spoilt(fault: DlpFault | undefined, answer: Answer, encode: (answer: Answer) => Buffer): Buffer {
  switch (fault?.kind) {
    case "status":
      throw Object.assign(new Error(fault.says ?? "told to fail"), { code: status[fault.status] });
    case "garbage":
      return Buffer.from("this is no message at all");
    case "empty":
      return encode({});
    case "truncated":
      return encode({ result: { ...answer.result, findingsTruncated: true } });
    case "placeless":
      return encode(withFinding(answer, { location: null }));
    case "unknown-type":
      return encode(withFinding(answer, { infoType: { name: "SHOE_SIZE" } }));
    case "beyond":
      return encode(withFinding(answer, at([90_000, 90_005], [90_000, 90_005])));
    case "inside-character":
      return encode(withFinding(answer, at([1, 4], [0, 1])));
    case "reversed":
      return encode(withFinding(answer, at([4, 2], [4, 2])));
    case "disagreeing":
      return encode(withFinding(answer, at([0, 4], [1, 4])));
    default:
      return encode(answer);
  }
}

function withFinding(answer: Answer, wrong: Found): Answer {
  const plain: Found = { infoType: { name: "PERSON_NAME" }, ...at([0, 2], [0, 2]) };
  return { result: { ...answer.result, findings: [...(answer.result?.findings ?? []), { ...plain, ...wrong }] } };
}

const at = (bytes: readonly [number, number], points: readonly [number, number]): Found => ({
  location: {
    byteRange: { start: bytes[0], end: bytes[1] },
    codepointRange: { start: points[0], end: points[1] },
  },
});
