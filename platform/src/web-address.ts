import { BlockList, isIP } from 'node:net';

/** Networks that are not the open internet: this host, private, shared, link-local, multicast, reserved (IANA special-purpose registries). */
const CLOSED = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3],
] as const) CLOSED.addSubnet(network, prefix, 'ipv4'); // prettier-ignore
for (const [network, prefix] of [
  // With ::1, and what was once written for an IPv4 address (::10.0.0.1), or is by translators.
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  // Addresses that hold another one: 6to4, Teredo.
  ['2002::', 16],
  ['2001::', 32],
  ['ff00::', 8],
] as const) {
  CLOSED.addSubnet(network, prefix, 'ipv6');
}

/** Names that resolve inside a network only (RFC 6761, 6762, 8375, ICANN's .internal). */
const INSIDE = /(^|\.)(localhost|local|internal|home\.arpa|lan|intranet)$/;

/** Is this address (IPv4 or IPv6) none of the open internet? What is no address is none. */
export function isClosedAddress(ip: string): boolean {
  const family = isIP(ip);
  return family === 0 || CLOSED.check(ip, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * What is wrong with an address that others will open, as the end of a sentence about it; null when nothing is. An address with a name and
 * a password deceives about where it leads, and one of a private network asks its reader's own network.
 */
export function faultOfWebAddress(address: string): string | null {
  const { username, password, hostname } = new URL(address);
  if (username || password) return 'must not contain a name or a password';
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const closed = isIP(host) ? isClosedAddress(host) : INSIDE.test(host) || !host.includes('.');
  return closed ? 'must be an address that everybody can open' : null;
}
