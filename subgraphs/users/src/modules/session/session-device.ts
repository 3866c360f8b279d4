interface Device {
  userAgent: string | null;
  clientName: string | null;
}

/** What is the same of a device from one version of its software to the next. */
export const deviceKey = ({ userAgent, clientName }: Device): string =>
  `${clientName ?? ''} ${(userAgent ?? '').replace(/[\d._]+/g, '')}`.toLowerCase();

// In this order: each of them calls itself by the names after it, too.
const BROWSERS = [
  ['Edge', /\bEdg/],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const;
const SYSTEMS = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** A device in words that its owner knows: `Firefox, Windows`; null when it says nothing of itself. */
export function deviceName({ userAgent, clientName }: Device): string | null {
  const find = (names: readonly (readonly [string, RegExp])[]) => names.find(([, pattern]) => pattern.test(userAgent ?? ''))?.[0];
  const known = [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined);
  const said = known.length > 0 ? known.join(', ') : (userAgent?.split(' ')[0]?.slice(0, 60) ?? null);
  return clientName && said ? `${clientName} (${said})` : (clientName ?? said);
}
