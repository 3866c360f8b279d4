import type { IncomingMessage } from 'node:http';
import type { Logger } from '@marquee/platform';

/** So many different hosts are told in the log; who makes up more fills no log. */
const MOST_TOLD = 100;
const PORT = /:\d+$/;

export const WRONG_HOST =
  'This server is not for the host of this request. Its operator names those it is for in ALLOWED_HOSTS; a proxy in front must pass the host header on.';

/**
 * The hosts that the gateway is for. A page may have its own name lead to the gateway's address (DNS rebinding): then its origin and the
 * host are the same, and only the name tells that it is nobody's here.
 */
export class Hosts {
  private readonly names: ReadonlySet<string>;
  /** `.example.org` for everything below it. */
  private readonly below: readonly string[];
  private readonly told = new Set<string>();

  /** Names without a port; `*.example.org` for all below one. None, or `*`: any host. */
  constructor(
    private readonly allowed: readonly string[],
    private readonly logger: Logger,
  ) {
    const all = allowed.map((name) => name.toLowerCase());
    this.names = new Set(all);
    this.below = all.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
  }

  get isOpen(): boolean {
    return this.allowed.length === 0 || this.names.has('*');
  }

  admits({ headers: { host = '' } }: IncomingMessage): boolean {
    if (this.isOpen) return true;
    const name = host.toLowerCase().replace(PORT, '').replace(/\.$/, '');
    if (this.names.has(name) || this.below.some((end) => name.endsWith(end) && name.length > end.length)) return true;
    this.tell(host);
    return false;
  }

  private tell(host: string): void {
    if (this.told.has(host) || this.told.size >= MOST_TOLD) return;
    this.told.add(host);
    this.logger.warn({ host: host.slice(0, 200) }, 'a request for this host was refused; ALLOWED_HOSTS names those that are answered');
  }
}
