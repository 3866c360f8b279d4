import type { FactHandler } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import { channels } from '../channels';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { recordEventCreated } from '../modules/activity/activity.record';
import { isErased } from '../modules/person/person.erased';
import { lockEvent } from '../modules/room/event.lock';
import { openEventRoom, settleEventRoom } from '../modules/room/room.event';

/** Keeps the copy of an event, opens its room when it is published, and lets the room's members follow from it. */
export const eventChanged =
  ({ bus, clock }: SubgraphRuntime): FactHandler<EventChanged, Tx> =>
  async ({ payload: event, occurredAt }, { tx, after }) => {
    await lockEvent(tx, event.eventId);
    const creatorId = (await isErased(tx, event.creatorId)) ? null : event.creatorId;
    const newer = await tx.$executeRaw`
      INSERT INTO known_events (id, version, creator_id, status, visibility, group_id, title, starts_at, ends_at, deleted, hidden)
      VALUES (${event.eventId}::uuid, ${event.version}::int, ${creatorId}::uuid, ${event.status}::event_status, ${event.visibility}::event_visibility,
              ${event.groupId}::uuid, ${event.title}, ${event.startsAt}::timestamptz, ${event.endsAt}::timestamptz, ${event.change === 'DELETED'}::bool,
              ${event.hidden === true}::bool)
      ON CONFLICT (id) DO UPDATE
      SET version = excluded.version, creator_id = excluded.creator_id, status = excluded.status, visibility = excluded.visibility,
          group_id = excluded.group_id, title = excluded.title, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
          deleted = excluded.deleted, hidden = excluded.hidden
      WHERE known_events.version < excluded.version`;
    if (newer === 0) return;
    await openEventRoom(tx, event.eventId, clock.now());
    const gone = await settleEventRoom(tx, event.eventId, clock.now());
    // A hundred imported events are no news about the importer.
    if (event.status === 'PUBLISHED' && creatorId && !event.imported)
      await recordEventCreated(tx, event.eventId, creatorId, new Date(occurredAt));
    after(() => {
      for (const userId of gone) void bus.push(channels.rights(userId), {});
    });
  };
