import { HOSTS, isLoopback } from "./releases.ts";

const REDIRECTS_MAX = 5;

/** Says what went wrong, and whether asking again may help. `spoils`: what was received so far is of no use. */
export class FetchError extends Error {
  readonly again: boolean;
  readonly spoils: boolean;
  constructor(
    message: string,
    { again = false, spoils = false, cause }: { again?: boolean; spoils?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.again = again;
    this.spoils = spoils;
  }
}

/**
 * Asks for a file, from a byte on, and follows redirects to known hosts only, always over HTTPS.
 *
 * @throws FetchError
 */
export async function request(address: string, from: number, signal: AbortSignal): Promise<Response> {
  const first = new URL(address);
  let url = first;
  for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
    if (!mayAsk(url, first))
      throw new FetchError(`${first.host} sends on to ${url.origin}, which is not a host that Belfry fetches from.`);
    const response = await ask(url, from, signal);
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return checked(response, url);
    await response.body?.cancel();
    url = target(location, url);
  }
  throw new FetchError(`${first.host} redirects in circles.`);
}

/** An address on this machine is a test's, and leads nowhere else. */
function mayAsk(url: URL, first: URL): boolean {
  if (isLoopback(first)) return url.origin === first.origin;
  return url.protocol === "https:" && url.port === "" && HOSTS.includes(url.hostname);
}

function target(location: string, from: URL): URL {
  try {
    return new URL(location, from);
  } catch {
    throw new FetchError(`${from.host} redirects to what is no address.`);
  }
}

async function ask(url: URL, from: number, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      redirect: "manual",
      signal,
      // Sizes and checksums are those of the bytes as they are stored.
      headers: { "accept-encoding": "identity", ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
    });
  } catch (error) {
    throw broken(error, url.host);
  }
}

function checked(response: Response, { host }: URL): Response {
  const { status } = response;
  if (status === 200 || status === 206) return response;
  if (status === 416) throw new FetchError(`${host} does not go on where it was cut.`, { again: true, spoils: true });
  const again = status === 429 || status >= 500;
  throw new FetchError(
    `${host} answers ${status} ${response.statusText}`.trim() +
      (again ? "; try later." : ": the release is not there any more."),
    {
      again,
    },
  );
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;

/** What a connection that failed, or ended too early, means for whoever reads it. */
export function broken(error: unknown, host: string): unknown {
  if (error instanceof FetchError) return error;
  const code = codeIn(error);
  if (code === undefined) return error;
  if (CERTIFICATE.test(code))
    return new FetchError(`${host} shows a certificate that is not trusted here (${code}).`, { cause: error });
  return new FetchError(
    `No connection to ${host} (${code}). Behind a proxy: NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://… npm start`,
    { again: true, cause: error },
  );
}

/** fetch wraps what happened, more than once. */
function codeIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "AbortError") return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return codeIn(error.cause) ?? (error instanceof TypeError ? "no network" : undefined);
}
