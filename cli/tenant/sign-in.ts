import { request } from "node:https";
import { z } from "zod";
import type { Clients } from "./clients.ts";
import { Stop } from "./stop.ts";

/** Who signs in to an organisation: people whom an administrator invited, by password, or everybody whom its own directory vouches for. */
export type SignIn = "password" | "directory";

const CLIENT = { permissions: { disabledUserDeletion: true } };

/**
 * Both doors in one change: with passwords on and sign-up open anybody could come in, so there is no moment of it.
 *
 * Over the API itself: firebase-admin has no word for `client.permissions`.
 */
export async function setSignIn(clients: Clients, tenantId: string, by: SignIn): Promise<void> {
  const body = {
    allowPasswordSignup: by === "password",
    client: { permissions: { ...CLIENT.permissions, disabledUserSignup: by === "password" } },
  };
  await patch(clients, tenantId, "allowPasswordSignup,client.permissions", body);
}

const Answer = z.object({ error: z.object({ message: z.string() }).optional() });

async function patch(clients: Clients, tenantId: string, updateMask: string, body: object): Promise<void> {
  const { project, credential, agent } = clients;
  const { access_token: token } = await credential.getAccessToken();
  const path = `/v2/projects/${project}/tenants/${tenantId}?updateMask=${encodeURIComponent(updateMask)}`;
  const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
    const asked = request(
      `https://identitytoolkit.googleapis.com${path}`,
      {
        method: "PATCH",
        ...(agent === undefined ? {} : { agent }),
        timeout: 30_000,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          // A person's own credentials belong to no project: this one pays and must have the API on.
          "x-goog-user-project": project,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve([answer.statusCode ?? 0, Buffer.concat(chunks).toString("utf8")]));
        answer.on("error", reject);
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("identity platform did not answer within 30 seconds")));
    asked.on("error", reject);
    asked.end(JSON.stringify(body));
  });
  if (status === 200) return;
  const said = Answer.safeParse(parsed(text)).data?.error?.message ?? "no reason given";
  throw new Stop(`Identity Platform refused to change how people sign in (${status}): ${said}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
