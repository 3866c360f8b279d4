import type { Step } from '../../context';
import type { Kept } from '../../kept';
import { postNotification } from '../notification/notification.store';
import { securityAlert } from '../notification/notification-security-content';
import { invalidSmsCode } from './phone.refusals';
import { endSmsCodes, spendSmsCode } from './sms-code.store';

const placeOf = (userId: string) => ({ table: 'phones', column: 'number', id: userId });

/** The number that a person has shown to be theirs, in E.164; null when there is none. For them, and to send them something. */
export async function phoneOf({ db, fields }: Pick<Kept, 'db' | 'fields'>, userId: string): Promise<string | null> {
  const row = await db.prisma.phone.findUnique({ where: { userId } });
  return row && fields.open(placeOf(userId), row.number);
}

/** The code was right: the phone it was sent to is the person's, in place of another. */
export async function confirmPhone(step: Step, userId: string, codeId: string): Promise<null> {
  const { tx, now, kept } = step;
  const code = await spendSmsCode(step, codeId);
  if (!code) throw invalidSmsCode();
  const { numberKey } = code;
  const plain = kept.fields.open({ table: 'sms_codes', column: 'number', id: codeId }, code.number);
  const before = await tx.phone.findUnique({ where: { userId } });
  const phone = { number: kept.fields.seal(placeOf(userId), plain), numberKey, confirmedAt: now };
  await tx.phone.upsert({ where: { userId }, create: { ...phone, userId }, update: phone });
  // A first phone is no second factor until its person says so, whatever they said of one they had before.
  if (!before) await tx.user.updateMany({ where: { id: userId, codesBySms: true }, data: { codesBySms: false, updatedAt: now } });
  // A code that went to the former phone is not this one's.
  if (before && before.numberKey !== numberKey) await endSmsCodes(step, userId, 'SIGN_IN');
  if (before?.numberKey !== numberKey) await postNotification(step, [userId], securityAlert({ what: 'PHONE_ADDED' }, now));
  return null;
}

/** Nobody is reached by it any more, and it is no second factor: another phone does not become one by itself. The person's row is locked. */
export async function removePhone(step: Step, userId: string): Promise<null> {
  await step.tx.user.updateMany({ where: { id: userId, codesBySms: true }, data: { codesBySms: false, updatedAt: step.now } });
  const { count } = await step.tx.phone.deleteMany({ where: { userId } });
  for (const purpose of ['CONFIRM_PHONE', 'SIGN_IN'] as const) await endSmsCodes(step, userId, purpose);
  if (count > 0) await postNotification(step, [userId], securityAlert({ what: 'PHONE_REMOVED' }, step.now));
  return null;
}
