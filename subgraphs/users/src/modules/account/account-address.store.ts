import type { Step } from '../../context';
import type { Tx } from '../../db';
import type { User as UserRow } from '../../generated/prisma/client';
import { recordAccountEvent } from '../history/history.store';
import { written } from '../mail/mail-letter';
import { linkWithToken } from '../mail/mail-token';
import { endMailCodes } from '../mail/mail-code.store';
import { endTokens, issueToken, spendToken, tokenOf, waitForNext } from '../mail/mail-token.store';
import { queueMail } from '../mail/mail.store';
import { changeUsers, lockUser } from '../user/user.store';
import { emailKeys } from './account-email';
import { lettersIn } from './account-letters';
import { emailTaken, invalidToken, tooManyMails } from './account.refusals';

const HOUR_MS = 3_600_000;
const LASTS_MS = 24 * HOUR_MS;
const purpose = 'VERIFY_ADDRESS' as const;

/** So many links a person may ask for in an hour; and so many go to one address in a day, whoever asks: it may be a stranger's. */
const OF_A_PERSON = { purpose, most: 5, withinMs: HOUR_MS };
const TO_AN_ADDRESS = { purpose, most: 10, withinMs: 24 * HOUR_MS };

type Person = Pick<UserRow, 'id' | 'username' | 'language'>;
interface Address {
  email: string;
  emailKey: string;
}

/** Refuses an address that somebody else has shown to be theirs. */
export async function refuseTaken(tx: Tx, email: string, userId?: string): Promise<void> {
  const taken = { emailKey: { in: emailKeys(email) }, emailVerifiedAt: { not: null }, id: { not: userId } };
  if ((await tx.user.count({ where: taken })) > 0) throw emailTaken();
}

/** Who shows an address comes after the other, so that the second sees the first; the index holds whatever happens. */
export const lockAddress = ({ tx }: Step, emailKey: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('address:' || ${emailKey}, 0))`;

/** Those who have links sent to one address at the same time are counted one after the other. The last lock that a step takes. */
const countTogether = ({ tx }: Step, emailKey: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('links:' || ${emailKey}, 0))`;

/** Sends a link that shows whose the address is; refuses (TooManyRequests) one more than may be. */
export async function sendVerification(step: Step, { id, username, language }: Person, { email, emailKey }: Address): Promise<void> {
  await countTogether(step, emailKey);
  const retryAt = (await waitForNext(step, { userId: id }, OF_A_PERSON)) ?? (await waitForNext(step, { emailKey }, TO_AN_ADDRESS));
  if (retryAt) throw tooManyMails(retryAt);
  const { id: tokenId, expiresAt } = await issueToken(step, { purpose, userId: id, emailKey, lastsMs: LASTS_MS });
  const letter = written(lettersIn(language).verifyAddress(username, linkWithToken(step.kept.settings.WEB_URL, 'verify-email')));
  await queueMail(step, { ...letter, kind: 'verify-email', to: email, userId: id, tokenId, usefulUntil: expiresAt });
}

/** The same for a new account, which is made in any case: an address that has been sent many links today gets none. */
export async function welcomeAddress(step: Step, person: Person, address: Address): Promise<void> {
  const { emailKey } = address;
  await countTogether(step, emailKey);
  if ((await waitForNext(step, { emailKey }, TO_AN_ADDRESS)) === null) await sendVerification(step, person, address);
}

/**
 * The link was followed: the address is the person's. Others may have given it, too; who shows it first has it. Returns the person's id.
 */
export async function verifyAddress(step: Step, tokenHash: Uint8Array<ArrayBuffer>): Promise<string> {
  const { tx, now } = step;
  const token = await tokenOf(step, purpose, tokenHash);
  if (!token) throw invalidToken();
  const { emailKey } = token;
  await lockAddress(step, emailKey);
  const user = await lockUser(step, token.userId);
  if (!user || !(await spendToken(step, token.id))) throw invalidToken();
  if (emailKey === user.pendingEmailKey) await replaceAddress(step, user, user.pendingEmail!);
  else if (emailKey !== user.emailKey) throw invalidToken();
  else if (user.emailVerifiedAt === null) {
    await refuseTaken(tx, user.email, user.id);
    await changeUsers(step, { id: user.id }, { emailVerifiedAt: now, emailBouncedAt: null });
    await recordAccountEvent(step, { userId: user.id, kind: 'EMAIL_VERIFIED', actorId: user.id });
  } else if (user.emailBouncedAt) await tx.user.update({ where: { id: user.id }, data: { emailBouncedAt: null } });
  return user.id;
}

async function replaceAddress(step: Step, user: UserRow, email: string): Promise<void> {
  const { tx, now } = step;
  const { id, username, pendingEmailKey: emailKey } = user;
  await refuseTaken(tx, email, id);
  const noneIsPending = { pendingEmail: null, pendingEmailKey: null, emailBouncedAt: null };
  await changeUsers(step, { id }, { email, emailKey: emailKey!, emailVerifiedAt: now, ...noneIsPending });
  await recordAccountEvent(step, { userId: id, kind: 'EMAIL_CHANGED', actorId: id });
  // Links that went to the former address are no good any more.
  await endTokens(step, { userId: id });
  await endMailCodes(step, id);
  if (user.emailVerifiedAt === null) return;
  await queueMail(step, {
    ...written(lettersIn(user.language).addressChanged(username)),
    kind: 'email-changed',
    to: user.email,
    userId: id,
  });
}

/** Another address is the person's once they show it; until then the present one is. The present one itself: none is pending any more. */
export async function askForAddress(step: Step, user: UserRow, email: string): Promise<void> {
  const { tx, now } = step;
  const { id, username } = user;
  const [emailKey] = emailKeys(email) as [string, ...string[]];
  if (emailKey === user.emailKey) {
    await tx.user.update({ where: { id }, data: { pendingEmail: null, pendingEmailKey: null, updatedAt: now } });
    if (user.pendingEmailKey) await endTokens(step, { userId: id, emailKey: user.pendingEmailKey });
    return;
  }
  await refuseTaken(tx, email, id);
  await tx.user.update({ where: { id }, data: { pendingEmail: email, pendingEmailKey: emailKey, updatedAt: now } });
  await recordAccountEvent(step, { userId: id, kind: 'EMAIL_CHANGE_ASKED', actorId: id });
  await sendVerification(step, user, { email, emailKey });
  if (user.emailVerifiedAt === null) return;
  await queueMail(step, {
    ...written(lettersIn(user.language).addressChangeAsked(username)),
    kind: 'email-change-asked',
    to: user.email,
    userId: id,
  });
}
