import { currencyDigits } from '@marquee/platform';
import type { EventCopy } from '../../generated/prisma/client';
import { doorDecides, type DoorHours } from '../event/door-window';
import { minimumCharge } from '../money/minimum-charge';

/** Are tickets of the event resold: it is to come, and its door not about to open? */
export const isResaleOpen = (event: Pick<EventCopy, 'status' | 'startsAt' | 'endsAt'>, now: Date, hours: DoorHours): boolean =>
  event.status === 'PUBLISHED' && event.endsAt > now && !doorDecides(event, now, hours);

/** Can a ticket that cost so much be paid for by itself? With a code places may cost less than processors charge, many of one order together. */
export const isPayable = (priceMinor: bigint, currency: string): boolean =>
  priceMinor >= BigInt(minimumCharge(currency, currencyDigits(currency)));
