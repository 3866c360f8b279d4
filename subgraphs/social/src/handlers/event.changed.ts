import { isOnShow } from '@marquee/schema/rules/event-visibility';
import type { Handler } from '../context';
import { recordEventCreated } from '../modules/activity/activity.store';
import { endSeeking } from '../modules/companion/companion.store';
import { moveCrewsOf } from '../modules/crew/crew.store';
import { keepEvent } from '../modules/event/event.store';
import { endSharesAt } from '../modules/location-share/location-share.store';
import { tellInRoomsOf } from '../modules/notice/notice.store';
import { openEventRoom, settleEventRooms, tellInEventRoom } from '../modules/room/room-event.store';

/** Keeps the copy of an event, opens its room when it is on show, and lets the room's members follow from it. */
export const eventChanged: Handler<'event.changed'> = async ({ payload: event, occurredAt }, step) => {
  const kept = await keepEvent(step, event);
  if (!kept) return;
  const { id, status, creatorId, deleted } = kept.event;
  if (isOnShow(kept.event) && !deleted) await openEventRoom(step, id);
  if (kept.concernsPeople) await settleEventRooms(step, [id]);
  await moveCrewsOf(step, kept.event, new Date(occurredAt));
  await endSeeking(step, kept.event);
  await endSharesAt(step, kept.event);
  if (kept.concernsRoom) await tellInEventRoom(step, id);
  if (kept.news) await tellInRoomsOf(step, { eventId: id }, kept.news);
  // A hundred imported events are no news about the importer, and a series is told of once.
  const isNews = !event.imported && (event.occurrence ?? 'FIRST') === 'FIRST';
  if (status === 'PUBLISHED' && creatorId && isNews) await recordEventCreated(step, id, creatorId, new Date(occurredAt));
};
