import { credentials } from "@grpc/grpc-js";

/** What makes a Google client speak plaintext gRPC to a stand-in on the loopback address. Local mode only: `env.ts` admits no other host. */
export function localGrpc(endpoint: string) {
  const [host = "127.0.0.1", port] = endpoint.split(":");
  return {
    apiEndpoint: host,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    // Else the client looks for credentials on the network before it notices that it needs none.
    clientOptions: { universeDomain: "googleapis.com" },
  };
}
