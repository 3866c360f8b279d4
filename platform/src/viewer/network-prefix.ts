import { isIP } from 'node:net';

/** Stands for the network of a caller whose address is not known. */
export const UNKNOWN_NETWORK = 'unknown';

/**
 * The prefix of the network that an address belongs to, as failed sign-ins and tries to pay are counted: /24 of IPv4, /64 of IPv6, because one
 * household or one attacker usually has all of it.
 */
export function networkPrefixOf(ip: string | undefined): string {
  if (!ip) return UNKNOWN_NETWORK;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  const address = (mapped ?? ip).split('%')[0]!;
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(address) === 6) return `${firstHalf(address)}::/64`;
  return UNKNOWN_NETWORK;
}

/** The first four groups, written without leading zeros, in whichever way the address was abbreviated. */
function firstHalf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => (parseInt(group, 16) || 0).toString(16))
    .join(':');
}
