/** Longer names are never matched, so that what is held back while one is compared stays short. */
export const LINK_HOST_CHARS_MAX = 56;

const PREFIX = "://";
/** Letters, digits, dots and whatever else could make the host longer, or be somebody's name before the real host. */
const GOES_ON = /[A-Za-z0-9._~%@:\\-]|\P{ASCII}/u;

/** Whether an address at a place of the text is on the list; `undefined` while that can't be known yet. */
export type Listed = { readonly end: number } | false | undefined;

/**
 * Reads `://host` at `at`, after `https`. The host must be one of the list, letter for letter but for case: no subdomains, no port, no
 * user name; what follows must end it. A full stop ends it before white space or the end.
 * @returns where the host ends
 */
export function listedHost(hosts: readonly string[], text: string, at: number, atEnd: boolean): Listed {
  let undecided = false;
  for (const host of hosts) {
    if (host === "" || host.length > LINK_HOST_CHARS_MAX) continue;
    const wanted = PREFIX + host.toLowerCase();
    const there = text.slice(at, at + wanted.length).toLowerCase();
    if (there.length < wanted.length) {
      undecided ||= !atEnd && wanted.startsWith(there);
      continue;
    }
    if (there !== wanted) continue;
    const end = at + wanted.length;
    const after = text.slice(end, end + 2);
    if (after === "" || (after === "." && !atEnd)) {
      if (atEnd) return { end };
      undecided = true;
    } else if (after === "." || /^\.\s/.test(after) || !GOES_ON.test(after.charAt(0))) return { end };
  }
  return undecided ? undefined : false;
}
