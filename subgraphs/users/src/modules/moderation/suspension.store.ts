import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Suspension, SuspensionEnd } from '../../generated/prisma/client';
import { recordAccountEvent } from '../history/history.store';
import { changeUsers, lockUser } from '../user/user.store';

export interface NewSuspension {
  reason: string;
  statement?: string | null | undefined;
  until?: Date | null | undefined;
}

/** A suspension begins; the person's row is locked, and they are not suspended. Returns its id. */
export async function beginSuspension(
  { tx, now }: Step,
  userId: string,
  byId: string | null,
  { reason, statement, until }: NewSuspension,
): Promise<string> {
  const id = randomUUID();
  await tx.suspension.create({
    data: { id, userId, byId, reason, statement: statement ?? null, until: until ?? null, begunAt: now },
  });
  return id;
}

/** The suspension of a person ends, where there is one; their row is locked. */
export async function endSuspension({ tx, now }: Step, userId: string, end: SuspensionEnd, endedById: string | null): Promise<void> {
  await tx.suspension.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now, end, endedById } });
}

/** The suspension that has not ended; null when there is none. */
export const openSuspension = ({ tx }: Pick<Step, 'tx'>, userId: string): Promise<Suspension | null> =>
  tx.suspension.findFirst({ where: { userId, endedAt: null } });

const AT_ONCE = 100;

/** Ends the suspensions whose time is over, some in each step; returns how many. */
export async function endLapsedSuspensions(step: Step): Promise<number> {
  const { tx, now } = step;
  const lapsed = await tx.suspension.findMany({
    where: { endedAt: null, until: { lte: now } },
    orderBy: [{ until: 'asc' }, { id: 'asc' }],
    take: AT_ONCE,
  });
  for (const { userId } of lapsed.sort((a, b) => (a.userId < b.userId ? -1 : 1))) {
    await lockUser(step, userId);
    // Under the lock: somebody may have ended it meanwhile, or it is another one.
    const present = await openSuspension(step, userId);
    if (!present?.until || present.until > now) continue;
    await endSuspension(step, userId, 'LAPSED', null);
    await changeUsers(step, { id: userId }, { suspendedAt: null, suspensionReason: null });
    await recordAccountEvent(step, { userId, kind: 'SUSPENSION_LAPSED', actorId: null });
  }
  return lapsed.length;
}
