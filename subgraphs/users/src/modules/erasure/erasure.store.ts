import { randomUUID } from 'node:crypto';
import { notAllowed } from '@marquee/platform';
import type { ErasureForeseen } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Erasure, User as UserRow } from '../../generated/prisma/client';
import { addressOf } from '../address/address-sealed';
import { written, type Letter } from '../mail/mail-letter';
import { hashOfToken, linkWithToken, mailToken } from '../mail/mail-token';
import { queueMail } from '../mail/mail.store';
import { endApiKeys } from '../api-key/api-key.store';
import { endAppsOf } from '../oauth/oauth-authorization.store';
import { passwordChanged } from '../session/session.refusals';
import { endSessions } from '../session/session.store';
import { changeUsers, lockUser } from '../user/user.store';
import { blocker, blockersOf } from './erasure-blockers';
import { erasureLettersIn } from './erasure-letters';
import { blockersHere, foreseeHere, standingOf } from './erasure-standing.store';
import { erasureAsked } from './erasure.facts';
import { erasureBlocked, erasureChanged } from './erasure.refusals';

const CONFIRM_WITHIN_MS = 15 * 60_000;
const GRACE_MS = 14 * 24 * 60 * 60_000;

/** The token of an erasure is derived of its id when it is wanted, and lies nowhere. */
export const erasureToken = ({ kept }: Pick<Step, 'kept'>, id: string): string => mailToken(kept.secrets.mailTokens, id);

/** Writes down that a person thinks of being erased, and asks every part what it keeps. Returns the id. */
export async function askForErasure(step: Step, checked: UserRow): Promise<string> {
  const { tx, now, tell } = step;
  const userId = checked.id;
  const user = await lockUser(step, userId);
  if (!user || user.passwordVersion !== checked.passwordVersion) throw passwordChanged();
  if (user.deactivatedAt) throw notAllowed('This account is to be erased already.');
  await tx.erasure.updateMany({ where: { userId, state: 'ASKED' }, data: { state: 'CANCELLED', endedAt: now } });
  const id = randomUUID();
  const { items, blockers } = await foreseeHere(step, userId);
  await tx.erasure.create({
    data: {
      ...{ id, userId, state: 'ASKED', tokenHash: hashOfToken(erasureToken(step, id)), standing: await standingOf(step, user) },
      ...{ requestedAt: now, confirmBy: new Date(now.getTime() + CONFIRM_WITHIN_MS) },
      parts: { create: { party: 'users', items, blockers, foreseenAt: now } },
    },
  });
  await tell(erasureAsked({ erasureId: id, userId }));
  return id;
}

/** A part has told what it keeps: the first answer counts, as long as the erasure waits to be confirmed. */
export async function noteForeseen({ tx, now }: Step, { erasureId, party, items, blockers }: ErasureForeseen): Promise<void> {
  if ((await tx.erasure.count({ where: { id: erasureId, state: 'ASKED' } })) === 0) return;
  await tx.erasurePart.createMany({ data: [{ erasureId, party, items, blockers, foreseenAt: now }], skipDuplicates: true });
}

/** Deactivates the account until it is erased; refuses what has to be settled first, and a token that is not good any more. */
export async function confirmErasure(step: Step, asked: Erasure, giveUpBalance: boolean): Promise<null> {
  const { tx, kept } = step;
  const { id, userId } = asked;
  const user = await lockUser(step, userId);
  // After the wait for the lock.
  const now = kept.clock.now();
  if (!user || (await standingOf(step, user)) !== asked.standing) throw erasureChanged();
  await refuseBlocked(step, asked, giveUpBalance);
  const erasedFrom = new Date(now.getTime() + GRACE_MS);
  const confirmed = await tx.erasure.updateMany({
    where: { id, state: 'ASKED', confirmBy: { gt: now } },
    data: { state: 'CONFIRMED', erasedFrom },
  });
  if (confirmed.count === 0) throw erasureChanged();
  await changeUsers(step, { id: userId }, { deactivatedAt: now });
  await endSessions(step, { userId }, 'DEACTIVATED');
  await endApiKeys(step, { userId }, 'DEACTIVATED');
  await endAppsOf(step, userId, 'DEACTIVATED');
  const letter = erasureLettersIn(user.language).confirmed(user.username, erasedFrom, erasureLink(step));
  await writeTo(step, user, 'erasure-confirmed', letter, id);
  return null;
}

async function refuseBlocked(step: Step, { id: erasureId, userId }: Erasure, giveUpBalance: boolean): Promise<void> {
  const parts = await step.tx.erasurePart.findMany({ where: { erasureId } });
  // What is in the way here is looked at anew.
  const here = (await blockersHere(step, userId)).map(({ kind, count }) => blocker(kind, count));
  const there = blockersOf(parts as never).filter(({ kind }) => kind !== 'ORGANIZATIONS' && !(kind === 'BALANCE' && giveUpBalance));
  if (here.length + there.length > 0) throw erasureBlocked([...here, ...there]);
}

/** Calls an erasure off that has not begun. False when there is none. */
export async function cancelErasure(step: Step, { id, userId }: Pick<Erasure, 'id' | 'userId'>): Promise<boolean> {
  const { tx, now } = step;
  const user = await lockUser(step, userId);
  const cancelled = await tx.erasure.updateMany({
    where: { id, state: { in: ['ASKED', 'CONFIRMED'] } },
    data: { state: 'CANCELLED', endedAt: now },
  });
  if (cancelled.count === 0) return false;
  if (!user?.deactivatedAt) return true;
  await changeUsers(step, { id: userId }, { deactivatedAt: null });
  // What was on its way to say how to call it off would only mislead.
  await tx.mail.deleteMany({ where: { userId, tokenId: id, dueAt: { not: null } } });
  await writeTo(step, user, 'erasure-cancelled', erasureLettersIn(user.language).cancelled(user.username));
  return true;
}

export const erasureLink = ({ kept }: Pick<Step, 'kept'>): string => linkWithToken(kept.settings.WEB_URL, 'erasure');

/** Nothing is mailed to an address that nobody has shown to be theirs. */
export async function writeTo(step: Step, user: UserRow, kind: string, letter: Letter, tokenId?: string): Promise<void> {
  if (!user.emailVerifiedAt) return;
  await queueMail(step, {
    ...written(letter),
    kind,
    to: addressOf(step.kept.fields, user),
    userId: user.id,
    ...(tokenId ? { tokenId } : {}),
  });
}
