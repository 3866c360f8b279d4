import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  CreateCrewDocument,
  CrewFeedbackDocument,
  DeleteGroupDocument,
  GiveCrewFeedbackDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
} from './generated/documents';
import { after, as, DAY, startWorld, type World } from './world';

const PIER = { latitude: 43.6, longitude: -79.4 };
/** When a crew of these tests is over: each lives in a world of its own. */
const ENDS = DAY;
const WINDOW = 14 * DAY;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const people = (count: number, reputation = 60) =>
  Promise.all(Array.from({ length: count }, () => world.person({ reputation }))) as Promise<[Viewer, Viewer, Viewer, ...Viewer[]]>;

async function aCrew(owner: Viewer, others: readonly Viewer[], input: object = { area: PIER }): Promise<string> {
  const around = 'area' in input ? { endsAt: new Date(world.clock.now().getTime() + ENDS).toISOString() } : {};
  const { createCrew } = await world.run(owner, CreateCrewDocument, { input: { name: 'Front row', maxMembers: 20, ...around, ...input } });
  const { id } = as(createCrew, 'CreateCrewSuccess').group;
  world.clock.advance(1);
  for (const other of others) {
    as((await world.run(other, JoinGroupDocument, { input: { groupId: id } })).joinGroup, 'JoinGroupSuccess');
    world.clock.advance(1);
  }
  return id;
}
const feedback = async (viewer: Viewer, groupId: string) => (await world.run(viewer, CrewFeedbackDocument, { groupId })).crewFeedback;
const met = async (viewer: Viewer, groupId: string) => (await feedback(viewer, groupId))?.people.map(({ user }) => user!.id) ?? null;
async function says(giver: Viewer, groupId: string, receiver: Viewer, wouldMeetAgain: boolean | null, idempotencyKey?: string) {
  const input = { groupId, answers: [{ userId: receiver.id, wouldMeetAgain }], idempotencyKey };
  return (await world.run(giver, GiveCrewFeedbackDocument, { input })).giveCrewFeedback;
}
async function ends(ms = ENDS): Promise<void> {
  world.clock.advance(ms);
  await world.subgraph.runJob('end-crews');
}
async function counts(): Promise<void> {
  world.clock.advance(WINDOW);
  await world.subgraph.runJob('count-crew-feedback');
}
async function karma(viewer: Viewer | null, person: Viewer) {
  const { data } = await world.entity(viewer, { __typename: 'User', id: person.id }, '{ crewKarma isGoodCompany }');
  const { crewKarma, isGoodCompany } = data!._entities[0];
  return [crewKarma, isGoodCompany];
}
const told = async (groupId: string) =>
  (
    await world.sql<{ payload: { state: string; userIds: string[] } }>(
      `SELECT payload FROM outbox WHERE topic = 'crew.feedback_changed' AND key = $1 ORDER BY sequence`,
      [groupId],
    )
  ).map(({ payload: { state, userIds } }) => [state, ...userIds]);
/** A crew of this person with three others who say this of them. */
async function crewThatSays(person: Viewer, again: boolean): Promise<void> {
  const others = await people(3);
  const id = await aCrew(person, others);
  await ends();
  for (const other of others) as(await says(other, id, person, again), 'GiveCrewFeedbackSuccess');
  await counts();
}

test('those who met are asked about each other, and nobody learns who said what (S24)', async () => {
  const [ada, bo, cy, late] = (await people(4)) as [Viewer, Viewer, Viewer, Viewer];
  const id = await aCrew(ada, [bo, cy]);
  expect(await feedback(ada, id)).toBeNull();
  expect((await says(ada, id, bo, true)).__typename).toBe('NotFound');
  await ends();
  const openUntil = new Date(world.clock.now().getTime() + WINDOW).toISOString();
  expect(await told(id)).toEqual([['OPEN', ada.id, bo.id, cy.id]]);
  expect(await feedback(bo, id)).toEqual({
    ...{ groupId: id, groupName: 'Front row', openUntil },
    people: [
      { user: { id: ada.id }, wouldMeetAgain: null },
      { user: { id: cy.id }, wouldMeetAgain: null },
    ],
  });
  expect(await feedback(late, id)).toBeNull();
  expect((await says(late, id, ada, true)).__typename).toBe('NotFound');
  expect(await says(ada, id, late, true)).toMatchObject({ __typename: 'InvalidInput' });
  expect((await says(ada, id, ada, true)).__typename).toBe('InvalidInput');
  expect(as(await says(bo, id, ada, true), 'GiveCrewFeedbackSuccess').feedback.people[0]).toEqual({
    user: { id: ada.id },
    wouldMeetAgain: true,
  });
  await says(bo, id, ada, false);
  // A repeated request says nothing anew; a taken back answer is none.
  const key = 'once';
  await says(bo, id, cy, true, key);
  await says(bo, id, cy, null);
  await says(bo, id, cy, true, key);
  expect((await feedback(bo, id))!.people.map(({ wouldMeetAgain }) => wouldMeetAgain)).toEqual([false, null]);
  expect((await feedback(ada, id))!.people.map(({ wouldMeetAgain }) => wouldMeetAgain)).toEqual([null, null]);
  await counts();
  expect(await told(id)).toEqual([['OPEN', ada.id, bo.id, cy.id], ['CLOSED']]);
  expect(await feedback(bo, id)).toBeNull();
  expect((await says(bo, id, ada, true)).__typename).toBe('NotFound');
  // One voice: nothing is said of Ada.
  expect(await karma(ada, ada)).toEqual([null, false]);
});

test('karma begins with three voices, is counted when the time is over, and shows others good company alone', async () => {
  const [ada, bo] = await people(2);
  await crewThatSays(ada, true);
  expect(await karma(ada, ada)).toEqual([65, false]);
  await crewThatSays(ada, true);
  expect(await karma(ada, ada)).toEqual([70, true]);
  expect([await karma(bo, ada), await karma(null, ada)]).toEqual([
    [null, true],
    [null, true],
  ]);
  await world.block(ada, bo);
  expect(await karma(bo, ada)).toEqual([null, false]);
  for (let n = 0; n < 2; n++) await crewThatSays(ada, false);
  expect(await karma(ada, ada)).toEqual([50, false]);
});

test('fewer than three new voices wait for others, so that what changes tells nobody who spoke', async () => {
  const [ada, bo, cy] = await people(3);
  await crewThatSays(ada, true);
  const id = await aCrew(ada, [bo, cy]);
  await ends();
  for (const giver of [bo, cy]) await says(giver, id, ada, false);
  await counts();
  expect(await karma(ada, ada)).toEqual([65, false]);
  const [dan] = await people(1);
  const other = await aCrew(ada, [dan]);
  await ends();
  await says(dan, other, ada, false);
  await counts();
  expect((await karma(ada, ada))[0]).toBeLessThan(60);
});

test('new accounts say nothing, nor do those who are suspended or erased; who is erased leaves nothing', async () => {
  const ada = (await people(1))[0];
  const others = (await people(3)) as Viewer[];
  const fresh = await Promise.all(
    Array.from({ length: 3 }, () => world.person({ reputation: 0, registeredAt: after(-DAY).toISOString() })),
  );
  const id = await aCrew(ada, [...others, ...fresh]);
  await ends();
  for (const other of others) await says(other, id, ada, true);
  for (const other of fresh) await says(other, id, ada, false);
  await world.tellPerson(others[0]!.id, { active: false });
  await counts();
  // Two trusted voices and three that weigh next to nothing.
  expect(await karma(ada, ada)).toEqual([60, false]);
  for (const { id: userId } of others.slice(1)) await world.tell('user.erased', userId, { userId });
  expect(await world.sql('SELECT giver_id AS id FROM crew_feedback').then((rows) => rows.map(({ id: giver }) => giver).sort())).toEqual(
    [others[0]!, ...fresh].map(({ id: giver }) => giver).sort(),
  );
  world.clock.advance(30 * DAY);
  await world.subgraph.runJob('count-crew-feedback');
  expect((await karma(ada, ada))[0]).toBeNull();
  world.clock.advance(365 * DAY);
  await world.subgraph.runJob('count-crew-feedback');
  expect(await world.sql('SELECT 1 FROM crew_feedback')).toEqual([]);
});

test('of an event those have met who were there to its end; who deletes the crew afterwards ends no feedback', async () => {
  const [ada, bo, cy] = await people(3);
  const [early] = await people(1);
  const EVENT_ENDS = 7 * DAY + 4 * 3_600_000;
  const eventId = await world.event(ada);
  const id = await aCrew(ada, [bo, cy, early], { eventId });
  await world.run(early, LeaveGroupDocument, { input: { groupId: id } });
  world.clock.advance(EVENT_ENDS);
  await world.run(cy, LeaveGroupDocument, { input: { groupId: id } });
  const tooLate = (await people(1))[0];
  as((await world.run(tooLate, JoinGroupDocument, { input: { groupId: id } })).joinGroup, 'JoinGroupSuccess');
  await ends(7 * DAY);
  as((await world.run(ada, DeleteGroupDocument, { input: { groupId: id } })).deleteGroup, 'DeleteGroupSuccess');
  expect(await met(bo, id)).toEqual([ada.id, cy.id]);
  expect(await met(cy, id)).toEqual([ada.id, bo.id]);
  expect([await met(early, id), await met(tooLate, id)]).toEqual([null, null]);
  as(await says(cy, id, ada, false), 'GiveCrewFeedbackSuccess');
});

test('nobody is asked about an event that was called off, nor somebody who was alone, nor about people in a block', async () => {
  const [ada, bo, cy] = await people(3);
  const eventId = await world.event(ada);
  const off = await aCrew(ada, [bo], { eventId });
  await world.tellEvent(eventId, { creatorId: ada.id, status: 'CANCELLED', change: 'CANCELLED' });
  const alone = await aCrew(ada, []);
  const three = await aCrew(ada, [bo, cy]);
  await ends(20 * DAY);
  expect([await told(off), await told(alone)]).toEqual([[], []]);
  expect([await met(ada, off), await met(ada, alone)]).toEqual([null, null]);
  await world.block(bo, ada);
  expect([await met(ada, three), await met(bo, three)]).toEqual([[cy.id], [cy.id]]);
  expect((await says(ada, three, bo, true)).__typename).toBe('InvalidInput');
});

test('who met only people with whom they are in a block is asked of nobody, also when the block comes later', async () => {
  const [ada, bo, cy] = await people(3);
  const two = await aCrew(ada, [bo]);
  const three = await aCrew(ada, [bo, cy]);
  const later = await aCrew(bo, [cy]);
  await world.block(ada, bo);
  await world.block(cy, ada);
  await ends();
  expect(await told(two)).toEqual([]);
  expect(await told(three)).toEqual([['OPEN', bo.id, cy.id]]);
  expect([await met(ada, two), await met(bo, two), await met(ada, three)]).toEqual([null, null, null]);
  expect((await says(ada, three, bo, true)).__typename).toBe('NotFound');
  expect(await met(bo, three)).toEqual([cy.id]);
  expect(await met(bo, later)).toEqual([cy.id]);
  await world.block(bo, cy);
  expect([await met(bo, later), await met(cy, later), await met(bo, three)]).toEqual([null, null, null]);
});

test('wrong answers are refused, visitors have none, and a list costs a fixed number of statements', async () => {
  const [ada, bo, cy, ...more] = await people(8);
  const [small, large] = [await aCrew(ada, [bo]), await aCrew(ada, [bo, cy, ...more])];
  await ends();
  const give = async (answers: object[]) =>
    (await world.run(ada, GiveCrewFeedbackDocument, { input: { groupId: large, answers } as never })).giveCrewFeedback.__typename;
  const answer = { userId: bo.id, wouldMeetAgain: true };
  expect([await give([]), await give([answer, answer]), await give(Array.from({ length: 51 }, () => answer))]).toEqual(
    Array.from({ length: 3 }, () => 'InvalidInput'),
  );
  expect((await world.execute(null, print(CrewFeedbackDocument), { groupId: large })).errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  expect(await feedback(ada, 'no id')).toBeNull();
  const cost = async (groupId: string) => (await countStatements(world.subgraph, () => feedback(ada, groupId))).statements;
  expect(await cost(large)).toBe(await cost(small));
});
