import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  AddToRoomDocument,
  AddToWishListDocument,
  CreateCrewDocument,
  GiveCrewFeedbackDocument,
  LookForCompanionsDocument,
  CreateWishListDocument,
  EndConnectionDocument,
  ShareWishListDocument,
  CastVoteDocument,
  ClosePollDocument,
  CreateGroupDocument,
  CreateRoomDocument,
  CreatePollDocument,
  CreateGroupLinkDocument,
  JoinGroupByLinkDocument,
  DeleteMessageDocument,
  EditMessageDocument,
  JoinGroupDocument,
  OpenDirectRoomDocument,
  OpenRoomDocument,
  RemoveFromGroupDocument,
  RequestConnectionDocument,
  RespondToMessageRequestDocument,
  RoomChangedDocument,
  SendMessageDocument,
  UpdateRoomDocument,
  ShareLocationDocument,
  StartSharingLocationDocument,
} from './generated/documents';
import { after, as, DAY, type World } from './world';

const ROOM_CHANGED = print(RoomChangedDocument);

/** A hundred people of a room speak at once. Returns the sequences that were stored and how many were told that it went well. */
export async function hundredSpeakAtOnce(world: World): Promise<{ stored: number[]; succeeded: number; lastSequence: number }> {
  const owner = await world.person();
  const { id, roomId } = await world.group(owner, [], { maxMembers: 101 });
  const speakers: Viewer[] = [];
  for (let n = 0; n < 100; n++) speakers.push(await world.person());
  await world.sql(`INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT $1, unnest($2::uuid[]), 'MEMBER', now()`, [
    roomId,
    speakers.map((speaker) => speaker.id),
  ]);
  const answers = await Promise.all(
    speakers.map((speaker, n) =>
      world.run(speaker, SendMessageDocument, { input: { roomId, text: `message ${n}`, clientMessageId: 'one' } }),
    ),
  );
  const rows = await world.sql<{ sequence: number }>('SELECT sequence FROM messages WHERE room_id = $1 ORDER BY sequence', [roomId]);
  const [room] = await world.sql<{ lastSequence: number }>('SELECT last_sequence AS "lastSequence" FROM rooms WHERE id = $1', [roomId]);
  expect(id).toBeDefined();
  return {
    stored: rows.map((row) => row.sequence),
    succeeded: answers.filter(({ sendMessage }) => sendMessage.__typename === 'SendMessageSuccess').length,
    lastSequence: room!.lastSequence,
  };
}

/** Twelve people join a group that has four places left, at once. */
export async function twelveJoinForFourPlaces(
  world: World,
): Promise<{ joined: number; full: number; members: number; memberCount: number }> {
  const owner = await world.person();
  const { id } = await world.group(owner, [], { maxMembers: 5 });
  const people = await Promise.all(Array.from({ length: 12 }, () => world.person()));
  const answers = await Promise.all(people.map((person) => world.execute(person, print(JoinGroupDocument), { input: { groupId: id } })));
  const count = (type: string) => answers.filter((answer) => answer.data?.joinGroup.__typename === type).length;
  const [{ members }] = (await world.sql('SELECT count(*)::int AS members FROM group_members WHERE group_id = $1 AND active', [id])) as [
    { members: number },
  ];
  const [{ memberCount }] = (await world.sql('SELECT member_count AS "memberCount" FROM groups WHERE id = $1', [id])) as [
    { memberCount: number },
  ];
  return { joined: count('JoinGroupSuccess'), full: count('GroupFull'), members, memberCount };
}

/** Twelve people come at once by a link that lets in five. Returns how many are members, and how often the link says it was used. */
export async function twelveComeByALinkForFive(world: World): Promise<{ members: number; uses: number }> {
  const owner = await world.person();
  const { id } = await world.group(owner, [], { maxMembers: 100 });
  const { createGroupLink } = await world.run(owner, CreateGroupLinkDocument, { input: { groupId: id, maxUses: 5 } });
  const { code } = (createGroupLink as { link: { code: string } }).link;
  const people = await Promise.all(Array.from({ length: 12 }, () => world.person()));
  await Promise.all(people.map((person) => world.execute(person, print(JoinGroupByLinkDocument), { input: { code } })));
  const members = await world.sql('SELECT 1 FROM group_members WHERE group_id = $1 AND active AND user_id <> $2', [id, owner.id]);
  const [{ uses }] = (await world.sql('SELECT uses FROM group_links WHERE group_id = $1', [id])) as [{ uses: number }];
  return { members: members.length, uses };
}

/** A new account makes seven groups at once, of five that it may make in an hour. Returns how many there are. */
export async function sevenGroupsOfFive(world: World): Promise<number> {
  const founder = await world.person({ registeredAt: world.clock.now().toISOString() });
  const names = Array.from({ length: 7 }, (_, n) => `Group ${n}`);
  await Promise.all(names.map((name) => world.run(founder, CreateGroupDocument, { input: { name } })));
  return (await world.sql('SELECT 1 FROM group_members WHERE user_id = $1 AND active', [founder.id])).length;
}

/** Two people ask each other at once, ten times over. Returns how many rows each pair ended with, and their states. */
export async function pairsAskEachOtherAtOnce(world: World): Promise<Array<{ rows: number; statuses: string[] }>> {
  const outcomes = [];
  for (let round = 0; round < 10; round++) {
    const [ada, bo] = [await world.person(), await world.person()];
    const ask = (from: Viewer, to: Viewer) => world.execute(from, print(RequestConnectionDocument), { input: { userId: to.id } });
    await Promise.all([ask(ada, bo), ask(bo, ada), ask(ada, bo), ask(bo, ada)]);
    const rows = await world.sql<{ status: string }>('SELECT status FROM connections WHERE requester_id = ANY ($1)', [[ada.id, bo.id]]);
    outcomes.push({ rows: rows.length, statuses: rows.map((row) => row.status) });
  }
  return outcomes;
}

/** An event and an attendance of it are told at the same time, forty times over. Returns how many guests found the room. */
export async function eventsAndGuestsMeet(world: World): Promise<number> {
  let met = 0;
  for (let round = 0; round < 40; round++) {
    const [organiser, guest] = [await world.person(), await world.person()];
    const eventId = randomUUID();
    // Under a key of its own: facts of one key would come one behind the other.
    const attending = world.attends(eventId, guest, 'GOING', {}, world.clock.now(), randomUUID());
    await Promise.all([world.tellEvent(eventId, { creatorId: organiser.id }), attending]);
    const members = await world.sql('SELECT 1 FROM room_members WHERE user_id = $1 AND active', [guest.id]);
    met += members.length;
  }
  return met;
}

/**
 * Members are removed from a group at the moment they answer to its event, twenty times over; `eachTime` comes before that moment. Returns
 * how many stay in the event's room.
 */
export async function removalsAndAnswersMeet(world: World, eachTime: () => void = () => undefined): Promise<number> {
  const owner = await world.person();
  const { id: groupId } = await world.group(owner, [], { maxMembers: 100 });
  const eventId = await world.event(owner, { visibility: 'GROUP_ONLY', groupId });
  for (let round = 0; round < 20; round++) {
    const member = await world.person();
    await world.run(member, JoinGroupDocument, { input: { groupId } });
    eachTime();
    await Promise.all([
      world.attends(eventId, member, 'GOING', {}, world.clock.now(), randomUUID()),
      world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: member.id } }),
    ]);
  }
  const sql = `SELECT 1 FROM room_members m JOIN rooms r ON r.id = m.room_id WHERE r.event_id = $1 AND m.active AND m.user_id <> $2`;
  return (await world.sql(sql, [eventId, owner.id])).length;
}

/**
 * A stranger's room is declined and answered at once, by the same person on two devices. Returns how many rooms are declined in which they
 * have written. `eachTime` is given what ends when the answer was sent.
 */
export async function refusalsAndAnswersMeet(
  world: World,
  rounds: number,
  eachTime: (said: Promise<unknown>) => void = () => undefined,
): Promise<number> {
  for (let round = 0; round < rounds; round++) {
    const [asker, asked] = [await world.person(), await world.person()];
    const { openDirectRoom } = await world.run(asker, OpenDirectRoomDocument, { input: { userId: asked.id } });
    const roomId = (openDirectRoom as { room: { id: string } }).room.id;
    let tell: () => void = () => undefined;
    eachTime(new Promise<void>((resolve) => (tell = resolve)));
    const said = world.run(asked, SendMessageDocument, { input: { roomId, text: 'Hello', clientMessageId: 'one' } }).finally(tell);
    await Promise.all([said, world.run(asked, RespondToMessageRequestDocument, { input: { roomId, response: 'DECLINE' } })]);
  }
  const written = await world.sql(
    `SELECT 1 FROM room_members m JOIN messages s ON s.room_id = m.room_id AND s.sender_id = m.user_id WHERE m.answer = 'DECLINED'`,
  );
  return written.length;
}

/**
 * Two apps begin to follow a room at once, whose changes have no numbers yet; something is said as soon as one of them follows. Returns the
 * numbers that were given. `meanwhile` is given what ends when it was said, and what ends when both follow.
 */
export async function followersMeetAMessage(
  world: World,
  meanwhile: (said: Promise<unknown>, following: Promise<unknown>) => void = () => undefined,
): Promise<number[]> {
  const ada = await world.person();
  const { roomId } = await world.group(ada);
  for (let n = 0; n < 5; n++) await world.say(ada, roomId, `message ${n}`);
  await world.sql('INSERT INTO room_logs (room_id) VALUES ($1) ON CONFLICT DO NOTHING', [roomId]);
  const [said, following] = [promised(), promised()];
  meanwhile(said.promise, following.promise);
  const streams = [0, 1].map(() => world.subscribe(ada, ROOM_CHANGED, { roomId, since: 0 }));
  await Promise.race(streams);
  await world.say(ada, roomId, 'meanwhile');
  said.resolve();
  await Promise.all(streams);
  following.resolve();
  streams.push(world.subscribe(ada, ROOM_CHANGED, { roomId, since: 0 }));
  for (const stream of streams) await (await stream).close();
  const given = await world.sql<{ number: number }>('SELECT number FROM room_changes WHERE room_id = $1 ORDER BY number, id', [roomId]);
  return given.map(({ number }) => number);
}

/** Four people are brought at once into a room of several that has one place left. Returns how many are in it. */
export async function fourComeForOnePlace(world: World): Promise<number> {
  const [ada, ...others] = await Promise.all(Array.from({ length: 6 }, () => world.person()));
  const { createRoom } = await world.run(ada!, CreateRoomDocument, { input: { name: 'Trip', userIds: [others[0]!.id] } });
  const roomId = as(createRoom, 'CreateRoomSuccess').room.id;
  await world.sql(
    `INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT $1, gen_random_uuid(), 'MEMBER', now() FROM generate_series(1, 47)`,
    [roomId],
  );
  const add = ({ id }: Viewer) => world.execute(ada!, print(AddToRoomDocument), { input: { roomId, userIds: [id] } });
  await Promise.all(others.slice(1).map(add));
  return (await world.sql('SELECT 1 FROM room_members WHERE room_id = $1 AND active', [roomId])).length;
}

/**
 * Five people join a group while its owner opens a room for announcements. Returns how many of them are in that room. `meanwhile` is given what ends
 * when they have joined, and what to call for them to begin.
 */
export async function fiveJoinWhileARoomOpens(
  world: World,
  meanwhile: (joined: Promise<unknown>, begin: () => void) => void = (_, begin) => begin(),
): Promise<number> {
  const [owner, ...people] = await Promise.all(Array.from({ length: 6 }, () => world.person()));
  const { id: groupId } = await world.group(owner!);
  const [joined, begun] = [promised(), promised()];
  meanwhile(joined.promise, begun.resolve);
  const opening = world.run(owner!, OpenRoomDocument, { input: { groupId, purpose: 'ANNOUNCEMENTS' } });
  await begun.promise;
  await Promise.all(people.map((person) => world.run(person, JoinGroupDocument, { input: { groupId } }))).finally(joined.resolve);
  const room = as((await opening).openRoom, 'OpenRoomSuccess').room.id;
  return (await world.sql('SELECT 1 FROM room_members WHERE room_id = $1 AND user_id <> $2 AND active', [room, owner!.id])).length;
}

/** A member says two things at once in a room that is in slow mode. Returns how many were said. */
export async function twoAreSaidInSlowMode(world: World, meanwhile: () => void = () => undefined): Promise<number> {
  const [owner, ada] = [await world.person(), await world.person()];
  const { roomId } = await world.group(owner, [ada]);
  await world.sql('UPDATE rooms SET slow_mode_seconds = 30 WHERE id = $1', [roomId]);
  meanwhile();
  const say = (text: string) => world.execute(ada, print(SendMessageDocument), { input: { roomId, text, clientMessageId: text } });
  await Promise.all([say('one'), say('two')]);
  return (await world.sql('SELECT 1 FROM messages WHERE room_id = $1', [roomId])).length;
}

/**
 * A room of several is renamed while somebody speaks there. Returns the numbers of what it holds then. `meanwhile` is given what ends when it
 * was renamed, and what to call for it to begin.
 */
export async function aNoticeMeetsAMessage(
  world: World,
  meanwhile: (renamed: Promise<void>, begin: () => void) => void = (_, begin) => begin(),
): Promise<number[]> {
  const [owner, ada] = [await world.person(), await world.person()];
  await world.befriend(owner, ada);
  const { createRoom } = await world.run(owner, CreateRoomDocument, { input: { name: 'Trip', userIds: [ada.id] } });
  const roomId = as(createRoom, 'CreateRoomSuccess').room.id;
  await world.say(ada, roomId, 'first');
  const [renamed, begun] = [promised(), promised()];
  meanwhile(renamed.promise, begun.resolve);
  const saying = world.execute(ada, print(SendMessageDocument), { input: { roomId, text: 'second', clientMessageId: 'second' } });
  await begun.promise;
  as((await world.run(owner, UpdateRoomDocument, { input: { roomId, name: 'Journey' } })).updateRoom, 'UpdateRoomSuccess');
  renamed.resolve();
  await saying;
  const rows = await world.sql<{ sequence: number }>('SELECT sequence FROM messages WHERE room_id = $1 ORDER BY sequence', [roomId]);
  return rows.map(({ sequence }) => sequence);
}

/**
 * A list is shared with a friend who ends the friendship at that moment. Returns with how many it is shared then. `meanwhile` is given what ends
 * when they are no friends any more, and what to call for that to begin.
 */
export async function aSharingMeetsTheEndOfAFriendship(
  world: World,
  meanwhile: (ended: Promise<void>, begin: () => void) => void = (_, begin) => begin(),
): Promise<number> {
  const [owner, friend] = [await world.person(), await world.person()];
  const connectionId = await world.befriend(owner, friend);
  const { createWishList } = await world.run(owner, CreateWishListDocument, { input: { name: 'Some day', visibility: 'PRIVATE' } });
  const wishListId = as(createWishList, 'CreateWishListSuccess').wishList.id;
  const [ended, begun] = [promised(), promised()];
  meanwhile(ended.promise, begun.resolve);
  const sharing = world.execute(owner, print(ShareWishListDocument), { input: { wishListId, userIds: [friend.id] } });
  await begun.promise;
  await world.execute(friend, print(EndConnectionDocument), { input: { connectionId } });
  ended.resolve();
  await sharing;
  return (await world.sql('SELECT 1 FROM wish_list_people WHERE list_id = $1', [wishListId])).length;
}

/** Somebody begins to share where they are at two events at once. Returns how many of the two were answered with a share. */
export async function twoSharesBegin(world: World): Promise<number> {
  const [sharer, friend] = [await world.person(), await world.person()];
  await world.befriend(sharer, friend);
  const begin = async (): Promise<Data> => {
    const eventId = await world.event(await world.person(), {
      startsAt: after(-3_600_000).toISOString(),
      endsAt: after(7_200_000).toISOString(),
    });
    await world.attends(eventId, sharer, 'GOING');
    return { eventId, until: after(3_600_000).toISOString(), precision: 'EXACT' };
  };
  const inputs = [await begin(), await begin()];
  const answers = await Promise.all(inputs.map((input) => world.execute(sharer, print(StartSharingLocationDocument), { input })));
  return answers.filter((answer) => (answer.data as Data | null)?.startSharingLocation?.__typename === 'StartSharingLocationSuccess')
    .length;
}

/** Eight events are put at once on a list that has places for three. Returns how many are on it. */
export async function eightWishesForThreePlaces(world: World): Promise<number> {
  const owner = await world.person();
  const { createWishList } = await world.run(owner, CreateWishListDocument, { input: { name: 'Some day', visibility: 'PRIVATE' } });
  const wishListId = as(createWishList, 'CreateWishListSuccess').wishList.id;
  await world.sql(
    'INSERT INTO wish_list_items (list_id, event_id, added_by, added_at) SELECT $1, gen_random_uuid(), $2, now() FROM generate_series(1, 197)',
    [wishListId, owner.id],
  );
  const events = await Promise.all(Array.from({ length: 8 }, () => world.event(owner)));
  await Promise.all(events.map((eventId) => world.execute(owner, print(AddToWishListDocument), { input: { wishListId, eventId } })));
  return (await world.sql('SELECT 1 FROM wish_list_items WHERE list_id = $1', [wishListId])).length;
}

/**
 * A crew is made around an event that is moved at that moment. Returns by how many days its end misses that of the event, which is seven days
 * later. `meanwhile` is given what ends when social has been told of it, and what to call for that to begin.
 */
export async function aCrewMeetsItsEventBeingMoved(
  world: World,
  meanwhile: (told: Promise<void>, begin: () => void) => void = (_, begin) => begin(),
): Promise<number> {
  const ada = await world.person();
  const eventId = await world.event(ada);
  const [told, begun] = [promised(), promised()];
  meanwhile(told.promise, begun.resolve);
  const making = world.run(ada, CreateCrewDocument, { input: { name: 'Front row', eventId } });
  await begun.promise;
  const endsAt = after(20 * DAY);
  await world.tellEvent(eventId, { creatorId: ada.id, endsAt: endsAt.toISOString() });
  told.resolve();
  const { group } = as((await making).createCrew, 'CreateCrewSuccess');
  const [crew] = await world.sql<{ endsAt: Date }>('SELECT ends_at AS "endsAt" FROM crews WHERE group_id = $1', [group.id]);
  return (endsAt.getTime() + 7 * DAY - crew!.endsAt.getTime()) / DAY;
}

/**
 * Somebody says that they would like company at an event that is called off at that moment. Returns how many are found there then. `meanwhile`
 * as above.
 */
export async function aSeekerMeetsTheCancellation(
  world: World,
  meanwhile: (told: Promise<void>, begin: () => void) => void = (_, begin) => begin(),
): Promise<number> {
  const ada = await world.person();
  const eventId = await world.event(ada, { endsAt: new Date(world.clock.now().getTime() + 20 * DAY).toISOString() });
  const [told, begun] = [promised(), promised()];
  meanwhile(told.promise, begun.resolve);
  const seeking = world.run(ada, LookForCompanionsDocument, { input: { eventId } });
  await begun.promise;
  await world.tellEvent(eventId, { creatorId: ada.id, status: 'CANCELLED', change: 'CANCELLED' });
  told.resolve();
  await seeking;
  return (await world.sql('SELECT 1 FROM companion_seekers WHERE event_id = $1', [eventId])).length;
}

/**
 * Somebody changes what they said of another of their crew while the time for it runs out. Returns whether that was taken, and the karma, which
 * is 55 with it and 65 without. `meanwhile` is given what ends when it was answered, and what to call for the counting to begin.
 */
export async function anAnswerMeetsTheCounting(
  world: World,
  meanwhile: (answered: Promise<void>, begin: () => void) => void = (_, begin) => begin(),
): Promise<{ taken: boolean; karma: number }> {
  const DAYS = 15 * DAY;
  const people: Viewer[] = [];
  for (let n = 0; n < 4; n++) people.push(await world.person({ reputation: 60 }));
  const [ada, bo, ...others] = people as [Viewer, Viewer, ...Viewer[]];
  const area = { latitude: 1, longitude: 1 };
  const { group } = as(
    (
      await world.run(ada, CreateCrewDocument, {
        input: { name: 'Front row', area, endsAt: new Date(world.clock.now().getTime() + DAY).toISOString() },
      })
    ).createCrew,
    'CreateCrewSuccess',
  );
  for (const person of [bo, ...others]) await world.run(person, JoinGroupDocument, { input: { groupId: group.id } });
  world.clock.advance(DAY);
  await world.subgraph.runJob('end-crews');
  const says = (person: Viewer, wouldMeetAgain: boolean) =>
    world.run(person, GiveCrewFeedbackDocument, { input: { groupId: group.id, answers: [{ userId: ada.id, wouldMeetAgain }] } });
  for (const person of [bo, ...others]) as((await says(person, true)).giveCrewFeedback, 'GiveCrewFeedbackSuccess');
  const [answered, begun] = [promised(), promised()];
  meanwhile(answered.promise, begun.resolve);
  const changing = says(bo, false).finally(answered.resolve);
  await begun.promise;
  world.clock.advance(DAYS);
  await world.subgraph.runJob('count-crew-feedback');
  const { giveCrewFeedback } = await changing.catch(() => ({ giveCrewFeedback: null }));
  const { data } = await world.entity(ada, { __typename: 'User', id: ada.id }, '{ crewKarma }');
  const said = await world.sql<{ again: boolean }>('SELECT again FROM crew_feedback WHERE giver_id = $1', [bo.id]);
  expect(giveCrewFeedback?.__typename ?? 'NotFound').toMatch(/Success|NotFound/);
  return { taken: !said[0]!.again, karma: data!._entities[0].crewKarma as number };
}

export function promised(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  return { promise: new Promise<void>((done) => (resolve = done)), resolve: () => resolve() };
}

/**
 * The owner of a group takes a message back at the moment in which its author changes it, ten times. Returns how many have text again.
 * `eachTime` is given what ends when it was taken back.
 */
export async function editsAndDeletionsMeet(
  world: World,
  eachTime: (deleted: Promise<unknown>) => Promise<unknown> | undefined = () => undefined,
): Promise<number> {
  const [owner, ada] = [await world.person(), await world.person()];
  const { roomId } = await world.group(owner, [ada]);
  const ids: string[] = [];
  for (let round = 0; round < 10; round++) {
    const { id: messageId } = await world.say(ada, roomId, `message ${round}`);
    ids.push(messageId);
    const deleted = promised();
    const begun = eachTime(deleted.promise);
    await Promise.all([
      world.run(ada, EditMessageDocument, { input: { messageId, text: 'changed', mentionedUserIds: [owner.id] } }),
      (async () => {
        await begun;
        await world.run(owner, DeleteMessageDocument, { input: { messageId } }).finally(deleted.resolve);
      })(),
    ]);
  }
  const sql = 'SELECT 1 FROM messages WHERE id = ANY ($1) AND deleted_at IS NOT NULL AND text IS NOT NULL';
  return (await world.sql(sql, [ids])).length;
}

/**
 * Five members answer a poll while its author closes it, as soon as `closing` lets them. Returns how many answers were counted, and how many are
 * kept. `eachTime` is given what ends when it is closed.
 */
export async function answersMeetTheClosing(
  world: World,
  closing: Promise<unknown> = Promise.resolve(),
  eachTime: (closed: Promise<unknown>) => void = () => undefined,
): Promise<{ counted: number; kept: number }> {
  const people = await Promise.all(Array.from({ length: 6 }, () => world.person()));
  const [author, ...members] = people as [Viewer, ...Viewer[]];
  const { id: groupId } = await world.group(author, members);
  const options = [{ text: 'Yes' }, { text: 'No' }];
  const { createPoll } = await world.run(author, CreatePollDocument, { input: { groupId, question: 'Now?', options } });
  const { poll } = as(createPoll, 'CreatePollSuccess');
  const closed = promised();
  eachTime(closed.promise);
  const answers = members.map((member) =>
    world.execute(member, print(CastVoteDocument), { input: { pollId: poll.id, optionIds: [poll.options[0]!.id] } }),
  );
  await closing;
  await world.run(author, ClosePollDocument, { input: { pollId: poll.id } }).finally(closed.resolve);
  await Promise.all(answers);
  const [row] = await world.sql<{ counted: number; kept: number }>(
    `SELECT (SELECT sum(votes)::int FROM poll_options WHERE poll_id = $1) AS counted, (SELECT count(*)::int FROM poll_votes WHERE poll_id = $1) AS kept`,
    [poll.id],
  );
  return row!;
}

/** Somebody's device says four times at once where they are. Returns how often it was taken. */
export async function aDeviceSaysFourTimesWhereItIs(world: World): Promise<number> {
  const ada = await world.person();
  const [begins, ends] = [-1, 1].map((hours) => new Date(world.clock.now().getTime() + hours * 3_600_000).toISOString()) as [
    string,
    string,
  ];
  const eventId = await world.event(await world.person(), { startsAt: begins, endsAt: ends });
  await world.attends(eventId, ada, 'GOING');
  await world.run(ada, StartSharingLocationDocument, { input: { eventId, until: ends, precision: 'EXACT' } });
  const input = { latitude: 43.638, longitude: -79.3817 };
  const said = await Promise.all([1, 2, 3, 4].map(() => world.run(ada, ShareLocationDocument, { input })));
  return said.filter(({ shareLocation }) => shareLocation.__typename === 'ShareLocationSuccess').length;
}
