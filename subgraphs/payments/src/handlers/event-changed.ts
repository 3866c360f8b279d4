import type { FactHandler } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';

/**
 * Keeps our copy of an event, the newest version only. A cancellation starts the refunding of all its orders, in the same transaction:
 * the job that does it finds its task however often this process dies.
 */
export const eventChanged =
  ({ clock }: SubgraphRuntime): FactHandler<EventChanged, Tx> =>
  async ({ payload: event }, { tx }) => {
    const onShow = event.status === 'PUBLISHED' || event.status === 'COMPLETED';
    const changed = await tx.$executeRaw`
      INSERT INTO events (id, version, creator_id, status, visibility, group_id, title, starts_at, ends_at, was_public, hidden)
      VALUES (${event.eventId}::uuid, ${event.version}, ${event.creatorId}::uuid, ${event.status}, ${event.visibility}, ${event.groupId}::uuid,
              ${event.title}, ${event.startsAt}::timestamptz, ${event.endsAt}::timestamptz, ${onShow}, ${event.hidden === true})
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, creator_id = excluded.creator_id, status = excluded.status,
        visibility = excluded.visibility, group_id = excluded.group_id, title = excluded.title, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, was_public = events.was_public OR excluded.was_public, hidden = excluded.hidden
      WHERE events.version < excluded.version`;
    if (changed === 0 || event.status !== 'CANCELLED') return;
    await tx.eventRefundRun.createMany({ data: [{ eventId: event.eventId, createdAt: clock.now() }], skipDuplicates: true });
  };
