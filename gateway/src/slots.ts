/** How many of a kind may be open at once for one key. Counted in this process alone: several gateways each have their own. */
export class Places {
  private readonly taken = new Map<string, number>();

  /** `limit` 0 is no limit. */
  constructor(readonly limit: number) {}

  /** Answers how to give the place back, or null when none is free. A missing key has nothing to be counted by. */
  take(key: string | undefined): (() => void) | null {
    if (this.limit === 0 || key === undefined) return NOTHING_TAKEN;
    const taken = this.taken.get(key) ?? 0;
    if (taken >= this.limit) return null;
    this.taken.set(key, taken + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = this.taken.get(key)! - 1;
      if (left) this.taken.set(key, left);
      else this.taken.delete(key);
    };
  }
}

const NOTHING_TAKEN = () => {};

/** What is open to clients at this moment, on whatever transport: sockets and streams over HTTP draw on the same places. */
export class OpenConnections {
  readonly ofViewers: Places;
  private readonly ofNetworks: Places;

  constructor(limits: { readonly perViewer: number; readonly perIp: number }) {
    this.ofViewers = new Places(limits.perViewer);
    this.ofNetworks = new Places(limits.perIp);
  }

  takeFrom(ip: string | undefined): (() => void) | null {
    return this.ofNetworks.take(ip === undefined ? undefined : networkOf(ip));
  }
}

/**
 * What stands for one customer of an internet provider: an IPv4 address, or the first half of an IPv6 address, because each customer
 * gets at least 2^64 of those.
 */
export function networkOf(ip: string): string {
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (embedded) return embedded;
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.split('%', 1)[0]!.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
