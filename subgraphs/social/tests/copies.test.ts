import { randomUUID } from 'node:crypto';
import type { CopiesRetold, Viewer } from '@marquee/platform';
import { startWorld, type World } from './world';

// What the source of a copy never had ends here, and with it what followed from it.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const gone = (collection: string, key: string, ahead: number) => {
  const retold: CopiesRetold = { collection, consumer: 'social', key, facts: [], ahead };
  return world.tell('copies.retold', key, retold);
};
const isInRoom = async (eventId: string, { id }: Viewer) =>
  (
    await world.sql('SELECT 1 FROM room_members m JOIN rooms r ON r.id = m.room_id WHERE r.event_id = $1 AND m.user_id = $2 AND m.active', [
      eventId,
      id,
    ])
  ).length === 1;
const activities = async ({ id }: Viewer) => (await world.sql('SELECT 1 FROM activity_items WHERE actor_id = $1', [id])).length;

test('who gave no answer after all is not in the room, and does not attend', async () => {
  const [organiser, guest] = [await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'GOING', { version: 2 });
  await gone('attendances', `${eventId} ${guest.id}`, 1);
  expect([await isInRoom(eventId, guest), await activities(guest)]).toEqual([true, 1]);
  await gone('attendances', `${eventId} ${guest.id}`, 2);
  expect([await isInRoom(eventId, guest), await activities(guest)]).toEqual([false, 0]);
});

test('who does not belong to the organisation after all is not in the rooms of its events', async () => {
  const [organiser, member, organizationId] = [await world.person(), await world.person(), randomUUID()];
  const eventId = await world.event(organiser, { organizationId });
  const belongs = { organizationId, organizationName: 'House', userId: member.id, version: 1, role: 'MANAGER' };
  await world.tell('organization.member_changed', organizationId, belongs);
  expect(await isInRoom(eventId, member)).toBe(true);
  await gone('organizationMembers', `${organizationId} ${member.id}`, 1);
  expect(await isInRoom(eventId, member)).toBe(false);
});
