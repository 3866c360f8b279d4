import { randomUUID } from 'node:crypto';
import { rolesOn, type EventRole } from '@marquee/schema/rules/event-rights';
import type { EventRoomRole } from '@marquee/schema/rules/event-room';
import { channels } from '../../channels';
import type { Step } from '../../context';
import { wantedRole, type RoomFacts } from './room-event';
import { EVENTS_OF_PERSON, FACTS_OF_EVERYBODY, FACTS_OF_ONE } from './room-event.sql';

/** The room of an event that is on show, made when it does not exist. It stays, whatever becomes of the event. */
export async function openEventRoom({ tx, now }: Step, eventId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO rooms (id, kind, event_id, created_at, last_message_at)
    VALUES (${randomUUID()}::uuid, 'EVENT', ${eventId}::uuid, ${now}, ${now}) ON CONFLICT (event_id) DO NOTHING`;
}

/** Tells that the rooms of an event show something of it otherwise: a trigger has written it down. */
export async function tellInEventRoom({ tx, push }: Step, eventId: string): Promise<void> {
  for (const { id } of await tx.room.findMany({ where: { kind: 'EVENT', ownerId: eventId }, select: { id: true } }))
    push(channels.changes(id));
}

/**
 * Makes the members of these events' rooms follow from what is known (schema/rules/event-room.ts), for one person or for everybody. To be
 * called after any change of what the rule looks at, in the transaction of that change. Ends the streams of those who are no member any
 * more.
 */
export async function settleEventRooms(step: Step, eventIds: readonly string[], userId: string | null = null): Promise<void> {
  if (eventIds.length === 0) return;
  // A row each, in one order: whoever settles a room later sees what was written before, and two never wait for each other.
  await step.tx.$executeRaw`
    SELECT id FROM known_events WHERE id = ANY (${[...eventIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const wanted = (await factsOf(step, eventIds, userId)).map((facts) => ({ ...facts, role: wantedRole(facts) }));
  const here = wanted.filter(({ role, present }) => role !== null && role !== present);
  const gone = wanted.filter(({ role, present }) => role === null && present !== null);
  if (here.length > 0) await letIn(step, here as (RoomFacts & { role: EventRoomRole })[]);
  if (gone.length > 0) await letOut(step, gone);
}

/** The rooms of the events that are for this group alone, for one person or for everybody. */
export async function settleRoomsOfGroup(step: Step, groupId: string, userId: string | null): Promise<void> {
  const events = await step.tx.eventCopy.findMany({ where: { groupId, visibility: 'GROUP_ONLY' }, select: { id: true } });
  await settleEventRooms(
    step,
    events.map(({ id }) => id),
    userId,
  );
}

/** The rooms of the events that this organisation owns. Under the organisation's lock. */
export async function settleRoomsOfOrganization(step: Step, organizationId: string, userId: string): Promise<void> {
  const events = await step.tx.eventCopy.findMany({ where: { organizationId }, select: { id: true } });
  await settleEventRooms(
    step,
    events.map(({ id }) => id),
    userId,
  );
}

/** All rooms of events in which this person may be. Under the person's lock. */
export async function settleRoomsOfPerson(step: Step, userId: string): Promise<void> {
  const events = await step.tx.$queryRawUnsafe<Array<{ id: string }>>(EVENTS_OF_PERSON, userId);
  await settleEventRooms(
    step,
    events.map(({ id }) => id),
    userId,
  );
}

/** The roles of this person on an event; none on one that is not known, or was deleted. */
export async function eventRolesOfPerson({ tx }: Step, eventId: string, userId: string): Promise<EventRole[]> {
  const event = await tx.eventCopy.findUnique({ where: { id: eventId } });
  if (!event || event.deleted) return [];
  const team = await tx.eventRoleCopy.findMany({ where: { eventId, userId } });
  const { organizationId } = event;
  const key = { organizationId_userId: { organizationId: organizationId ?? '', userId } };
  const member = organizationId === null ? null : await tx.organizationMemberCopy.findUnique({ where: key });
  return rolesOn({ creatorId: event.creatorId ?? '', organizationId, team }, userId, member?.role ?? null);
}

const factsOf = ({ tx }: Step, eventIds: readonly string[], userId: string | null): Promise<RoomFacts[]> =>
  userId === null
    ? tx.$queryRawUnsafe<RoomFacts[]>(FACTS_OF_EVERYBODY, [...eventIds])
    : tx.$queryRawUnsafe<RoomFacts[]>(FACTS_OF_ONE, [...eventIds], userId);

async function letIn({ tx, now, push }: Step, members: readonly (RoomFacts & { role: EventRoomRole })[]): Promise<void> {
  // Whoever comes in has nothing unread: what was said before was not said to them.
  await tx.$executeRaw`
    INSERT INTO room_members (room_id, user_id, role, joined_at, last_read_sequence, history_from)
    SELECT r.id, w.user_id, w.role::room_role, ${now}, r.last_sequence, CASE WHEN r.history_from_joining THEN r.last_sequence ELSE 0 END
    FROM unnest(${members.map(({ roomId }) => roomId)}::uuid[], ${members.map(({ userId }) => userId)}::uuid[],
                ${members.map(({ role }) => role)}::text[]) AS w(room_id, user_id, role)
    JOIN rooms r ON r.id = w.room_id
    ON CONFLICT (room_id, user_id) DO UPDATE
    SET role = excluded.role, active = true,
        joined_at = CASE WHEN room_members.active THEN room_members.joined_at ELSE excluded.joined_at END,
        history_from = CASE WHEN room_members.active THEN room_members.history_from ELSE excluded.history_from END,
        last_read_sequence = CASE WHEN room_members.active THEN room_members.last_read_sequence ELSE excluded.last_read_sequence END`;
  for (const { userId } of members) push(channels.rooms(userId));
  for (const roomId of new Set(members.map(({ roomId }) => roomId))) push(channels.changes(roomId));
}

async function letOut({ tx, push }: Step, members: readonly RoomFacts[]): Promise<void> {
  // What they are saying just now is said before they leave, or not at all.
  await tx.$executeRaw`SELECT id FROM rooms WHERE id = ANY (${members.map(({ roomId }) => roomId)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE room_members m SET active = false
    FROM unnest(${members.map(({ roomId }) => roomId)}::uuid[], ${members.map(({ userId }) => userId)}::uuid[]) AS w(room_id, user_id)
    WHERE m.room_id = w.room_id AND m.user_id = w.user_id`;
  for (const { userId } of members) push(channels.rights(userId));
  for (const roomId of new Set(members.map(({ roomId }) => roomId))) push(channels.changes(roomId));
}
