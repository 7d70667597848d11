import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type KmsFaults, kmsFaults } from "./kms/faults.ts";
import { type Around, registerKms } from "./kms/service.ts";
import { openStore } from "./kms/store.ts";
import { LOOPBACK } from "./ports.ts";

/** Where the stand-in listens and keeps its keys. */
export interface KmsOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Folder that keeps the keys (file mode 0600). Absent: keys live as long as the process. */
  dataDir?: string;
  /** Milliseconds since the epoch; default the real clock. Decides when a scheduled destruction becomes final. */
  now?: () => number;
}

/** A running Cloud KMS stand-in. */
export interface KmsStandIn extends KmsFaults {
  /** `127.0.0.1`: the client's `apiEndpoint`. */
  readonly host: string;
  readonly port: number;
  /** Calls since the start, by method name (`Encrypt`, `Decrypt` …), refused and failed ones included. */
  readonly calls: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/**
 * Starts a Cloud KMS stand-in that speaks the real gRPC API to the real client:
 * `new KeyManagementServiceClient({ apiEndpoint: host, port, sslCreds: grpc.credentials.createInsecure(), … })`.
 */
export async function startKms(options: KmsOptions = {}): Promise<KmsStandIn> {
  const { before, after, ...faults } = kmsFaults();
  const calls: Record<string, number> = {};
  const around: Around = async (method, call) => {
    calls[method] = (calls[method] ?? 0) + 1;
    await before();
    return after(call());
  };
  const server = new Server();
  registerKms(server, openStore(options.dataDir, options.now ?? Date.now), around);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${LOOPBACK}:${options.port ?? 0}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    ...faults,
    host: LOOPBACK,
    port,
    calls,
    // Clients keep their connections open for good, so a graceful shutdown would wait for them forever.
    close: async () => server.forceShutdown(),
  };
}
