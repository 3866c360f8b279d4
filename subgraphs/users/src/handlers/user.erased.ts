import { erasureReceipts } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';
import { erasePerson } from '../modules/erasure/erasure-person.store';

/** Erases a person here, and tells the receipt in the same step. Late and repeated facts change nothing. */
export const userErased: Handler<'user.erased'> = async ({ payload }, step) => {
  await erasePerson(step, payload.userId);
  await step.tell(...erasureReceipts('users', payload, step.now));
/**
 * Deletes the files and the mails of a person who was erased (files with the next turn of the job, however the store is), what they were told
 * and what of it was to be mailed, and what others were told of their doing, which older texts call them by name in. Late and repeated facts
 * change nothing.
 */
export const userErased: Handler<'user.erased'> = async ({ payload: { userId } }, step) => {
  await step.tx.user.updateMany({ where: { id: userId, avatarKey: { not: null } }, data: { avatarKey: null } });
  await step.tx.notification.deleteMany({ where: { OR: [{ actorId: userId }, { userId }] } });
  await step.tx.delivery.deleteMany({ where: { userId } });
  await step.tx.personSearch.deleteMany({ where: { userId } });
  await step.tx.deedChange.deleteMany({ where: { userId } });
  await step.tx.earnedBadge.deleteMany({ where: { userId } });
  await step.tx.eventReminder.deleteMany({ where: { userId } });
  await step.tx.mutedSubject.deleteMany({ where: { userId } });
  await step.tx.mail.deleteMany({ where: { userId } });
  await step.tx.totp.deleteMany({ where: { userId } });
  await step.tx.backupCode.deleteMany({ where: { userId } });
  await step.tx.loginChallenge.deleteMany({ where: { userId } });
  await step.tx.phone.deleteMany({ where: { userId } });
  await step.tx.smsCode.deleteMany({ where: { userId } });
  await step.tx.signIn.deleteMany({ where: { userId } });
  await step.tx.accountEvent.deleteMany({ where: { userId } });
  await step.tx.accountEvent.updateMany({ where: { actorId: userId }, data: { actorId: null } });
  await step.tx.formerUsername.deleteMany({ where: { userId } });
  await step.tx.mailToken.deleteMany({ where: { userId } });
  await forgetFilesOf(step, userId);
};
