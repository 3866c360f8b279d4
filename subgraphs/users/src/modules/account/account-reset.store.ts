import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { MailToken } from '../../generated/prisma/client';
import { written } from '../mail/mail-letter';
import { linkWithToken } from '../mail/mail-token';
import { issueToken, spendToken, waitForNext } from '../mail/mail-token.store';
import { queueMail } from '../mail/mail.store';
import { removePhone } from '../phone/phone.store';
import { endApiKeys } from '../api-key/api-key.store';
import { endAppsOf } from '../oauth/oauth-authorization.store';
import { recordAccountEvent, recordSignIn } from '../history/history.store';
import type { Origin } from '../session/session-origin';
import { endSessions } from '../session/session.store';
import { lockUser } from '../user/user.store';
import { pauseWebhooks } from '../webhook/webhook.store';
import { lettersIn } from './account-letters';
import { accountNamed, firstNamed } from './account-name';
import { addressIndex, addressKeys, addressOf, isInClear } from '../address/address-sealed';
import { invalidToken, tooManyMails } from './account.refusals';
import { setPassword } from './account.store';

const HOUR_MS = 3_600_000;
const LASTS_MS = 10 * 60_000;
const purpose = 'RESET_PASSWORD' as const;

/** In an hour: of one address, whoever has it; of one network, whatever it types. */
const OF_AN_ADDRESS = 3;
const OF_A_NETWORK = 20;
/** So many links a day go to an address that its account has not shown to be theirs: it may be a stranger's. */
const TO_ONLY_GIVEN = { purpose, most: 3, withinMs: 24 * HOUR_MS };
/** Stands for the network of a caller whose address is not known; such callers have no network in common. */
const UNKNOWN = 'unknown';

/**
 * Writes down that somebody forgot their password, which is the same and takes the same time whether anybody has the address or not; refuses
 * (TooManyRequests) what is asked too often, whoever has it.
 */
export async function requestPassword({ tx, now, kept }: Step, address: string, network: string): Promise<null> {
  const id = randomUUID();
  const sealed = sealedRequest(kept, id, address);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('password:' || ${sealed.emailKey}, 0))`;
  const since = new Date(now.getTime() - HOUR_MS);
  const waitFor = async (whose: { emailKey: { in: string[] } } | { network: string }, most: number) => {
    const recent = await tx.passwordRequest.findMany({
      where: { ...whose, createdAt: { gt: since } },
      orderBy: { createdAt: 'desc' },
      take: most,
    });
    return recent.length < most ? null : new Date(recent.at(-1)!.createdAt.getTime() + HOUR_MS);
  };
  const ofAddress = await waitFor({ emailKey: { in: addressKeys(kept.fields, address) } }, OF_AN_ADDRESS);
  // Of one network whatever it types: those that type different addresses at the same time are counted one after the other, too.
  if (network !== UNKNOWN) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('password-network:' || ${network}, 0))`;
  const retryAt = ofAddress ?? (network === UNKNOWN ? null : await waitFor({ network }, OF_A_NETWORK));
  if (retryAt) throw tooManyMails(retryAt);
  await tx.passwordRequest.create({ data: { ...sealed, id, network, createdAt: now } });
  return null;
}

const requestPlace = (id: string) => ({ table: 'password_requests', column: 'address', id });

/** How the address of a request is stored: found by its index, and forgotten with the answer. */
export const sealedRequest = ({ fields }: Pick<Step['kept'], 'fields'>, id: string, address: string) => ({
  address: fields.seal(requestPlace(id), address),
  emailKey: addressIndex(fields, address),
});

/**
 * Takes up one request, and mails a link to whose the address is: who verified it, or else who gave it first. Nobody's, and that of the demo
 * accounts, which keep their password, gets none. Returns false when no request is open.
 */
export async function answerRequest(step: Step): Promise<boolean> {
  const { tx, now, kept } = step;
  const { fields } = kept;
  const [open] = await tx.$queryRaw<{ id: string; key: string; address: string | null }[]>`
    SELECT id, email_key AS key, address FROM password_requests WHERE answered_at IS NULL ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
  if (!open) return false;
  await tx.passwordRequest.update({ where: { id: open.id }, data: { answeredAt: now, address: null } });
  // A request from before they were encrypted has its address in its key.
  const asked = fields.openOptional(requestPlace(open.id), open.address) ?? (isInClear(open.key) ? open.key : null);
  const where = asked === null ? null : accountNamed(fields, asked);
  const found = where && (await tx.user.findFirst({ where, orderBy: firstNamed }));
  const user = found && !found.demo ? await lockUser(step, found.id) : null;
  if (!user) return true;
  const { id: userId, username, emailVerifiedAt, passwordVersion } = user;
  const email = addressOf(fields, user);
  const toThere = { emailKey: { in: addressKeys(fields, email) } };
  if (emailVerifiedAt === null && (await waitForNext(step, toThere, TO_ONLY_GIVEN))) return true;
  const emailKey = addressIndex(fields, email);
  const { id: tokenId, expiresAt } = await issueToken(step, { purpose, userId, emailKey, passwordVersion, lastsMs: LASTS_MS });
  const letter = written(lettersIn(user.language).resetPassword(username, linkWithToken(kept.settings.WEB_URL, 'reset-password')));
  await queueMail(step, { ...letter, kind: 'reset-password', to: email, userId, tokenId, usefulUntil: expiresAt });
  return true;
}

/** Ends all links of an account whose address its owner shows only now. The person's row is locked. */
async function endLinks(step: Step, userId: string): Promise<void> {
  const { tx, kept } = step;
  const ended = await tx.linkedAccount.findMany({ where: { userId }, orderBy: { id: 'asc' } });
  await tx.linkedAccount.deleteMany({ where: { userId } });
  for (const { provider } of ended) {
    const detail = kept.providers.get(provider)?.label ?? provider;
    await recordAccountEvent(step, { userId, kind: 'ACCOUNT_UNLINKED', actorId: null, detail });
  }
}

/** The link was followed: another password, and every session ends. Returns how many did. Who was locked out by wrong guesses is not any more. */
export async function resetPassword(step: Step, token: MailToken, passwordHash: string, origin: Origin): Promise<number> {
  const user = await lockUser(step, token.userId);
  if (!user || !(await spendToken(step, token.id)) || user.passwordVersion !== token.passwordVersion) throw invalidToken();
  await setPassword(step, user, passwordHash, 'PASSWORD_RESET');
  const { id: userId } = user;
  // The address was only given until now: what was bound to the account before may be of somebody who gave another's.
  if (user.emailVerifiedAt === null) {
    await endLinks(step, userId);
    await removePhone(step, userId);
  }
  const known = await step.tx.session.count({ where: { userId, network: origin.network } });
  await recordSignIn(step, { ...origin, userId, way: 'PASSWORD_RESET', newDevice: null, newNetwork: known === 0, sessionId: null });
  await step.tx.loginAttempt.deleteMany({ where: { account: user.id } });
  await endApiKeys(step, { userId }, 'PASSWORD_RESET');
  await endAppsOf(step, userId, 'PASSWORD_RESET');
  await pauseWebhooks(step, userId);
  return (await endSessions(step, { userId: user.id }, 'PASSWORD_RESET')).length;
}
