import { protos } from "@google-cloud/dlp";

const v2 = protos.google.privacy.dlp.v2;

export type Request = protos.google.privacy.dlp.v2.IInspectContentRequest;
export type Answer = protos.google.privacy.dlp.v2.IInspectContentResponse;
export type Found = protos.google.privacy.dlp.v2.IFinding;
export const LIKELIHOOD = v2.Likelihood;

/** The vendor's own message classes, so that its client and this server can't disagree about a field. */
export const decodeRequest = (bytes: Uint8Array): Request => v2.InspectContentRequest.decode(bytes);
export const encodeAnswer = (answer: Answer): Buffer => Buffer.from(v2.InspectContentResponse.encode(answer).finish());
