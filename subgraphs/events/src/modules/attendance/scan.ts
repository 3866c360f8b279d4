import { createHash } from 'node:crypto';
import { canonicalCode } from '@marquee/schema/rules/ticket-code';

/** What a scanner shows the door: a ticket's code, or a person whom it found by name. */
export interface Shown {
  userId?: string | null;
  ticketCode?: string | null;
}

/** SHA-256, hex, of a ticket's code as the door read it: all that is known of codes here. */
export const hashOfCode = (code: string): string => createHash('sha256').update(canonicalCode(code)).digest('hex');

/** What a scan is about: the same scan sent again is about the same. */
export const subjectOf = ({ userId, ticketCode }: Shown): string => (ticketCode ? `ticket:${hashOfCode(ticketCode)}` : `person:${userId}`);
