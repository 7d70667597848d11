import { request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { pathOf, sendJson } from "../http.ts";
import { LOOPBACK } from "../ports.ts";

/** Calls by POST that change nothing, and the browser's listeners. */
const READS = [
  /:(batchGet|runQuery|runAggregationQuery|listCollectionIds|partitionQuery|beginTransaction|rollback)$/,
  /\/google\.firestore\.v1\.Firestore\/Listen\/channel$/,
];

/** Passes on what reads, which is all that apps may do under the security rules; refuses the rest, since nothing here would keep it. */
export function forwardRest(request: IncomingMessage, response: ServerResponse, port: number | undefined): void {
  const { method = "GET", headers } = request;
  const path = decodeURIComponent(pathOf(request));
  const isRead =
    method === "POST" ? READS.some((read) => read.test(path)) : ["GET", "HEAD", "OPTIONS"].includes(method);
  if (!isRead || headers["x-http-method-override"] !== undefined) {
    refuse(request, response, 501, "UNIMPLEMENTED", "The local stack stores what comes by gRPC only.");
    return;
  }
  const gone = () => refuse(request, response, 503, "UNAVAILABLE", "The database is not there at the moment.");
  if (port === undefined) {
    gone();
    return;
  }
  const onward = ask({ host: LOOPBACK, port, method, path: request.url, headers });
  onward.setNoDelay(true);
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
    answer.on("close", () => {
      if (!answer.complete) response.destroy();
    });
  });
  onward.on("error", () => (response.headersSent ? response.destroy() : gone()));
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  status: string,
  message: string,
): void {
  request.resume();
  sendJson(response, code, { error: { code, message, status } });
}
