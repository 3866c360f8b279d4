import { decrypt, encrypt } from '@marquee/platform';
import type { Identity, ProviderName } from '../../ports/identity-provider';

const LASTS_MS = 15 * 60_000;

export type ShownIdentity = Identity & { provider: ProviderName };

/** Who was shown by a provider and has no account yet, sealed for the client to bring back: nothing of strangers lies in the database. */
export const ticketFor = (key: Buffer, identity: ShownIdentity, now: Date): string =>
  Buffer.from(encrypt(key, Buffer.from(JSON.stringify({ identity, until: now.getTime() + LASTS_MS })))).toString('base64url');

/** Null for one that is not of ours, or too old. */
export function readTicket(key: Buffer, ticket: string, now: Date): ShownIdentity | null {
  try {
    const { identity, until } = JSON.parse(decrypt(key, Buffer.from(ticket, 'base64url')).toString()) as {
      identity: ShownIdentity;
      until: number;
    };
    return now.getTime() < until ? identity : null;
  } catch {
    return null;
  }
}
