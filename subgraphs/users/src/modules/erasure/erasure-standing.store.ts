import { createHash } from 'node:crypto';
import type { ErasureForeseen } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { addressIndex, addressOf } from '../address/address-sealed';
import { dependsOnOwner, soleOwnerships, type SoleOwnership } from './erasure.sql';

type Foreseen = Pick<ErasureForeseen, 'items' | 'blockers'>;

/** What users itself keeps of a person, and what stands in the way here. */
export async function foreseeHere(step: Pick<Step, 'tx' | 'now'>, userId: string): Promise<Foreseen> {
  const { tx, now } = step;
  const counted = [
    { subject: 'PROFILE', fate: 'GOES', count: 1 },
    { subject: 'SESSIONS', fate: 'GOES', count: await tx.session.count({ where: { userId, endedAt: null, expiresAt: { gt: now } } }) },
    { subject: 'NOTIFICATIONS', fate: 'GOES', count: await tx.notification.count({ where: { userId } }) },
    {
      subject: 'ORGANIZATION_ROLES',
      fate: 'GOES',
      count: await tx.organizationMember.count({ where: { userId, role: { not: null } } }),
    },
  ] as const;
  return { items: counted.filter(({ count }) => count > 0), blockers: await blockersHere(step, userId) };
}

export async function blockersHere({ tx }: Pick<Step, 'tx'>, userId: string): Promise<Foreseen['blockers']> {
  const left = (await tx.$queryRaw<SoleOwnership[]>(soleOwnerships(userId))).filter(dependsOnOwner);
  return left.length > 0 ? [{ kind: 'ORGANIZATIONS', count: left.length }] : [];
}

/**
 * What a person is responsible for and vouched with, as one text: an erasure that was asked for under another one cannot be confirmed. Their
 * own events and what others paid for them, as far as is told here; organisations; password, address and suspension.
 */
export async function standingOf({ tx, kept }: Pick<Step, 'tx' | 'kept'>, user: UserRow): Promise<string> {
  const events = await tx.eventCopy.findMany({
    where: { creatorId: user.id, status: { in: ['PUBLISHED', 'PENDING_REVIEW', 'NEEDS_REVISION'] } },
    orderBy: { eventId: 'asc' },
    select: { eventId: true, status: true, organizationId: true },
  });
  const paid = await tx.orderCopy.count({ where: { eventId: { in: events.map(({ eventId }) => eventId) }, paid: true } });
  const bought = await tx.orderCopy.count({ where: { userId: user.id, paid: true } });
  const owned = await tx.$queryRaw<SoleOwnership[]>(soleOwnerships(user.id));
  const { passwordVersion, emailVerifiedAt, suspendedAt, deactivatedAt } = user;
  const emailKey = addressIndex(kept.fields, addressOf(kept.fields, user));
  const whole = { events, paid, bought, owned, passwordVersion, emailKey, emailVerifiedAt, suspendedAt, deactivatedAt };
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64url');
}
