const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What Google's own page behind a mail's link does, at its simplest: no script, nothing loaded from elsewhere. */
export function resetPage(query: URLSearchParams, said?: string): string {
  const hidden = ["oobCode", "tenantId"]
    .flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [`<input type="hidden" name="${name}" value="${escaped(value)}">`];
    })
    .join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Choose a password</title><h1>Choose a password</h1>
<p>This is the local stand-in's page. With Identity Platform it is Google's, or your own.</p>
${said === undefined ? "" : `<p role="status"><strong>${escaped(said)}</strong></p>`}
<form method="post" action="/__/auth/action">${hidden}
<label>New password <input type="password" name="newPassword" autocomplete="new-password" minlength="6" required></label>
<button>Save</button></form></html>`;
}

export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
