import { hasSeqScanOn, silentLogger, usedIndexes, type Page, type PlanNode, type Statement } from '@marquee/platform';
import { aViewer, afterTests, callerFor, freshDatabase } from '@marquee/platform/testing';
import type { Kept } from '../src/kept';
import { Client } from 'pg';
import { openDatabase, type Database } from '../src/db';
import { createLoaders, type Loaders } from '../src/loaders';
import { feedOf } from '../src/modules/activity/activity.sql';
import { changesAfterEach, unnumbered } from '../src/modules/change/change.sql';
import { companionCandidates } from '../src/modules/companion/companion.sql';
import { askingCrew, companionsIn } from '../src/modules/crew/crew-feedback.sql';
import { crewsListed } from '../src/modules/crew/crew.sql';
import { groupRequests, groupsListed } from '../src/modules/group/group.sql';
import { listenedRooms, otherRooms, roomsWrittenSince } from '../src/modules/inbox/inbox.sql';
import { messagesAfter } from '../src/modules/message/message.sql';
import { postFeedOf } from '../src/modules/post/post.sql';
import { candidatesFor } from '../src/modules/suggestion/suggestion.sql';

const NOW = new Date('2026-11-21T12:00:00.000Z');
/** Ids that follow from numbers, so that a whole society is a few statements. */
const person = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const sqlId = (kind: string, n: string) => `('0000000${kind}-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;

let db: Database;
let loaders: Loaders;
let asked: Statement[] = [];

beforeAll(async () => {
  const { url } = await freshDatabase('social');
  const real = openDatabase(url, silentLogger);
  afterTests(() => real.close());
  db = {
    ...real,
    query: (statement) => {
      asked.push(statement);
      return real.query(statement);
    },
  };
  loaders = createLoaders({ db, clock: { now: () => NOW } } as Kept, callerFor(aViewer({ id: person(1) })));
  await populate(url);
}, 120_000);

beforeEach(() => {
  asked = [];
});

/** 6,000 people with 20 friends each, a room of 500 with 50,000 messages, 2,000 small ones, 60,000 items of activity. */
async function populate(url: string): Promise<void> {
  // Not through the pool: its statements may take no longer than a request may wait.
  const client = new Client(url);
  await client.connect();
  const statements = [
    `INSERT INTO people (id, version, interests, traits, activity_level, interests_visibility, location_visibility, friends_visibility, suggestible, active)
     SELECT ${sqlId('0', 'n')}, 1, ARRAY['interest ' || n % 500], '{}', 5, 'PUBLIC', 'PRIVATE', 'PUBLIC', true, true FROM generate_series(1, 6000) n`,
    `INSERT INTO friendships (user_id, friend_id, since)
     SELECT ${sqlId('0', 'a')}, ${sqlId('0', 'b')}, timestamptz '2026-01-01' + make_interval(secs => a + k) FROM generate_series(1, 6000) a, generate_series(1, 20) k,
       LATERAL (SELECT 1 + (a + k * 37) % 6000 AS b) o WHERE a <> b ON CONFLICT DO NOTHING`,
    `INSERT INTO follows (follower_id, followee_id, created_at) SELECT user_id, friend_id, since FROM friendships ON CONFLICT DO NOTHING`,
    `INSERT INTO blocks (blocker_id, blocked_id, created_at)
     SELECT ${sqlId('0', 'n')}, ${sqlId('0', 'n + 3000')}, now() FROM generate_series(1, 3000) n`,
    `INSERT INTO connections (id, requester_id, addressee_id, type, status, requested_at, expires_at, updated_at)
     SELECT gen_random_uuid(), user_id, friend_id, 'FRIEND', 'ACCEPTED', since, since, since FROM friendships WHERE user_id < friend_id ON CONFLICT DO NOTHING`,
    `INSERT INTO groups (id, name, privacy, max_members, member_count, created_at, updated_at)
     SELECT ${sqlId('1', 'n')}, 'Group ' || n, CASE WHEN n % 20 = 0 THEN 'PUBLIC' ELSE 'PRIVATE' END::group_privacy, 500, 10, now(), now() FROM generate_series(1, 2000) n`,
    `INSERT INTO groups (id, name, description, privacy, max_members, member_count, category_slug, latitude, longitude, created_at, updated_at)
     SELECT gen_random_uuid(), 'Found ' || md5(n::text), 'About ' || md5((n * 7)::text), 'PUBLIC', 50, 0, 'category-' || n % 300, -60 + n % 120, -170 + n % 337,
            timestamptz '2026-01-01' + make_interval(secs => n), now() FROM generate_series(1, 100000) n`,
    `INSERT INTO group_requests (group_id, user_id, created_at)
     SELECT ${sqlId('1', '1 + n % 2000')}, ${sqlId('0', '1 + n % 6000')}, now() FROM generate_series(1, 30000) n ON CONFLICT DO NOTHING`,
    `INSERT INTO group_log (id, group_id, action, actor_id, occurred_at)
     SELECT gen_random_uuid(), ${sqlId('1', '1 + n % 2000')}, 'BANNED', ${sqlId('0', '1 + n % 6000')}, now() FROM generate_series(1, 100000) n`,
    `INSERT INTO group_members (group_id, user_id, role, joined_at)
     SELECT ${sqlId('1', 'n')}, ${sqlId('0', '1 + (n * 10 + k) % 6000')}, 'MEMBER', now() FROM generate_series(1, 2000) n, generate_series(1, 10) k`,
    `INSERT INTO rooms (id, kind, group_id, last_message_at, created_at, last_sequence)
     SELECT ${sqlId('2', 'n')}, 'GROUP', ${sqlId('1', 'n')}, now(), now(), CASE n WHEN 1 THEN 50000 ELSE 5 END FROM generate_series(1, 2000) n`,
    `INSERT INTO room_members (room_id, user_id, role, joined_at)
     SELECT ${sqlId('2', 'n')}, ${sqlId('0', '1 + (n * 10 + k) % 6000')}, 'MEMBER', now() FROM generate_series(2, 2000) n, generate_series(1, 10) k`,
    `INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT ${sqlId('2', '1')}, ${sqlId('0', 'n')}, 'MEMBER', now() FROM generate_series(1, 500) n`,
    'ALTER TABLE messages DISABLE TRIGGER message_inserted',
    `INSERT INTO messages (id, room_id, sequence, sender_id, client_message_id, text, sent_at)
     SELECT gen_random_uuid(), ${sqlId('2', '1')}, n, ${sqlId('0', '1 + n % 500')}, n::text, 'text', now() FROM generate_series(1, 50000) n`,
    `INSERT INTO messages (id, room_id, sequence, sender_id, client_message_id, text, sent_at)
     SELECT gen_random_uuid(), ${sqlId('2', 'n')}, k, ${sqlId('0', 'n')}, k::text, 'text', now() FROM generate_series(2, 2000) n, generate_series(1, 5) k`,
    `INSERT INTO known_events (id, version, creator_id, status, visibility, title, starts_at, ends_at)
     SELECT ${sqlId('3', 'n')}, 1, ${sqlId('0', 'n')}, 'PUBLISHED', 'PUBLIC', 'Event', now(), now() FROM generate_series(1, 5000) n`,
    `INSERT INTO activity_items (id, type, actor_id, event_id, visibility, occurred_at, source)
     SELECT gen_random_uuid(), 'EVENT_ATTENDING', ${sqlId('0', '1 + n % 6000')}, ${sqlId('3', '1 + n % 5000')}, 'FRIENDS',
            timestamptz '2026-01-01' + make_interval(mins => n), 'item ' || n FROM generate_series(1, 60000) n`,
    `INSERT INTO posts (id, author_id, group_id, visibility, text, created_at)
     SELECT ('00000005-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, ${sqlId('0', '1 + n % 6000')}, CASE WHEN n % 3 = 0 THEN ${sqlId('1', '1 + n % 2000')} END, 'FRIENDS', 'text',
            timestamptz '2026-01-01' + make_interval(mins => n) FROM generate_series(1, 100000) n`,
    `INSERT INTO post_comments (id, post_id, author_id, text, created_at)
     SELECT gen_random_uuid(), ('00000005-0000-4000-8000-' || lpad((1 + n % 5000)::text, 12, '0'))::uuid, ${sqlId('0', '1 + n % 6000')}, 'text', now() FROM generate_series(1, 100000) n`,
    `INSERT INTO post_likes (post_id, user_id, created_at)
     SELECT ('00000005-0000-4000-8000-' || lpad((1 + n % 5000)::text, 12, '0'))::uuid, ${sqlId('0', '1 + n % 6000')}, now() FROM generate_series(1, 100000) n ON CONFLICT DO NOTHING`,
    `INSERT INTO presence (user_id, state, last_seen_at) SELECT ${sqlId('0', 'n')}, 'OFFLINE', now() FROM generate_series(1, 6000) n`,
    `INSERT INTO presence_leases (user_id, connection_id, session_id, state, expires_at)
     SELECT ${sqlId('0', 'n')}, 'c', 's', 'ONLINE', timestamptz '2026-11-21 12:01Z' FROM generate_series(1, 3000) n`,
    `INSERT INTO wish_lists (id, owner_id, name, visibility, created_at)
     SELECT ${sqlId('6', 'n')}, ${sqlId('0', '1 + n % 6000')}, 'List', CASE WHEN n % 2 = 0 THEN 'FRIENDS' ELSE 'PRIVATE' END::wish_list_visibility,
            timestamptz '2026-01-01' + make_interval(secs => n) FROM generate_series(1, 20000) n`,
    `INSERT INTO wish_list_people (list_id, user_id, added_at)
     SELECT ${sqlId('6', '1 + n % 20000')}, ${sqlId('0', '1 + (n * 7) % 6000')}, now() FROM generate_series(1, 30000) n ON CONFLICT DO NOTHING`,
    `INSERT INTO wish_list_items (list_id, event_id, added_by, added_at)
     SELECT ${sqlId('6', '1 + n % 20000')}, ${sqlId('3', '1 + (n * 13) % 5000')}, ${sqlId('0', '1 + n % 6000')}, now() FROM generate_series(1, 100000) n ON CONFLICT DO NOTHING`,
    `INSERT INTO crews (group_id, anchor, event_id, ends_at)
     SELECT id, 'EVENT', ${sqlId('3', '1 + (row_number() OVER ()) % 5000')}, timestamptz '2026-12-24' FROM groups WHERE name LIKE 'Found 0%'`,
    `INSERT INTO crews (group_id, anchor, venue_id, ends_at)
     SELECT id, 'VENUE', ${sqlId('7', '1 + (row_number() OVER ()) % 500')}, timestamptz '2026-12-24' FROM groups WHERE name LIKE 'Found 1%'`,
    `INSERT INTO crews (group_id, anchor, ends_at) SELECT id, 'AREA', timestamptz '2026-12-24' FROM groups WHERE name LIKE 'Found 2%'`,
    `INSERT INTO companion_seekers (event_id, user_id, since)
     SELECT ${sqlId('3', '1 + n % 500')}, ${sqlId('0', '1 + (n * 7) % 6000')}, now() FROM generate_series(1, 100000) n ON CONFLICT DO NOTHING`,
    `INSERT INTO crew_feedback (group_id, giver_id, receiver_id, again, given_at)
     SELECT c.group_id, ${sqlId('0', '1 + (c.n * 3 + k) % 6000')}, ${sqlId('0', '1 + (c.n * 3 + k + 1) % 6000')}, true, timestamptz '2026-11-20'
     FROM (SELECT group_id, (row_number() OVER ())::int AS n FROM crews) c, generate_series(1, 4) k ON CONFLICT DO NOTHING`,
    `INSERT INTO crew_karma (user_id, score, computed_at)
     SELECT ${sqlId('0', 'n')}, 60, timestamptz '2026-01-01' + make_interval(hours => n) FROM generate_series(1, 6000) n`,
    // As after a look at each log: few changes wait for their number.
    `INSERT INTO room_changes (room_id, number, kind, message_id) SELECT room_id, sequence, 'MESSAGE_ADDED', id FROM messages`,
    'ANALYZE',
  ];
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const BIG = [
  'people',
  'friendships',
  'follows',
  'blocks',
  'connections',
  'group_members',
  'groups',
  'group_requests',
  'rooms',
  'room_members',
  'messages',
  'known_events',
  'crews',
  'crew_feedback',
  'crew_karma',
  'companion_seekers',
  'wish_lists',
  'wish_list_people',
  'wish_list_items',
  'activity_items',
  'posts',
  'post_comments',
  'post_likes',
  'presence',
];

/** The plan for any values, as Postgres keeps it for a prepared statement. */
async function genericPlan(text: string): Promise<PlanNode> {
  const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`);
  return rows[0]!['QUERY PLAN'][0].Plan;
}

/** The second page of a list by time and id. */
const deep = (backward: boolean): Page => ({ list: 'any', limit: 20, from: ['2026-01-01T00:00:05.000Z', person(9)], backward });
const first = (backward: boolean): Page => ({ list: 'any', limit: 20, from: null, backward });
const group1 = '00000001-0000-4000-8000-000000000001';
const room1 = '00000002-0000-4000-8000-000000000001';
const event1 = '00000003-0000-4000-8000-000000000001';
const venue1 = '00000007-0000-4000-8000-000000000001';
const list1 = '00000006-0000-4000-8000-000000000001';
const post1 = '00000005-0000-4000-8000-000000000001';
const messages300 = (backward: boolean): Page => ({ list: 'any', limit: 50, from: [300], backward });

/** Lists are read both ways, from their ends and from far within. */
const pages: readonly (readonly [what: string, ask: (page: Page) => Promise<unknown>, index: string])[] = [
  ['friends', (page) => loaders.friendsPage.load({ id: person(7), page }), 'friendships_user_id_since_friend_id_idx'],
  ['followers', (page) => loaders.followersPage.load({ id: person(7), page }), 'follows_followee_id_created_at_follower_id_idx'],
  ['following', (page) => loaders.followingPage.load({ id: person(7), page }), 'follows_follower_id_created_at_followee_id_idx'],
  ['the members of a group', (page) => loaders.groupMembersPage.load({ id: group1, page }), 'group_members_present'],
  ['the members of a room', (page) => loaders.roomMembersPage.load({ id: room1, page }), 'room_members_present'],
  [
    'the activity of an event',
    (page) => loaders.eventActivityPage.load({ id: event1, page }),
    'activity_items_event_id_occurred_at_id_idx',
  ],
  [
    'groups, newest first',
    (page) => db.query(groupsListed(person(1), NOW, { words: [], near: null, category: null }, page)),
    'groups_listed',
  ],
  [
    'groups of a category',
    (page) => db.query(groupsListed(person(1), NOW, { words: [], near: null, category: 'category-7' }, page)),
    'groups_categories',
  ],
  ['who asks to be let into a group', (page) => db.query(groupRequests(group1, person(1), page)), 'group_requests_open'],
  ['the feed of posts', (page) => db.query(postFeedOf(person(1), false, page)), 'posts_author_id_created_at_id_idx'],
  [
    'crews around an event',
    (page) => db.query(crewsListed(person(1), NOW, false, { kind: 'EVENT', id: event1 }, page)),
    'crews_event_id_idx',
  ],
  [
    'crews around a venue',
    (page) => db.query(crewsListed(person(1), NOW, false, { kind: 'VENUE', id: venue1 }, page)),
    'crews_venue_id_idx',
  ],
  [
    'crews within a circle',
    (page) => db.query(crewsListed(person(1), NOW, false, { kind: 'AREA', latitude: 40, longitude: 5, radiusKm: 20 }, page)),
    'groups_places',
  ],
  [
    'the wish-lists of a person',
    (page) => loaders.wishListsOfPersonPage.load({ id: person(7), page }),
    'wish_lists_owner_id_created_at_id_idx',
  ],
  ['the wish-lists for a person', (page) => loaders.wishListsForPersonPage.load({ id: person(7), page }), 'wish_list_people_user_id_idx'],
  [
    'what is on a wish-list',
    (page) => loaders.itemsOfWishListPage.load({ id: list1, page }),
    'wish_list_items_list_id_added_at_event_id_idx',
  ],
  ['the posts of a person', (page) => loaders.postsOfPersonPage.load({ id: person(7), page }), 'posts_author_id_created_at_id_idx'],
  ['the posts of a group', (page) => loaders.postsOfGroupPage.load({ id: group1, page }), 'posts_group_id_created_at_id_idx'],
  ['the comments of a post', (page) => loaders.commentsPage.load({ id: post1, page }), 'post_comments_post_id_parent_id_created_at_id_idx'],
  ['the feed', (page) => db.query(feedOf(person(1), false, page)), 'activity_items_actor_id_occurred_at_id_idx'],
];

test.each<[string, () => Promise<unknown>, string | RegExp]>([
  ...pages.flatMap(([what, ask, index]) =>
    [first(false), first(true), deep(false), deep(true)].map((page): [string, () => Promise<unknown>, string] => [
      `${what}, ${page.from ? 'far within' : 'from the end'}, ${page.backward ? 'backward' : 'forward'},`,
      () => ask(page),
      index,
    ]),
  ),
  [
    'mutual friends',
    () => loaders.mutualFriendsPage.load({ id: person(7), page: first(false) }),
    /friendships_(pkey|user_id_since_friend_id_idx)/,
  ],
  [
    'groups with words in them',
    () => db.query(groupsListed(person(1), NOW, { words: ['found', 'abc'], near: null, category: null }, first(false))),
    'groups_words',
  ],
  [
    'groups within a circle',
    () =>
      db.query(
        groupsListed(person(1), NOW, { words: [], near: { latitude: 40, longitude: 5, radiusKm: 20 }, category: null }, first(false)),
      ),
    'groups_places',
  ],
  ['people in a block with the viewer', () => loaders.blockWithViewer.load(person(7)), 'blocks_blocked_id_idx'],
  ['suggestions', () => db.query(candidatesFor(person(1), ['interest 1'])), 'people_interests_idx'],
  [
    'the groups of a person',
    () => loaders.groupsOfUserPage.load({ id: person(7), page: first(false) }),
    'group_members_user_id_active_idx',
  ],
  [
    'who would like company at an event',
    () => db.query(companionCandidates(person(1), event1, NOW)),
    'companion_seekers_event_id_since_user_id_idx',
  ],
  ['a wish-list', () => loaders.wishListById.load(list1), 'wish_lists_pkey'],
  ['the people of a wish-list', () => loaders.peopleByWishListId.load(list1), 'wish_list_people_pkey'],
  [
    'crews to end',
    () =>
      db.query({
        name: 'crews-due',
        text: 'SELECT group_id FROM crews WHERE ended_at IS NULL AND ends_at <= $1 ORDER BY ends_at LIMIT 100',
        values: [NOW],
      }),
    'crews_due',
  ],
  ['the crew that asks for feedback', () => db.query(askingCrew(group1, person(1), NOW)), 'crews_pkey'],
  ['whom somebody met in a crew', () => db.query(companionsIn(group1, person(1))), 'crew_feedback_pkey'],
  // As Prisma writes them: `crewsToCount`, `renewKarma` and `reckon`.
  [
    'crews whose feedback is to be counted',
    () =>
      db.query({
        name: 'feedback-due',
        text: `SELECT group_id FROM crews WHERE feedback_closed_at IS NULL AND feedback_until IS NOT NULL AND feedback_until <= $1
               ORDER BY feedback_until LIMIT 50`,
        values: [NOW],
      }),
    'crews_feedback_due',
  ],
  [
    'karma that is old',
    () =>
      db.query({
        name: 'karma-due',
        text: 'SELECT user_id FROM crew_karma WHERE computed_at <= $1 ORDER BY computed_at LIMIT 50',
        values: [NOW],
      }),
    'crew_karma_computed_at_idx',
  ],
  [
    'what was said of somebody',
    () =>
      db.query({
        name: 'said-of',
        text: `SELECT f.giver_id FROM crew_feedback f JOIN crews c ON c.group_id = f.group_id AND (c.feedback_closed_at IS NOT NULL OR c.group_id = $2::uuid)
               JOIN people p ON p.id = f.giver_id AND p.active
               WHERE f.receiver_id = $1::uuid AND f.given_at > $3 ORDER BY f.given_at, f.group_id, f.giver_id`,
        values: [person(1), group1, NOW],
      }),
    'crew_feedback_receiver_id_idx',
  ],
  [
    'who of them has said something of another',
    () =>
      db.query({
        name: 'acquainted',
        text: 'SELECT DISTINCT giver_id, receiver_id FROM crew_feedback WHERE giver_id = ANY ($1::uuid[]) AND receiver_id = ANY ($1::uuid[])',
        values: [[person(1), person(2)]],
      }),
    /crew_feedback_(giver_id|receiver_id)_idx/,
  ],
  ['what stands below a post', () => loaders.postCounts.load(post1), 'post_likes_pkey'],
  ['the number of friends', () => loaders.friendCountByUserId.load(person(7)), 'friendships_user_id_since_friend_id_idx'],
  ['the number of members of a room', () => loaders.roomMemberCountByRoomId.load(room1), 'room_members_present'],
  ['a room', () => loaders.roomById.load(room1), 'room_members_user_id_active_idx'],
  ['the room of an event', () => loaders.roomByEventId.load(event1), 'room_members_user_id_active_idx'],
  ['messages, far back', () => loaders.messagesPage.load({ id: room1, page: messages300(true) }), 'messages_room_id_sequence_key'],
  ['messages, far on', () => loaders.messagesPage.load({ id: room1, page: messages300(false) }), 'messages_room_id_sequence_key'],
  ['messages since', () => db.query(messagesAfter(room1, 49_000, 100)), 'messages_room_id_sequence_key'],
  ['the last message', () => loaders.lastMessageByRoomId.load(room1), 'messages_room_id_sequence_key'],
  ['unread messages', () => loaders.unreadByRoomId.load(room1), 'messages_room_id_sender_id_client_message_id_key'],
  ['messages that name somebody', () => loaders.mentionsByRoomId.load(room1), 'messages_mentioning'],
  ['rooms that are others', () => db.query(roomsWrittenSince(person(1), '1')), 'room_changes_room_id_written_by_idx'],
  ['rooms to listen to', () => db.query(listenedRooms(person(1))), 'room_members_user_id_active_idx'],
  ['rooms an app does not know', () => db.query(otherRooms(person(1), [room1])), 'room_members_user_id_active_idx'],
  ['changes that were missed', () => db.query(changesAfterEach([room1], [49_000], 201)), 'room_changes_room_id_number_key'],
  ['logs to number', () => db.query(unnumbered([room1])), 'room_changes_unnumbered'],
  // As Prisma writes them: `RoomSettingsService.bans`, `bansRunOut`, and what `expireMessages` looks for.
  [
    'who was sent away from a room',
    () =>
      db.query({
        name: 'bans',
        text: `SELECT user_id FROM room_members WHERE room_id = $1::uuid AND banned_at IS NOT NULL AND (banned_until IS NULL OR banned_until > $2)
               ORDER BY banned_at DESC, user_id DESC LIMIT 21`,
        values: [room1, NOW],
      }),
    'room_members_banned',
  ],
  [
    'bans that have run out',
    () =>
      db.query({
        name: 'bans-run-out',
        text: 'SELECT user_id FROM room_members WHERE banned_until <= $1 ORDER BY banned_until LIMIT 200',
        values: [NOW],
      }),
    'room_members_ban_ends',
  ],
  [
    'messages that a room keeps no longer',
    () =>
      db.query({
        name: 'messages-due',
        text: `SELECT m.id FROM rooms r CROSS JOIN LATERAL (
                 SELECT x.id, x.sequence FROM messages x
                 WHERE x.room_id = r.id AND x.sequence > r.forgotten_to AND x.sent_at < $1::timestamptz - make_interval(days => r.keep_days)
                 ORDER BY x.sequence LIMIT 500) m
               WHERE r.keep_days IS NOT NULL ORDER BY r.id, m.sequence LIMIT 500`,
        values: [NOW],
      }),
    /rooms_that_forget.*messages_room_id_sequence_key|messages_room_id_sequence_key.*rooms_that_forget/,
  ],
  ['presence', () => loaders.presenceByUserId.loadMany([person(2), person(3)]), 'presence_leases_pkey'],
])('%s are found by index (S22, S42)', async (what, ask, index) => {
  await ask();
  expect(asked).toHaveLength(1);
  const plan = await genericPlan(asked[0]!.text);
  // Among a few thousand people, looking up hundreds of candidates one by one costs more than reading all.
  const scannable = what === 'suggestions' ? BIG.filter((table) => table !== 'people') : BIG;
  expect(scannable.filter((table) => hasSeqScanOn(plan, table))).toEqual([]);
  expect(usedIndexes(plan).join(' ')).toMatch(index);
});
