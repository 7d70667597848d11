import { constants } from "node:os";
import { PROBLEMS } from "../core/problem.ts";
import { MODEL_FAULTS } from "./model/fault.ts";

/** What `node:os` doesn't list: of name resolution, TLS, streams, and of `fetch` with its HTTP parser. */
const OTHERS = [
  ..."EAI_AGAIN EAI_FAIL EAI_NODATA EAI_NONAME ENODATA ENOTFOUND ESERVFAIL ETIMEOUT EREFUSED".split(" "),
  ..."CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN".split(" "),
  ..."UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE ERR_TLS_CERT_ALTNAME_INVALID".split(" "),
  ..."ABORT_ERR ERR_INVALID_ARG_TYPE ERR_INVALID_STATE ERR_OUT_OF_RANGE ERR_STREAM_PREMATURE_CLOSE".split(" "),
  ..."ERR_STREAM_DESTROYED ERR_STREAM_WRITE_AFTER_END ERR_HTTP_HEADERS_SENT ERR_MODULE_NOT_FOUND".split(" "),
  ..."UND_ERR_ABORTED UND_ERR_BODY_TIMEOUT UND_ERR_CLOSED UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_OVERFLOW".split(" "),
  ..."UND_ERR_HEADERS_TIMEOUT UND_ERR_RESPONSE UND_ERR_SOCKET UND_ERR_RES_CONTENT_LENGTH_MISMATCH".split(" "),
  ..."HPE_HEADER_OVERFLOW HPE_INVALID_CHUNK_SIZE HPE_INVALID_CONSTANT HPE_INVALID_HEADER_TOKEN".split(" "),
  ..."HPE_INVALID_EOF_STATE HPE_INVALID_VERSION HPE_UNEXPECTED_CONTENT_LENGTH".split(" "),
  ..."auth/argument-error auth/id-token-expired auth/id-token-revoked auth/internal-error".split(" "),
  ..."auth/invalid-credential auth/user-disabled auth/user-not-found app/network-error app/network-timeout".split(" "),
];

const CODES: ReadonlySet<string> = new Set([
  ...Object.keys(constants.errno),
  ...Object.keys(PROBLEMS),
  ...MODEL_FAULTS,
  ...OTHERS,
]);

const NAMES: ReadonlySet<string> = new Set([
  ..."Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError".split(" "),
  ..."AbortError DataCloneError InvalidStateError QuotaExceededError TimeoutError".split(" "),
  ..."Problem ModelFault MissingKey ProofError RedactionFailed".split(" "),
  ..."ZodError $ZodError FirebaseAppError FirebaseAuthError GoogleError SocketError HTTPParserError".split(" "),
]);

/** gRPC's status codes, 0 to 16. */
const GRPC_CODE_MAX = 16;

/** The code of an error, if it is one that is known here; a provider may call its own anything, a customer's name included. */
export function knownCode(code: unknown): string | number | undefined {
  if (typeof code === "string") return CODES.has(code) ? code : undefined;
  return Number.isInteger(code) && Number(code) >= 0 && Number(code) <= GRPC_CODE_MAX ? Number(code) : undefined;
}

/** The name of an error's class, likewise; `Error` for any other. */
export const knownName = (name: unknown): string => (typeof name === "string" && NAMES.has(name) ? name : "Error");

/** An HTTP status: three digits. */
export const knownStatus = (status: unknown): number | undefined =>
  Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599 ? Number(status) : undefined;
