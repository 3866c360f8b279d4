import { BlockList, isIP } from 'node:net';
import type { KeyGrant } from './key-owner';

/** Where a request with a key comes from. */
export interface CalledFrom {
  readonly ip?: string | undefined;
  /** Of the page that asks; programs name none. */
  readonly origin?: string | undefined;
}

/** Where a key is good: from its networks, and for its pages. */
export class KeyPlaces {
  private readonly networks: BlockList | null;
  private readonly origins: ReadonlySet<string> | null;

  constructor({ networks, origins }: Pick<KeyGrant, 'networks' | 'origins'>) {
    this.networks = networks.length > 0 ? listOf(networks) : null;
    this.origins = origins.length > 0 ? new Set(origins) : null;
  }

  /** Where a key has places of a kind, a request that says nothing of it is from none of them. */
  admit({ ip, origin }: CalledFrom): boolean {
    if (this.origins && !this.origins.has(origin ?? '')) return false;
    return !this.networks || this.isWithin(ip ?? '');
  }

  private isWithin(ip: string): boolean {
    const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
    const family = isIP(address);
    return family !== 0 && this.networks!.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
