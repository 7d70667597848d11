import { Client, credentials, Metadata, status } from "@grpc/grpc-js";
import { DATABASE } from "../../tools/local/stand-ins/firestore/database.ts";
import { commitRequest } from "../../tools/local/stand-ins/firestore/messages.ts";

/** Calls without the client's patience: each is tried once. */
export function rawCaller(host: string, projectId: string) {
  const client = new Client(host, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", "Bearer owner");
  const call = (method: string, bytes: Uint8Array) =>
    new Promise<number>((resolve) => {
      const raw = (one: Buffer) => one;
      const path = `/google.firestore.v1.Firestore/${method}`;
      client.makeUnaryRequest(path, raw, raw, Buffer.from(bytes), metadata, (error) =>
        resolve(error?.code ?? status.OK),
      );
    });
  const database = `projects/${projectId}/databases/${DATABASE}`;
  return {
    set(id: string) {
      const update = { name: `${database}/documents/a/${id}`, fields: { text: { stringValue: "x".repeat(3_000) } } };
      return call("Commit", commitRequest.encode({ database, writes: [{ update }] }).finish());
    },
    read: () => call("GetDocument", Buffer.alloc(0)),
    close: () => client.close(),
  };
}
