import type { Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { recordAccountEvent } from '../history/history.store';
import { written } from '../mail/mail-letter';
import { linkWithToken } from '../mail/mail-token';
import { endMailCodes } from '../mail/mail-code.store';
import { endTokens, issueToken, spendToken, tokenOf, waitForNext } from '../mail/mail-token.store';
import { queueMail } from '../mail/mail.store';
import { changeUsers, lockUser } from '../user/user.store';
import { lettersIn } from './account-letters';
import { addressIndex, addressKeys, addressOf, pendingAddressOf, sealedAddress, sealedPending } from '../address/address-sealed';
import { emailTaken, invalidToken, tooManyMails } from './account.refusals';

const HOUR_MS = 3_600_000;
const LASTS_MS = 24 * HOUR_MS;
const purpose = 'VERIFY_ADDRESS' as const;

/** So many links a person may ask for in an hour; and so many go to one address in a day, whoever asks: it may be a stranger's. */
const OF_A_PERSON = { purpose, most: 5, withinMs: HOUR_MS };
const TO_AN_ADDRESS = { purpose, most: 10, withinMs: 24 * HOUR_MS };

type Person = Pick<UserRow, 'id' | 'username' | 'language'>;

/** Refuses an address that somebody else has shown to be theirs. */
export async function refuseTaken({ tx, kept }: Pick<Step, 'tx' | 'kept'>, email: string, userId?: string): Promise<void> {
  const taken = { emailKey: { in: addressKeys(kept.fields, email) }, emailVerifiedAt: { not: null }, id: { not: userId } };
  if ((await tx.user.count({ where: taken })) > 0) throw emailTaken();
}

/** Who shows an address comes after the other, so that the second sees the first; the index holds whatever happens. */
export const lockAddress = ({ tx, kept }: Step, address: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('address:' || ${addressIndex(kept.fields, address)}, 0))`;

/** Those who have links sent to one address at the same time are counted one after the other. The last lock that a step takes. */
const countTogether = ({ tx, kept }: Step, address: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('links:' || ${addressIndex(kept.fields, address)}, 0))`;

/** Sends a link that shows whose the address is; refuses (TooManyRequests) one more than may be. */
export async function sendVerification(step: Step, { id, username, language }: Person, email: string): Promise<void> {
  await countTogether(step, email);
  const { fields } = step.kept;
  const toThere = { emailKey: { in: addressKeys(fields, email) } };
  const retryAt = (await waitForNext(step, { userId: id }, OF_A_PERSON)) ?? (await waitForNext(step, toThere, TO_AN_ADDRESS));
  if (retryAt) throw tooManyMails(retryAt);
  const { id: tokenId, expiresAt } = await issueToken(step, {
    purpose,
    userId: id,
    emailKey: addressIndex(fields, email),
    lastsMs: LASTS_MS,
  });
  const letter = written(lettersIn(language).verifyAddress(username, linkWithToken(step.kept.settings.WEB_URL, 'verify-email')));
  await queueMail(step, { ...letter, kind: 'verify-email', to: email, userId: id, tokenId, usefulUntil: expiresAt });
}

/** The same for a new account, which is made in any case: an address that has been sent many links today gets none. */
export async function welcomeAddress(step: Step, person: Person, email: string): Promise<void> {
  await countTogether(step, email);
  const toThere = { emailKey: { in: addressKeys(step.kept.fields, email) } };
  if ((await waitForNext(step, toThere, TO_AN_ADDRESS)) === null) await sendVerification(step, person, email);
}

/**
 * The link was followed: the address is the person's. Others may have given it, too; who shows it first has it. Returns the person's id.
 */
export async function verifyAddress(step: Step, tokenHash: Uint8Array<ArrayBuffer>): Promise<string> {
  const { tx, now } = step;
  const token = await tokenOf(step, purpose, tokenHash);
  if (!token) throw invalidToken();
  const { userId: id, emailKey } = token;
  // The lock on the address comes first, so what it is about is read before: it may be another account's by the time that the row is locked.
  const meant = addressMeant(step, await tx.user.findUnique({ where: { id } }), emailKey);
  if (!meant) throw invalidToken();
  await lockAddress(step, meant.email);
  const user = await lockUser(step, id);
  if (!user || !(await spendToken(step, token.id))) throw invalidToken();
  const { email, isPending } = addressMeant(step, user, emailKey) ?? {};
  if (email === undefined || email !== meant.email) throw invalidToken();
  if (isPending) await replaceAddress(step, user, email);
  else if (user.emailVerifiedAt === null) {
    await refuseTaken(step, email, user.id);
    await changeUsers(step, { id: user.id }, { emailVerifiedAt: now, emailBouncedAt: null });
    await recordAccountEvent(step, { userId: user.id, kind: 'EMAIL_VERIFIED', actorId: user.id });
  } else if (user.emailBouncedAt) await tx.user.update({ where: { id: user.id }, data: { emailBouncedAt: null } });
  return user.id;
}

/** Which of an account's addresses a link went to; null where it is not the account's any more. */
function addressMeant({ kept }: Step, user: UserRow | null, emailKey: string): { email: string; isPending: boolean } | null {
  if (!user) return null;
  const pending = pendingAddressOf(kept.fields, user);
  const isOf = (email: string) => addressKeys(kept.fields, email).includes(emailKey);
  if (pending !== null && isOf(pending)) return { email: pending, isPending: true };
  const email = addressOf(kept.fields, user);
  return isOf(email) ? { email, isPending: false } : null;
}

async function replaceAddress(step: Step, user: UserRow, email: string): Promise<void> {
  const { now, kept } = step;
  const { id, username } = user;
  await refuseTaken(step, email, id);
  const noneIsPending = { pendingEmail: null, pendingEmailKey: null, emailBouncedAt: null };
  await changeUsers(step, { id }, { ...sealedAddress(kept.fields, id, email), emailVerifiedAt: now, ...noneIsPending });
  await recordAccountEvent(step, { userId: id, kind: 'EMAIL_CHANGED', actorId: id });
  // Links that went to the former address are no good any more.
  await endTokens(step, { userId: id });
  await endMailCodes(step, id);
  if (user.emailVerifiedAt === null) return;
  await queueMail(step, {
    ...written(lettersIn(user.language).addressChanged(username)),
    kind: 'email-changed',
    to: addressOf(kept.fields, user),
    userId: id,
  });
}

/** Another address is the person's once they show it; until then the present one is. The present one itself: none is pending any more. */
export async function askForAddress(step: Step, user: UserRow, email: string): Promise<void> {
  const { tx, now, kept } = step;
  const { id, username } = user;
  if (addressIndex(kept.fields, addressOf(kept.fields, user)) === addressIndex(kept.fields, email)) {
    await tx.user.update({ where: { id }, data: { pendingEmail: null, pendingEmailKey: null, updatedAt: now } });
    const pending = pendingAddressOf(kept.fields, user);
    if (pending !== null) await endTokens(step, { userId: id, emailKey: { in: addressKeys(kept.fields, pending) } });
    return;
  }
  await refuseTaken(step, email, id);
  await tx.user.update({ where: { id }, data: { ...sealedPending(kept.fields, id, email), updatedAt: now } });
  await recordAccountEvent(step, { userId: id, kind: 'EMAIL_CHANGE_ASKED', actorId: id });
  await sendVerification(step, user, email);
  if (user.emailVerifiedAt === null) return;
  await queueMail(step, {
    ...written(lettersIn(user.language).addressChangeAsked(username)),
    kind: 'email-change-asked',
    to: addressOf(kept.fields, user),
    userId: id,
  });
}
