import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { OrderDocument } from '../../generated/prisma/client';
import { money } from '../money/money';

/** Told when its file can be read, of one that is about an order. */
export const documentIssued = (document: OrderDocument): FactOf<Pick<Topics, 'document.issued'>> => ({
  topic: 'document.issued',
  key: document.id,
  payload: {
    documentId: document.id,
    kind: document.kind,
    number: document.number,
    orderId: document.orderId!,
    eventId: document.eventId!,
    userId: document.buyerId,
    total: money(document.totalMinor, document.currency),
    issuedAt: document.issuedAt.toISOString(),
  },
});
