import type { Step } from '../../context';
import type { Tx } from '../../db';
import type { User as UserRow } from '../../generated/prisma/client';
import { recordAccountEvent } from '../history/history.store';
import { changeUsers } from '../user/user.store';
import { tooManyNames, usernameTaken } from './account.refusals';

const DAY_MS = 86_400_000;
/** Others know people by it, and a name that somebody had is nobody's for a while. */
const CHANGED_AT_MOST_EVERY_MS = 30 * DAY_MS;
const KEPT_FOR_MS = 90 * DAY_MS;

/** Refuses a name that somebody else had lately: nobody is to be taken for them. */
export async function refuseFormerName({ tx, now }: { tx: Tx; now: Date }, usernameKey: string, userId: string): Promise<void> {
  const kept = { usernameKey, until: { gt: now }, userId: { not: userId } };
  if ((await tx.formerUsername.count({ where: kept })) > 0) throw usernameTaken();
}

/** Gives a person another username, once in 30 days; the former one is kept for them for 90. The row is locked. */
export async function takeUsername(step: Step, user: UserRow, username: string): Promise<void> {
  const { tx, now } = step;
  const { id, usernameChangedAt: changedAt } = user;
  if (username === user.username) return;
  const usernameKey = username.toLowerCase();
  // Another spelling of upper and lower case is the same name.
  if (usernameKey === user.usernameKey) return changeUsers(step, { id }, { username });
  const retryAt = changedAt && new Date(changedAt.getTime() + CHANGED_AT_MOST_EVERY_MS);
  if (retryAt && retryAt > now) throw tooManyNames(retryAt);
  if ((await tx.user.count({ where: { usernameKey } })) > 0) throw usernameTaken();
  // What was checked was the other name.
  await changeUsers(step, { id }, { username, usernameKey, usernameChangedAt: now, verified: false });
  await refuseFormerName(step, usernameKey, id);
  await recordAccountEvent(step, { userId: id, kind: 'USERNAME_CHANGED', actorId: id, detail: user.username });
  const until = new Date(now.getTime() + KEPT_FOR_MS);
  const former = user.usernameKey;
  await tx.formerUsername.upsert({
    where: { usernameKey: former },
    create: { usernameKey: former, userId: id, until },
    update: { userId: id, until },
  });
}
