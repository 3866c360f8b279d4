import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { canonicalCode } from '@marquee/schema/rules/ticket-code';

/** Crockford's base 32: no I, L, O and U, so that a code read aloud or typed at the door is not misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;

/**
 * The codes of tickets. A code is 100 bits of HMAC-SHA256 over the ticket's random id, under a key derived from a secret setting: as
 * unguessable as a random one, the same on every read, and stored nowhere. The database keeps SHA-256 of it, so the door and the events
 * subgraph recognise a code without knowing it, and a stolen database opens no door. See docs/decisions/ticket-codes.md.
 */
export class TicketCodes {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, 'marquee-ticket-code', '', 32));
  }

  codeOf(ticketId: string): string {
    const bits = createHmac('sha256', this.key).update(ticketId).digest();
    return Array.from({ length: LENGTH }, (_, index) => ALPHABET[fiveBits(bits, index * 5)]).join('');
  }

  hashOf(ticketId: string): string {
    return hashOfCode(this.codeOf(ticketId));
  }
}

/** SHA-256, hex, of a code as a person typed it. */
export const hashOfCode = (code: string): string => createHash('sha256').update(canonicalCode(code)).digest('hex');

/** The five bits that begin at `offset`, most significant first. */
function fiveBits(bytes: Buffer, offset: number): number {
  const start = offset >> 3;
  const pair = (bytes[start]! << 8) | bytes[start + 1]!;
  return (pair >> (11 - (offset & 7))) & 31;
}
