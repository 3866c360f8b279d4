const LONGEST = 500;
/** Of an app on the machine of who uses it, which takes any port that is free (RFC 8252). */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]']);

/** What is wrong with an address that browsers are sent back to, as the end of a sentence about it; null when nothing is. */
export function faultOfRedirect(uri: string): string | null {
  if (uri.length > LONGEST) return `must have at most ${LONGEST} characters`;
  if (!URL.canParse(uri)) return 'must be an address, such as https://example.org/callback';
  const { protocol, hostname, username, password, hash } = new URL(uri);
  const isHere = protocol === 'http:' && (hostname === 'localhost' || LOOPBACK.has(hostname));
  if (protocol !== 'https:' && !isHere) return 'must begin with https://, or be on the machine of who uses the app';
  if (username || password) return 'must not contain a name or a password';
  // Also an empty one: what is written behind it would not be read by a server.
  if (hash || uri.includes('#')) return 'must have no part behind a #';
  // What a browser writes otherwise would never be the same again.
  return /[\s\\*]/.test(uri) ? 'must not contain blanks, backslashes or asterisks' : null;
}

/** Is it one of those of the app? Letter for letter, but for the port of a loopback address. */
export function isOneOf(registered: readonly string[], asked: string): boolean {
  if (registered.includes(asked)) return true;
  if (faultOfRedirect(asked) !== null || !LOOPBACK.has(new URL(asked).hostname)) return false;
  return registered.some((one) => withoutPort(one) === withoutPort(asked));
}

const withoutPort = (uri: string): string => {
  const url = new URL(uri);
  url.port = '';
  return url.href;
};

/** The address with what an app is told behind its `?`. */
export function backTo(redirectUri: string, told: Readonly<Record<string, string | null>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(told)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}
