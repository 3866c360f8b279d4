import { id, idempotencyKey, line, text, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';
import { MOST_MS } from './document-span';

const party = {
  name: withoutCard(line(120)),
  address: withoutCard(text(400, 1)),
  taxNumber: line(40).nullish(),
};

export const billTo = () => z.object(party).transform(({ taxNumber = null, ...rest }) => ({ ...rest, taxNumber }));

export const setSellerDetailsInput = z.object({ organizationId: id().nullish(), ...party, idempotencyKey: idempotencyKey() });

export const makeTicketPdfInput = z.object({ ticketId: id(), idempotencyKey: idempotencyKey() });

export const exportDocumentsInput = z
  .object({
    organizationId: id().nullish(),
    content: z.enum(['DOCUMENTS', 'TAXES']),
    from: z.date(),
    until: z.date(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ from, until }) => from < until, { path: ['until'], error: 'must be after from' })
  .refine(({ from, until }) => until.getTime() - from.getTime() <= MOST_MS, {
    path: ['until'],
    error: 'must be at most 366 days after from',
  });

export type SetSellerDetails = z.output<typeof setSellerDetailsInput>;
export type MakeTicketPdf = z.output<typeof makeTicketPdfInput>;
export type ExportDocuments = z.output<typeof exportDocumentsInput>;
