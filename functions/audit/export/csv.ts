import type { AuditEvent } from "../../core/event.ts";

const COLUMNS: readonly (readonly [string, (event: AuditEvent) => string])[] = [
  ["sequence", (event) => String(event.metadata.sequence ?? "")],
  ["time", (event) => event.time_dt],
  ["uid", (event) => event.metadata.uid],
  ["operation", (event) => event.api.operation],
  ["status", (event) => (event.status_id === 1 ? "success" : "failure")],
  ["status_code", (event) => event.status_code ?? ""],
  ["actor", (event) => event.actor.user.uid],
  ["role", (event) => event.actor.user.groups?.[0]?.name ?? ""],
  ["resources", (event) => event.resources.map(({ type, uid }) => `${type}:${uid}`).join(" ")],
  [
    "facts",
    (event) =>
      Object.entries(event.unmapped)
        .map(([name, value]) => `${name}=${value}`)
        .join(" "),
  ],
];

/** RFC 4180, with CRLF. */
export const CSV_HEADER = `${COLUMNS.map(([name]) => name).join(",")}\r\n`;

export function csvLine(event: AuditEvent): string {
  return `${COLUMNS.map(([, read]) => csvField(read(event))).join(",")}\r\n`;
}

/** In the place of an event that is damaged: its id, and that it is. */
export function csvDamagedLine(id: string): string {
  const cells: Readonly<Record<string, string>> = { uid: id, status: "damaged" };
  return `${COLUMNS.map(([name]) => csvField(cells[name] ?? "")).join(",")}\r\n`;
}

/**
 * One field. What a spreadsheet would run as a formula gets an apostrophe in front, full-width forms included, which some
 * spreadsheets fold to ASCII (OWASP, "CSV Injection").
 */
export function csvField(value: string): string {
  const guarded = /^[=+\-@\t\r\0＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
