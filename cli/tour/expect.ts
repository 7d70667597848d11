import assert from "node:assert/strict";
import type { Operation, Refusal, Result } from "../../client/client.ts";

/** The success that is expected. @throws AssertionError with the problem that came instead. */
export async function done<O extends Operation>(asked: Promise<Result<O>>): Promise<Extract<Result<O>, { ok: true }>> {
  const result = await asked;
  assert(result.ok, JSON.stringify(result.body));
  return result;
}

/** The refusal that is expected. @throws AssertionError when it was granted, or refused otherwise. */
export async function refused(asked: Promise<Result<Operation>>, status: number): Promise<Refusal> {
  const result = await asked;
  assert(!result.ok && result.status === status, `${status} was expected, not ${result.status}`);
  return result;
}
