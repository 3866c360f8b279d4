import { randomUUID } from 'node:crypto';
import { seedAt, type SeedInput } from '../prisma/seed';
import { GroupDocument, RoomDocument } from './generated/documents';
import { NOW, startWorld } from './world';

const TABLES = [
  'connections',
  'friendships',
  'follows',
  'groups',
  'group_members',
  'rooms',
  'room_members',
  'messages',
  'activity_items',
  'outbox',
];

test('the society of the demo world is usable as if it had come about by itself, and a second run changes nothing', async () => {
  const world = await startWorld();
  const people = await Promise.all(Array.from({ length: 4 }, () => world.person()));
  const [ada, bo, cy, dee] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0], (typeof people)[0]];
  const early = await world.event(ada);
  const late = randomUUID();
  await world.attends(early, bo, 'GOING');
  const at = (minutes: number) => new Date(NOW.getTime() - (60 - minutes) * 60_000);
  const talk = (...senders: string[]) => senders.map((senderId, index) => ({ senderId, text: `line ${index + 1}`, at: at(index) }));
  const groupId = randomUUID();
  const input: SeedInput = {
    friendships: [
      { id: randomUUID(), requesterId: ada.id, addresseeId: bo.id, status: 'ACCEPTED', since: at(0) },
      { id: randomUUID(), requesterId: ada.id, addresseeId: cy.id, status: 'PENDING', since: at(0) },
    ],
    follows: [{ followerId: dee.id, followeeId: ada.id, since: at(0) }],
    groups: [
      {
        id: groupId,
        name: 'Museum Mornings',
        privacy: 'PUBLIC',
        ownerId: ada.id,
        memberIds: [bo.id],
        messages: talk(ada.id, bo.id, ada.id),
      },
    ],
    talks: [
      { eventId: early, messages: talk(bo.id, ada.id) },
      { eventId: late, messages: talk(ada.id) },
    ],
  };
  const counts = async () =>
    Object.fromEntries(
      await Promise.all(TABLES.map(async (table) => [table, (await world.sql(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n])),
    );

  expect(await seedAt(world.databaseUrl, input)).toEqual({ friendships: 2, groups: 1, messages: 6 });
  const before = await counts();
  expect(before).toMatchObject({ connections: 2, friendships: 2, follows: 1, groups: 1, group_members: 2, messages: 6 });
  expect(await seedAt(world.databaseUrl, input)).toEqual({ friendships: 0, groups: 0, messages: 0 });
  expect(await counts()).toEqual(before);

  const { group } = await world.run(bo, GroupDocument, { id: groupId });
  expect(group).toMatchObject({ memberCount: 2, chatRoom: { unreadCount: 1 } });
  expect((await world.say(bo, group!.chatRoom!.id, 'next')).sequence).toBe(4);

  await world.tellEvent(late, { creatorId: ada.id });
  await world.attends(late, cy, 'GOING');
  const eventRoom =
    'query($id: ID!) { _entities(representations: [{ __typename: "Event", id: $id }]) { ... on Event { chatRoom { id lastSequence } } } }';
  for (const [viewer, id, lastSequence] of [
    [bo, early, 2],
    [cy, late, 1],
  ] as const) {
    const { chatRoom } = (await world.run(viewer, eventRoom, { id }))._entities[0];
    expect(chatRoom.lastSequence).toBe(lastSequence);
    expect((await world.run(viewer, RoomDocument, { id: chatRoom.id })).chatRoom!.messages.nodes).toHaveLength(lastSequence);
  }
  const facts = await world.sql(
    `SELECT topic, count(*)::int AS n FROM outbox WHERE headers->>'correlationId' = 'seed' GROUP BY topic ORDER BY topic`,
  );
  expect(facts).toEqual([
    { topic: 'connection.changed', n: 2 },
    { topic: 'group.member_changed', n: 2 },
  ]);
});
