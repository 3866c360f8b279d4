import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { addressOf } from '../address/address-sealed';
import { written } from '../mail/mail-letter';
import { tokenPlace } from '../mail/mail-token';
import { endMailCodes } from '../mail/mail-code.store';
import { queueMail } from '../mail/mail.store';
import { CODE_LASTS_MS, GUESSES, isCode } from '../phone/sms-code';
import { guessSmsCode } from '../phone/sms-code.store';
import { factorLettersIn } from './factor-letters';
import { tooManyMailCodes } from './factor.refusals';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUDGETS = [
  { most: 5, withinMs: HOUR_MS },
  { most: 10, withinMs: DAY_MS },
] as const;

/** A code as it was typed, and which of those that were sent it is. */
export interface TypedCode {
  text: string;
  smsId: string | null;
  mailId: string | null;
}

/** Mails a code after the commit; the person's former ones end. Refuses (TooManyRequests) one more than may be. The person's row is locked. */
export async function sendMailCode(step: Step, user: UserRow): Promise<{ expiresAt: Date }> {
  const { tx, now, kept } = step;
  const { id: userId, username, language } = user;
  for (const { most, withinMs } of BUDGETS) {
    const createdAt = { gt: new Date(now.getTime() - withinMs) };
    const nth = await tx.mailCode.findFirst({ where: { userId, createdAt }, orderBy: { createdAt: 'desc' }, skip: most - 1 });
    if (nth) throw tooManyMailCodes(new Date(nth.createdAt.getTime() + withinMs));
  }
  await endMailCodes(step, userId);
  const id = randomUUID();
  const expiresAt = new Date(now.getTime() + CODE_LASTS_MS);
  await tx.mailCode.create({ data: { id, userId, createdAt: now, expiresAt } });
  const letter = written(factorLettersIn(language).code(username, tokenPlace));
  await queueMail(step, { ...letter, kind: 'sign-in-code', to: addressOf(kept.fields, user), userId, tokenId: id, usefulUntil: expiresAt });
  return { expiresAt };
}

/**
 * Counts a guess at the codes that were sent, before its outcome is known, and says which of them it is. Outside of the change that follows,
 * because what is refused there is taken back, and a guess is not.
 */
export async function typedCode(kept: Kept, userId: string, text: string): Promise<TypedCode> {
  const guess = text.replace(/\s/g, '');
  if (!/^\d{6}$/.test(guess)) return { text, smsId: null, mailId: null };
  const smsId = await guessSmsCode(kept, { userId, purpose: 'SIGN_IN' }, guess);
  const [open] = await kept.db.query<{ id: string }>({
    name: 'mail_code_guess',
    text: `UPDATE mail_codes SET guesses = guesses + 1
           WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND guesses < $3 RETURNING id`,
    values: [userId, kept.clock.now(), GUESSES],
  });
  return { text, smsId, mailId: open && isCode(kept.secrets.mailCodes, open.id, guess) ? open.id : null };
}

/** Uses a mailed code up. False when it is not good any more: of several at the same time one has true. */
export async function spendMailCode({ tx, now }: Step, id: string): Promise<boolean> {
  const { count } = await tx.mailCode.updateMany({ where: { id, endedAt: null, expiresAt: { gt: now } }, data: { endedAt: now } });
  return count > 0;
}
