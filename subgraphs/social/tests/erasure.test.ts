import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import { Client } from 'pg';
import {
  CommentOnPostDocument,
  CreateGroupDocument,
  CreateGroupLinkDocument,
  CreatePostDocument,
  DismissSuggestionDocument,
  FollowDocument,
  GroupDocument,
  HeartbeatDocument,
  HidePostDocument,
  LikePostDocument,
  PresenceChangedDocument,
  RequestToJoinGroupDocument,
  RoomDocument,
  RoomStateDocument,
  SendMessageDocument,
  SetGroupRoleDocument,
  UpdateChatSettingsDocument,
} from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

/** Every table and column that can hold a person's id. */
const COLUMNS = `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'uuid' AND c.table_name NOT IN ('outbox', 'inbox', 'dead_letters')`;

test('an erased person is nowhere any more but in a blank row that keeps late facts out (S5)', async () => {
  const [ada, bo, cy] = [await world.person({ interests: ['jazz'] }), await world.person(), await world.person()];
  await world.befriend(ada, bo);
  await world.block(ada, cy);
  await world.run(bo, FollowDocument, { input: { userId: ada.id } });
  await world.run(ada, DismissSuggestionDocument, { input: { userId: cy.id } });
  await world.run(cy, DismissSuggestionDocument, { input: { userId: ada.id } });
  const group = await world.group(ada, [bo]);
  const troubled = await world.group(bo);
  await world.sql(`INSERT INTO group_bans (group_id, user_id, banned_by, created_at) VALUES ($1, $2, $3, now()), ($4, $3, $2, now())`, [
    ...[group.id, cy.id, ada.id, troubled.id],
  ]);
  await world.run(ada, CreateGroupLinkDocument, { input: { groupId: group.id } });
  await world.run(ada, SetGroupRoleDocument, { input: { groupId: group.id, userId: bo.id, role: 'ADMIN' } });
  const closed = await world.group(bo, [], { privacy: 'INVITE_ONLY' });
  await world.run(ada, RequestToJoinGroupDocument, { input: { groupId: closed.id } });
  const { createPost } = await world.run(ada, CreatePostDocument, { input: { text: 'Remember me', visibility: 'PUBLIC' } });
  const { createPost: other } = await world.run(bo, CreatePostDocument, { input: { text: 'Stay', visibility: 'PUBLIC' } });
  as(createPost, 'CreatePostSuccess');
  const postId = as(other, 'CreatePostSuccess').post.id;
  await world.run(ada, CommentOnPostDocument, { input: { postId, text: 'Remember me' } });
  await world.run(ada, LikePostDocument, { input: { postId } });
  await world.run(ada, HidePostDocument, { input: { postId, hidden: true } });
  const direct = await world.directRoom(ada, bo);
  await world.say(ada, group.roomId, 'remember me');
  await world.say(bo, group.roomId, 'always');
  const eventId = await world.event(ada);
  const attended = await world.event(bo);
  await world.attends(attended, ada, 'GOING');
  await world.refund(attended, ada, { orderId: randomUUID(), version: 1, remainingTicketIds: [randomUUID()] });
  await world.sql(`INSERT INTO crews (group_id, anchor, ends_at) VALUES ($1, 'AREA', now())`, [troubled.id]);
  await world.sql(
    `INSERT INTO crew_feedback (group_id, giver_id, receiver_id, again, given_at) VALUES ($1, $2, $3, true, now()), ($1, $3, $2, true, now())`,
    [...[troubled.id, ada.id, bo.id]],
  );
  await world.sql('INSERT INTO companion_seekers (event_id, user_id, since) VALUES (gen_random_uuid(), $1, now())', [ada.id]);
  await world.sql(`INSERT INTO crew_karma (user_id, score, computed_at) VALUES ($1, 60, now())`, [ada.id]);
  await world.run(ada, HeartbeatDocument, {});
  await world.run(ada, UpdateChatSettingsDocument, { input: { readReceipts: false } });

  const erase = (id?: string) => world.tell('user.erased', ada.id, { userId: ada.id }, id);
  const factId = randomUUID();
  await erase(factId);
  await erase(factId);
  await erase();

  const left: string[] = [];
  for (const { table, column } of await world.sql<{ table: string; column: string }>(COLUMNS)) {
    const rows = await world.sql(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [ada.id]);
    if (rows.length > 0) left.push(`${table}.${column}`);
  }
  expect(left).toEqual(['people.id']);
  expect(await world.sql('SELECT interests, active, erased FROM people WHERE id = $1', [ada.id])).toEqual([
    { interests: [], active: false, erased: true },
  ]);

  const room = (await world.run(bo, RoomStateDocument, { id: group.roomId })).chatRoom!;
  expect(room.messages.nodes).toMatchObject([
    { sequence: 1, text: null, sender: null, notice: null },
    { sequence: 2, text: 'always', sender: { id: bo.id } },
    // That somebody left, and not who.
    { sequence: 3, text: null, notice: { kind: 'MEMBER_LEFT', people: [], actor: null } },
  ]);
  const { group: seen } = await world.run(bo, GroupDocument, { id: group.id });
  expect(seen).toMatchObject({ memberCount: 1, viewerMembership: { role: 'OWNER' } });
  expect((await world.run(bo, RoomDocument, { id: direct })).chatRoom!.members.nodes).toHaveLength(1);

  await world.tellPerson(ada.id, { version: 99, interests: ['chess'] });
  await world.attends(attended, ada, 'GOING', { version: 99 });
  await world.tellEvent(eventId, { version: 99, creatorId: ada.id });
  await world.tell('review.changed', attended, {
    reviewId: randomUUID(),
    version: 1,
    eventId: attended,
    authorId: ada.id,
    rating: 5,
    eventRating: 5,
    eventReviewCount: 1,
  });
  expect(await world.sql('SELECT interests, erased FROM people WHERE id = $1', [ada.id])).toEqual([{ interests: [], erased: true }]);
  for (const table of ['attendances', 'room_members'])
    expect(await world.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [ada.id])).toEqual([]);
  expect(await world.sql('SELECT 1 FROM activity_items WHERE actor_id = $1', [ada.id])).toEqual([]);
  expect(await world.sql('SELECT creator_id FROM known_events WHERE id = $1', [eventId])).toEqual([{ creator_id: null }]);
});

test('somebody whose account is gone can change nothing with a token that still works', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { roomId } = await world.group(ada, [bo]);
  await world.tell('user.erased', ada.id, { userId: ada.id });
  const refused = { __typename: 'NotAllowed', code: 'FORBIDDEN' };
  const { sendMessage } = await world.run(ada, SendMessageDocument, { input: { roomId, text: 'x', clientMessageId: 'x' } });
  const { createGroup } = await world.run(ada, CreateGroupDocument, { input: { name: 'x' } });
  const { follow } = await world.run(ada, FollowDocument, { input: { userId: bo.id } });
  const { heartbeat } = await world.run(ada, HeartbeatDocument, {});
  expect([sendMessage, createGroup, follow, heartbeat]).toMatchObject([refused, refused, refused, refused]);
});

test('a stream that is opened with a token that still works leaves nothing of an erased person', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  await world.tell('user.erased', ada.id, { userId: ada.id });
  await world.subscribe(ada, print(PresenceChangedDocument), { userIds: [bo.id] });
  for (const table of ['presence', 'presence_leases'])
    expect(await world.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [ada.id])).toEqual([]);
});

test('an erasure waits for a follow that comes at the same time, and removes it, too', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const other = new Client(world.databaseUrl);
  await other.connect();
  await other.query('BEGIN');
  // The follow has asked whether the person is there still, and waits for this row of the same key.
  await other.query('INSERT INTO follows (follower_id, followee_id, created_at) VALUES ($1, $2, now())', [bo.id, ada.id]);
  const following = world.run(bo, FollowDocument, { input: { userId: ada.id } });
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 300));
  await aMoment();
  const erasing = world.tell('user.erased', ada.id, { userId: ada.id });
  await aMoment();
  await other.query('ROLLBACK');
  await other.end();
  expect((await following).follow).toMatchObject({ __typename: 'FollowSuccess' });
  await erasing;
  expect(await world.sql('SELECT 1 FROM follows WHERE followee_id = $1', [ada.id])).toEqual([]);
});

test('what others were answered names an erased person no more', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  await world.run(bo, FollowDocument, { input: { userId: ada.id, idempotencyKey: 'one' } });
  await world.run(bo, CreateGroupDocument, { input: { name: 'Of bo', idempotencyKey: 'two' } });
  await world.tell('user.erased', ada.id, { userId: ada.id });
  const answers = await world.sql('SELECT key, response::text AS text FROM idempotency_keys WHERE principal = $1 ORDER BY key', [bo.id]);
  expect(answers.map(({ key }) => key as string)).toEqual(['one', 'two']);
  expect(answers.map(({ text }) => text as string).join()).not.toContain(ada.id);
});
