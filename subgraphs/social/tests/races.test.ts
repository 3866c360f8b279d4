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
  refusalsAndAnswersMeet,
  removalsAndAnswersMeet,
  sevenGroupsOfFive,
  twelveComeByALinkForFive,
  twelveJoinForFourPlaces,
  twoAreSaidInSlowMode,
  twoSharesBegin,
} from './races';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

test('a hundred messages at once get the numbers 1 to 100, each once', async () => {
  const { stored, succeeded, lastSequence } = await hundredSpeakAtOnce(world);
  expect(stored).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  expect({ succeeded, lastSequence }).toEqual({ succeeded: 100, lastSequence: 100 });
});

test('twelve people who join at once for four places leave a full group and eight who were told so', async () => {
  expect(await twelveJoinForFourPlaces(world)).toEqual({ joined: 4, full: 8, members: 5, memberCount: 5 });
});

test('twelve people who come at once by a link for five leave five members and a link that is used up', async () => {
  expect(await twelveComeByALinkForFive(world)).toEqual({ members: 5, uses: 5 });
});

test('four people who are brought at once into a room with one place leave fifty in it', async () => {
  expect(await fourComeForOnePlace(world)).toBe(50);
});

test('whoever joins a group while it gets a room for announcements is in that room', async () => {
  expect(await fiveJoinWhileARoomOpens(world)).toBe(5);
});

test('of two things that somebody says at once in slow mode one is said', async () => {
  expect(await twoAreSaidInSlowMode(world)).toBe(1);
});

test('what a room tells of itself while somebody speaks has a number of its own', async () => {
  expect(await aNoticeMeetsAMessage(world)).toEqual([1, 2, 3]);
});

test('a list that is shared while the friendship ends is shared with nobody', async () => {
  expect(await aSharingMeetsTheEndOfAFriendship(world)).toBe(0);
});

test('who begins to share where they are at two events at once shares at the one that comes last, and is answered at both', async () => {
  expect(await twoSharesBegin(world)).toBe(2);
});

test('a crew that is made while its event is moved ends seven days after the new end', async () => {
  expect(await aCrewMeetsItsEventBeingMoved(world)).toBe(0);
});

test('what is said of somebody while it is counted is counted, or not said', async () => {
  expect([
    { taken: true, karma: 55 },
    { taken: false, karma: 65 },
  ]).toContainEqual(await anAnswerMeetsTheCounting(world));
});

test('nobody is found at an event that is called off while they say that they would like company there', async () => {
  expect(await aSeekerMeetsTheCancellation(world)).toBe(0);
});

test('of eight wishes at once for three places three are on the list', async () => {
  expect(await eightWishesForThreePlaces(world)).toBe(200);
});

test('two who begin to follow a room at once, while something is said, give each of its changes one number', async () => {
  expect(await followersMeetAMessage(world)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a message that is changed while it is taken back stays taken back', async () => {
  expect(await editsAndDeletionsMeet(world)).toBe(0);
});

test('a new account that makes seven groups at once has five, as many as it may make in an hour', async () => {
  expect(await sevenGroupsOfFive(world)).toBe(5);
});

test('two people who ask each other at once become friends by one connection (S5)', async () => {
  expect(await pairsAskEachOtherAtOnce(world)).toEqual(Array(10).fill({ rows: 1, statuses: ['ACCEPTED'] }));
});

test('the same message sent ten times at once is one message', async () => {
  const ada = await world.person();
  const { roomId } = await world.group(ada);
  const answers = await Promise.all(Array.from({ length: 10 }, () => world.say(ada, roomId, 'hello', 'same')));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect((await world.say(ada, roomId, 'next')).sequence).toBe(2);
});

test('an event and an attendance that are told at the same time always meet in the room', async () => {
  expect(await eventsAndGuestsMeet(world)).toBe(40);
});

test('nobody who is removed from a group while they answer to its event stays in the room of it', async () => {
  expect(await removalsAndAnswersMeet(world)).toBe(0);
});

test('a room in which somebody writes while they decline it is either declined or a conversation', async () => {
  expect(await refusalsAndAnswersMeet(world, 20)).toBe(0);
});

test('an answer to a poll that is closed at that moment is counted or refused', async () => {
  for (let round = 0; round < 5; round++) {
    const { counted, kept } = await answersMeetTheClosing(world);
    expect(counted).toBe(kept);
  }
});

test('of positions that are told at the same time one is taken (S47)', async () => {
  expect(await aDeviceSaysFourTimesWhereItIs(world)).toBe(1);
});
