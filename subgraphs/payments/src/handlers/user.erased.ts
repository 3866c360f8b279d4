import { forgetAnswersOf, forgetExportsOf, forgetFilesOf, forgetWorkOf } from '@marquee/platform';
import { randomUUID } from 'node:crypto';
import { erasureReceipts } from '@marquee/schema/rules/erasure';
import { channels } from '../channels';
import type { Handler } from '../context';
import { Prisma } from '../generated/prisma/client';
import { renameGuests } from '../modules/box-office/box-office.store';
import { excuseHolder } from '../modules/deposit/deposit.store';
import { forgetBillingOf } from '../modules/plan/plan.store';
import { endOffersOf } from '../modules/transfer/transfer.store';
import { forgetInspectionsOf } from '../modules/risk/risk-inspection.store';
import { forgetTriesOf } from '../modules/risk/risk.store';
import { buryPerson } from '../modules/person/person.store';

/**
 * Puts a pseudonym in the place of a person who was erased, one for all rows and kept nowhere. Orders, tickets and the ledger keep their
 * amounts: the ledger must still add up, and those who are owed money are still owed it. Nobody can read their tickets' codes after that,
 * because the pseudonym cannot sign in; events forgets that they had them, so no door lets anybody in by them.
 */
export const userErased: Handler<'user.erased'> = async ({ payload }, step) => {
  const { userId } = payload;
  const { tx, now } = step;
  await buryPerson(step, userId);
  const pseudonym = randomUUID();
  await forgetBillingOf(step, { userId, pseudonym });
  const changed = { version: { increment: 1 }, updatedAt: now };
  await tx.order.updateMany({ where: { userId }, data: { userId: pseudonym, billTo: Prisma.DbNull, ...changed } });
  await tx.payment.updateMany({ where: { payerId: userId }, data: { payerId: pseudonym } });
  await renameGuests(step, userId);
  await tx.order.updateMany({ where: { soldBy: userId }, data: { soldBy: pseudonym, ...changed } });
  await tx.refund.updateMany({ where: { handedBy: userId }, data: { handedBy: pseudonym } });
  await forgetInspectionsOf(step, { userId, pseudonym });
  await forgetTriesOf(step, userId);
  await endOffersOf(step, { fromId: userId });
  await endOffersOf(step, { toId: userId });
  await excuseHolder(step, userId);
  await tx.ticket.updateMany({ where: { holderId: userId }, data: { holderId: pseudonym, attendeeName: null, ...changed } });
  await tx.ticketTransfer.updateMany({ where: { fromId: userId }, data: { fromId: pseudonym } });
  await tx.ticketTransfer.updateMany({ where: { toId: userId }, data: { toId: pseudonym } });
  await tx.resale.updateMany({ where: { sellerId: userId, status: 'LISTED' }, data: { status: 'WITHDRAWN', ...changed } });
  await tx.resale.updateMany({ where: { sellerId: userId }, data: { sellerId: pseudonym } });
  await tx.blockCopy.deleteMany({ where: { OR: [{ userId }, { otherId: userId }] } });
  await tx.refund.updateMany({ where: { order: { userId: pseudonym } }, data: { reason: '' } });
  await tx.dispute.updateMany({ where: { order: { userId: pseudonym } }, data: { evidence: null } });
  await tx.revenueShare.updateMany({ where: { creatorId: userId }, data: { creatorId: pseudonym } });
  await tx.revenueShare.updateMany({ where: { curatorId: userId }, data: { curatorId: pseudonym } });
  await tx.ledgerAccount.updateMany({ where: { ownerId: userId }, data: { ownerId: pseudonym } });
  const unpaid = { erased: true, status: 'RESTRICTED' as const, nextPayoutAt: null, nextCheckAt: null, ...changed };
  await tx.payout.updateMany({ where: { decidedBy: userId }, data: { decidedBy: pseudonym } });
  await tx.payee.updateMany({ where: { id: userId }, data: { id: pseudonym, ...unpaid } });
  await tx.taxRate.deleteMany({ where: { ownerId: userId } });
  await tx.sellerDetails.deleteMany({ where: { ownerId: userId } });
  // A document that is under way has its seller's counter: it is waited for, and found below. Names on documents stay: the law wants them kept
  // as they were issued.
  await tx.documentCounter.updateMany({ where: { sellerId: userId }, data: { sellerId: pseudonym } });
  await tx.orderDocument.updateMany({ where: { buyerId: userId }, data: { buyerId: pseudonym } });
  await tx.orderDocument.updateMany({ where: { sellerId: userId }, data: { sellerId: pseudonym } });
  await forgetWorkOf(step, userId);
  await forgetFilesOf(step, userId);
  await tx.eventCopy.updateMany({ where: { creatorId: userId }, data: { creatorId: pseudonym } });
  await tx.$executeRaw`
    UPDATE events SET team = (SELECT coalesce(jsonb_agg(member), '[]') FROM jsonb_array_elements(team) AS member
      WHERE member ->> 'userId' <> ${userId}::text)
    WHERE team @> jsonb_build_array(jsonb_build_object('userId', ${userId}::text))`;
  await tx.curationCopy.updateMany({ where: { curatorId: userId }, data: { curatorId: pseudonym } });
  await tx.attendanceCopy.deleteMany({ where: { userId } });
  await tx.eventInvitationCopy.deleteMany({ where: { userId } });
  await tx.groupMemberCopy.deleteMany({ where: { userId } });
  await tx.organizationMemberCopy.deleteMany({ where: { userId } });
  await forgetAnswersOf(step, userId);
  await forgetExportsOf(step, userId);
  step.push(channels.rights(userId));
  await step.tell(...erasureReceipts('payments', payload, step.now));
};
