import type { StackUser } from "./stack.ts";
import type { LocalHandler } from "./stand-ins/gateway.ts";

/** What somebody sees who opens the local address in a browser. Static: no script, nothing loaded from elsewhere. */
export function welcome(users: readonly StackUser[]): LocalHandler {
  const rows = users
    .map(
      ({ email, tenant, role, projects }) =>
        `<tr><td>${email}</td><td>${tenant}</td><td>${role}</td><td>${projects.join(", ")}</td></tr>`,
    )
    .join("");
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Belfry, on this machine</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#1d2733}table{border-collapse:collapse}
td,th{padding:.3rem .9rem .3rem 0;text-align:left;border-bottom:1px solid #d8dee6}code{background:#f1f4f8;padding:.1rem .3rem;border-radius:3px}</style>
<h1>Belfry is running</h1>
<p>The API is under <code>/v1</code>; its contract is <a href="/v1/openapi.json">/v1/openapi.json</a> (OpenAPI 3.1).
<code>npm run tour</code> walks through all of it. This machine only: nothing here is reachable from the network.</p>
<h2>Sign-ins</h2><table><tr><th>E-mail</th><th>Organisation</th><th>Role</th><th>Projects</th></tr>${rows}</table>
</html>`;
  return (request, response) => {
    if (request.url !== "/") {
      response.writeHead(404, { "content-type": "text/plain" }).end("There is nothing here. The API is under /v1.\n");
      return;
    }
    response
      .writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        "x-content-type-options": "nosniff",
      })
      .end(html);
  };
}
