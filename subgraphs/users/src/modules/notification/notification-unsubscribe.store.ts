import type { Step } from '../../context';
import type { NotificationType } from '../../generated/prisma/client';
import { canUnsubscribe, isOnByDefault } from './notification-channels';
import type { Unsubscribed } from './notification-unsubscribe';

/** No more mails of this kind go to the person; other channels stay as they are. To do it again changes nothing, and so for who is gone. */
export async function unsubscribe({ tx }: Step, userId: string, from: Unsubscribed, types: readonly NotificationType[]): Promise<void> {
  const people = await tx.$queryRaw<object[]>`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  if (people.length === 0) return;
  const meant = types.filter((type) => (from === 'ALL' || from === type) && canUnsubscribe(type));
  await tx.notificationChoice.deleteMany({ where: { userId, channel: 'EMAIL', type: { in: meant } } });
  // Kept where it departs from what holds for all.
  const data = meant
    .filter((type) => isOnByDefault(type, 'EMAIL'))
    .map((type) => ({ userId, type, channel: 'EMAIL' as const, enabled: false }));
  await tx.notificationChoice.createMany({ data });
}
