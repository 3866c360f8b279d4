import { eventually, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { social } from '../src';
import { keep } from '../src/kept';
import {
  aCrewMeetsItsEventBeingMoved,
  aDeviceSaysFourTimesWhereItIs,
  anAnswerMeetsTheCounting,
  aNoticeMeetsAMessage,
  answersMeetTheClosing,
  aSeekerMeetsTheCancellation,
  aSharingMeetsTheEndOfAFriendship,
  eightWishesForThreePlaces,
  editsAndDeletionsMeet,
  eventsAndGuestsMeet,
  fiveJoinWhileARoomOpens,
  followersMeetAMessage,
  fourComeForOnePlace,
  hundredSpeakAtOnce,
  pairsAskEachOtherAtOnce,
  promised,
  refusalsAndAnswersMeet,
  removalsAndAnswersMeet,
  sevenGroupsOfFive,
  twelveComeByALinkForFive,
  twelveJoinForFourPlaces,
  twoAreSaidInSlowMode,
  twoSharesBegin,
} from './races';
import { startWorld, type World } from './world';

// The same races on a database that takes no locks, to show that races.test.ts can fail. The constraints behind the locks are dropped, too:
// otherwise they would turn most of the damage into errors.
// Nothing is left to chance: those who race meet where they have read and not yet written.
let world: World;
let hold: (statement: string) => unknown;
beforeAll(async () => {
  const after = (statement: string) => hold(statement);
  const db = (basics: Parameters<typeof keep>[0]) => withoutLocks(watched(basics.db, { after }));
  world = await startWorld({ subgraph: social.with({ keep: (basics) => keep({ ...basics, db: db(basics) }) }) });
  await world.sql('DROP INDEX messages_room_id_sequence_key');
  await world.sql('ALTER TABLE message_versions DROP CONSTRAINT message_versions_pkey');
  await world.sql('DROP INDEX room_changes_room_id_number_key');
  await world.sql('DROP INDEX connections_pair_key');
  await world.sql('ALTER TABLE groups DROP CONSTRAINT groups_capacity');
});
beforeEach(() => {
  hold = () => undefined;
});

const waiting = () => world.sql(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);

/** Whoever has read what is meant goes on when so many have. */
function meetAfter(reading: RegExp, people: number): void {
  const meet = meetingOf(people);
  hold = (statement) => (reading.test(statement) ? meet() : undefined);
}

const ROOM = /r\.last_sequence AS "lastSequence"/;
const STORED = /^\s*WITH stored AS/;
const PEOPLE = /^roomMember\.count$/;
const FRIENDS = /JOIN people p ON p\.id = f\.friend_id AND p\.active/;
const END_OF_EVENT = /^eventCopy\.findUniqueOrThrow$/;
const AMONG = /SELECT id, active FROM people WHERE id = ANY/;
const SAID = /f\.counted_at IS NOT NULL AS counted/;
const WISHES = /^wishListItem\.count$/;
const FILLED = /FROM rooms r JOIN group_members gm/;
const LOG = /last_change AS last FROM room_logs/;
const NAMED = /AS told FROM room_members/;
const GROUP = /^group\.findUnique$/;
const LINK = /^groupLink\.findUniqueOrThrow$/;
const MADE_IN_AN_HOUR = /ORDER BY b\.done_at DESC OFFSET/;
const PAIR = /^relationship\.findFirst$/;
const POSITIONED = /^SELECT s\.precision, s\.positioned_at/;
const ROOM_OF_EVENT = /r\.id AS "roomId", e\.id AS "eventId"/;

test('control: without the lock on the room, messages share numbers', async () => {
  meetAfter(ROOM, 5);
  const { stored } = await hundredSpeakAtOnce(world);
  expect(new Set(stored).size).toBeLessThan(stored.length);
});

test('control: without the lock on the room, two things are said at once in slow mode', async () => {
  const said = await twoAreSaidInSlowMode(world, () => {
    const read = meetingOf(2);
    let stored = 0;
    hold = async (statement) => {
      if (ROOM.test(statement)) await read();
      // The second is stored as of before the first, and waits for nothing but the row that both count up.
      if (STORED.test(statement) && ++stored === 1) await eventually(async () => expect(await waiting()).not.toEqual([]));
    };
  });
  expect(said).toBe(2);
});

test('control: without the lock on the room, what it tells of itself has the number of a message', async () => {
  const numbers = await aNoticeMeetsAMessage(world, (renamed, begin) => {
    let readers = 0;
    hold = (statement) => {
      if (!ROOM.test(statement) || readers++ > 0) return undefined;
      begin();
      return renamed;
    };
  });
  expect(numbers).toEqual([1, 2, 2]);
});

test('control: without the lock on the sharer, one of two shares that begin at once fails', async () => {
  meetAfter(/^locationShare\.findMany$/, 2);
  expect(await twoSharesBegin(world)).toBe(1);
});

test('control: without the lock on the friendship, a list is shared with somebody who is no friend', async () => {
  const people = await aSharingMeetsTheEndOfAFriendship(world, (ended, begin) => {
    hold = (statement) => {
      if (!FRIENDS.test(statement)) return undefined;
      begin();
      return ended;
    };
  });
  expect(people).toBe(1);
});

test('control: without the lock on the event, a crew ends as the event was to end before', async () => {
  const missed = await aCrewMeetsItsEventBeingMoved(world, (told, begin) => {
    hold = (statement) => {
      if (!END_OF_EVENT.test(statement)) return undefined;
      begin();
      return told;
    };
  });
  expect(missed).toBeGreaterThan(12);
});

test('control: without the lock on the crew, something is said of somebody that is never counted', async () => {
  const outcome = await anAnswerMeetsTheCounting(world, (answered, begin) => {
    let counted: () => void = () => undefined;
    const counting = new Promise<void>((resolve) => (counted = resolve));
    let asked = 0;
    hold = (statement) => {
      if (SAID.test(statement)) {
        counted();
        return answered;
      }
      if (!AMONG.test(statement) || asked++ > 0) return undefined;
      begin();
      return counting;
    };
  });
  expect(outcome).toEqual({ taken: true, karma: 65 });
});

test('control: without the lock on the event, somebody looks for company at one that is called off', async () => {
  const found = await aSeekerMeetsTheCancellation(world, (told, begin) => {
    hold = (statement) => {
      if (!END_OF_EVENT.test(statement)) return undefined;
      begin();
      return told;
    };
  });
  expect(found).toBe(1);
});

test('control: without the lock on the list, it has more events than it may', async () => {
  meetAfter(WISHES, 8);
  expect(await eightWishesForThreePlaces(world)).toBe(205);
});

test('control: without the lock on the room, more people come into it than it has places', async () => {
  meetAfter(PEOPLE, 4);
  expect(await fourComeForOnePlace(world)).toBe(53);
});

test('control: without the lock on the group, who joins while it gets a room is not in that room', async () => {
  const inside = await fiveJoinWhileARoomOpens(world, (joined, begin) => {
    // The members have been read, and who joins does not see the room yet.
    hold = (statement) => {
      if (!FILLED.test(statement)) return undefined;
      begin();
      return joined;
    };
  });
  expect(inside).toBe(0);
});

test('control: without the lock on the log, changes of a room share numbers', async () => {
  const numbers = await followersMeetAMessage(world, (said, following) => {
    const read = meetingOf(2);
    let readers = 0;
    hold = async (statement) => {
      if (!LOG.test(statement)) return;
      const reader = readers++;
      await read();
      // Both have read how far the log is. One numbers; something is said; the other reckons from what it has read.
      if (reader === 1) await said;
      if (reader > 1) await following;
    };
  });
  expect(new Set(numbers).size).toBeLessThan(numbers.length);
});

test('control: without the lock on the message, one that was taken back has text again', async () => {
  const again = await editsAndDeletionsMeet(world, (deleted) => {
    const read = promised();
    // Whoever changes it has read that it is there; then it is taken back.
    hold = (statement) => {
      if (!NAMED.test(statement)) return undefined;
      read.resolve();
      return deleted;
    };
    return read.promise;
  });
  expect(again).toBe(10);
});

test('control: without the lock on the group, it takes more members than it has places', async () => {
  meetAfter(GROUP, 5);
  const { members } = await twelveJoinForFourPlaces(world);
  expect(members).toBeGreaterThan(5);
});

test('control: without the lock on the group, a link lets in more people than it may', async () => {
  meetAfter(LINK, 6);
  expect((await twelveComeByALinkForFive(world)).members).toBeGreaterThan(5);
});

test('control: without the lock of the account, it makes more groups than it may', async () => {
  meetAfter(MADE_IN_AN_HOUR, 6);
  expect(await sevenGroupsOfFive(world)).toBeGreaterThan(5);
});

test('control: without the lock of the pair, two people get two connections', async () => {
  meetAfter(PAIR, 2);
  const outcomes = await pairsAskEachOtherAtOnce(world);
  expect(outcomes.some(({ rows }) => rows > 1)).toBe(true);
});

test('control: without the lock of the event, some guests find no room', async () => {
  meetAfter(ROOM_OF_EVENT, 2);
  expect(await eventsAndGuestsMeet(world)).toBeLessThan(40);
});

test('control: without the locks, somebody who is removed from the group stays in the room of its event', async () => {
  const stay = await removalsAndAnswersMeet(world, () => meetAfter(ROOM_OF_EVENT, 2));
  expect(stay).toBe(20);
});

test('control: without the lock on the room, somebody declines it in which they have written', async () => {
  const declined = await refusalsAndAnswersMeet(world, 1, (said) => {
    const read = meetingOf(2);
    hold = async (statement) => {
      // Both have read; then the message is sent before it is declined.
      if (ROOM.test(statement)) await read();
      if (/^room\.findUnique$/.test(statement)) await read().then(() => said);
    };
  });
  expect(declined).toBe(1);
});

test('control: without the lock on the poll, answers are kept that nobody has counted', async () => {
  const read = meetingOf(6);
  let readers = 0;
  const outcome = await answersMeetTheClosing(world, read(), (closed) => {
    // All five have read that it is open; then it is closed.
    hold = async (statement) => {
      if (!/^pollOption\.findMany$/.test(statement) || ++readers > 5) return;
      await read();
      await closed;
    };
  });
  expect(outcome).toEqual({ counted: 0, kept: 5 });
});

test('control: without the lock on the share, several positions are taken at the same time', async () => {
  meetAfter(POSITIONED, 4);
  expect(await aDeviceSaysFourTimesWhereItIs(world)).toBeGreaterThan(1);
});
