import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { SocialLogin, User as UserRow } from '../../generated/prisma/client';
import type { ProviderName } from '../../ports/identity-provider';
import { addressOf } from '../address/address-sealed';
import { recordAccountEvent } from '../history/history.store';
import { written, type Letter } from '../mail/mail-letter';
import { hashOfToken } from '../mail/mail-token';
import { queueMail } from '../mail/mail.store';
import { identityLettersIn } from './identity-letters';
import { stateOf } from './identity-state';
import { alreadyLinked, invalidSocialLogin, lastWayIn, tooManySocialLogins } from './identity.refusals';

const LASTS_MS = 10 * 60_000;
/** So many are begun from one network within that time; more than an office in the morning. */
const OF_A_NETWORK = 100;
/** Stands for the network of a caller whose address is not known; such callers have no network in common. */
const UNKNOWN = 'unknown';

/** Writes an attempt down. Returns its id, of which the state is derived. */
export async function beginAttempt(
  { tx, now, kept }: Step,
  attempt: { provider: ProviderName; redirectUri: string | null; userId: string | null; network: string },
): Promise<string> {
  const { network } = attempt;
  const since = new Date(now.getTime() - LASTS_MS);
  if (network !== UNKNOWN) {
    // Those who begin at the same time are counted one after the other.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('social:' || ${network}, 0))`;
    const nth = await tx.socialLogin.findFirst({
      where: { network, createdAt: { gt: since } },
      orderBy: { createdAt: 'desc' },
      skip: OF_A_NETWORK - 1,
      select: { createdAt: true },
    });
    if (nth) throw tooManySocialLogins(new Date(nth.createdAt.getTime() + LASTS_MS));
  }
  const id = randomUUID();
  const stateHash = hashOfToken(stateOf(kept.secrets.socialLogins, id));
  await tx.socialLogin.create({ data: { ...attempt, id, stateHash, createdAt: now, expiresAt: new Date(now.getTime() + LASTS_MS) } });
  return id;
}

/** Uses an attempt up: of several at the same time one has it. */
export async function spendAttempt({ tx, now }: Step, { id }: SocialLogin): Promise<null> {
  const spent = await tx.socialLogin.updateMany({ where: { id, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
  if (spent.count === 0) throw invalidSocialLogin();
  return null;
}

/** Refuses to sign in by what is not linked with the account any more. The person's row is locked, and so is who unlinks it. */
export async function requireLink(
  { tx }: Step,
  userId: string,
  { provider, subject }: { provider: ProviderName; subject: string },
): Promise<void> {
  if ((await tx.linkedAccount.count({ where: { userId, provider, subject } })) === 0) throw invalidSocialLogin();
}

interface Link {
  provider: ProviderName;
  subject: string;
  label: string;
}

/** Links an account of a provider. The unique index decides where two want it at the same time; what is linked already stays so. */
export async function linkAccount(step: Step, user: UserRow, { provider, subject, label }: Link, isNew = false): Promise<null> {
  const { tx, now } = step;
  const { id: userId } = user;
  const data = [{ id: randomUUID(), userId, provider, subject, linkedAt: now, lastUsedAt: now }];
  const { count } = await tx.linkedAccount.createMany({ data, skipDuplicates: true });
  if (count === 0) {
    if ((await tx.linkedAccount.count({ where: { userId, provider, subject } })) === 0) throw alreadyLinked();
    return null;
  }
  await recordAccountEvent(step, { userId, kind: 'ACCOUNT_LINKED', actorId: userId, detail: label });
  // Who has just registered by it knows.
  if (!isNew) await tell(step, user, 'account-linked', identityLettersIn(user.language).linked(user.username, label));
  return null;
}

/** Ends a link; never the last way in. The person's row is locked. */
export async function unlinkAccount(step: Step, user: UserRow, provider: ProviderName, label: string): Promise<null> {
  const { tx } = step;
  const { id: userId } = user;
  const links = await tx.linkedAccount.findMany({ where: { userId } });
  if (!links.some((link) => link.provider === provider)) return null;
  if (user.passwordHash === null && links.length === 1) throw lastWayIn();
  await tx.linkedAccount.deleteMany({ where: { userId, provider } });
  // What was begun by it and waits for a code ends, too.
  await tx.loginChallenge.deleteMany({ where: { userId, way: 'LINKED_ACCOUNT' } });
  await recordAccountEvent(step, { userId, kind: 'ACCOUNT_UNLINKED', actorId: userId, detail: label });
  await tell(step, user, 'account-unlinked', identityLettersIn(user.language).unlinked(user.username, label));
  return null;
}

async function tell(step: Step, user: UserRow, kind: string, letter: Letter): Promise<void> {
  if (user.emailVerifiedAt) await queueMail(step, { ...written(letter), kind, to: addressOf(step.kept.fields, user), userId: user.id });
}
