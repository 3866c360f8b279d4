import type { Step } from '../../context';
import type { PlanInvoice } from '../../generated/prisma/client';
import type { BillingInterval } from '../../generated/prisma/enums';
import type { DocumentLine } from './document-lines';
import { writeDocument } from './document.store';
import type { DocumentContent } from './document.types';

/** The platform as a seller: it has an id that no person and no organisation has. */
export const PLATFORM_SELLER = '00000000-0000-4000-8000-000000000001';

const INTERVALS: Readonly<Record<BillingInterval, string>> = { MONTH: 'a month', YEAR: 'a year' };

/** The invoice of a period that was paid just now; a receipt, where the settings do not say who sells it. */
export async function issuePlanInvoice(step: Step, invoice: PlanInvoice): Promise<void> {
  const { settings } = step.kept;
  const { PLAN_SELLER_NAME: name, PLAN_SELLER_ADDRESS: address, PLAN_SELLER_TAX_NUMBER: taxNumber = null } = settings;
  const seller = name && address ? { name, address, taxNumber } : null;
  const content: DocumentContent = {
    ...{ seller, billTo: null, corrects: null },
    notes: [`From ${dayOf(invoice.periodStart)} until ${dayOf(invoice.periodEnd)}.`, ...creditNotes(invoice)],
    event: { title: titleOf(invoice), startsAt: invoice.periodStart.toISOString() },
  };
  const kind = seller ? 'INVOICE' : 'RECEIPT';
  const line = lineOf(step, titleOf(invoice), invoice.amountMinor, invoice.taxMinor);
  await writeDocument(step, {
    kind,
    sellerId: PLATFORM_SELLER,
    ...aboutPlan(invoice, invoice.id),
    correctsId: null,
    content,
    lines: [line],
  });
}

/** What went back of a period, or was called back for good. */
export async function issuePlanNote(
  step: Step,
  invoice: PlanInvoice,
  { referenceId, amountMinor, taxMinor, text }: { referenceId: string; amountMinor: bigint; taxMinor: bigint; text: string },
): Promise<void> {
  const sale = await step.tx.orderDocument.findUniqueOrThrow({ where: { referenceId: invoice.id } });
  const content: DocumentContent = { ...(sale.content as unknown as DocumentContent), corrects: sale.number, notes: [] };
  const lines = [lineOf(step, `${titleOf(invoice)}: ${text}`, amountMinor, taxMinor)];
  const about = aboutPlan(invoice, referenceId);
  await writeDocument(step, { kind: 'CREDIT_NOTE', sellerId: sale.sellerId, ...about, correctsId: sale.id, content, lines });
}

const aboutPlan = ({ id: planInvoiceId, userId: buyerId, currency }: PlanInvoice, referenceId: string) => ({
  about: { orderId: null, eventId: null, planInvoiceId, buyerId, currency },
  referenceId,
});

const creditNotes = ({ creditMinor }: PlanInvoice): string[] => (creditMinor > 0n ? ['Less what was not used of the period before.'] : []);

const lineOf = ({ kept }: Step, text: string, total: bigint, tax: bigint): DocumentLine => {
  const basisPoints = Number(kept.settings.PLAN_TAX_BASIS_POINTS);
  const taxed = basisPoints > 0;
  return {
    ...{ text, quantity: 1, unitPriceMinor: total, netMinor: total - tax, taxMinor: tax },
    ...{ taxName: taxed ? 'Tax' : null, taxBasisPoints: taxed ? basisPoints : null, taxMode: taxed ? 'INCLUSIVE' : null },
  };
};

const titleOf = ({ plan, interval }: PlanInvoice): string => `Marquee ${plan}, ${INTERVALS[interval]}`;
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
