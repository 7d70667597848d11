import { status } from "@grpc/grpc-js";

/** A refusal as Cloud KMS gives it: a gRPC status code and a message. grpc-js sends both to the client as they are. */
export class KmsRefusal extends Error {
  readonly code: status;
  constructor(code: status, message: string) {
    super(message);
    this.name = "KmsRefusal";
    this.code = code;
  }
}

/** The name is unknown. */
export const notFound = (name: string) => new KmsRefusal(status.NOT_FOUND, `${name} not found.`);
/** The request itself is wrong. */
export const invalid = (message: string) => new KmsRefusal(status.INVALID_ARGUMENT, message);
/** The resource exists but is not in a state that allows this. */
export const failedPrecondition = (message: string) => new KmsRefusal(status.FAILED_PRECONDITION, message);
/** The name is taken. */
export const alreadyExists = (name: string) => new KmsRefusal(status.ALREADY_EXISTS, `${name} already exists.`);
/** Real, but more than local development needs: refused rather than guessed. */
export const unimplemented = (what: string) =>
  new KmsRefusal(status.UNIMPLEMENTED, `The KMS stand-in does not do this: ${what}`);
