import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { EventInvitationChanged } from '@marquee/schema/topics';
import { InviteToEventDocument, InviteToEventTeamDocument, WithdrawEventInvitationsDocument } from './generated/documents';
import { HOUR, startWorld, type World } from './world';

let world: World;
const facts: EventInvitationChanged[] = [];
beforeAll(async () => {
  world = await startWorld();
  await world.bus.consume('invitation-listener', ['event.invitation_changed'], async ({ payload }) => {
    facts.push(payload as EventInvitationChanged);
  });
});

const people = async (count: number): Promise<Viewer[]> => {
  const viewers = Array.from({ length: count }, () => aViewer());
  await world.know(viewers);
  return viewers;
};
const invite = async (eventId: string, guests: readonly Viewer[], by = world.organiser): Promise<Data> =>
  (await world.run(by, InviteToEventDocument, { input: { eventId, userIds: guests.map(({ id }) => id) } })).inviteToEvent;
const withdraw = async (eventId: string, guests: readonly Viewer[]): Promise<Data> =>
  (await world.run(world.organiser, WithdrawEventInvitationsDocument, { input: { eventId, userIds: guests.map(({ id }) => id) } }))
    .withdrawEventInvitations;
const sees = async (viewer: Viewer, id: string) =>
  (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { id } }', { id })).event !== null;

test('an invitation is taken back and given again, and each change is told (E11)', async () => {
  const [ann] = (await people(1)) as [Viewer];
  const { id } = await world.anEvent({ visibility: 'PRIVATE' });
  expect(await invite(id, [ann])).toMatchObject({ invitedCount: 1, leftOutCount: 0 });
  expect(await withdraw(id, [ann, aViewer()])).toMatchObject({ withdrawnCount: 1 });
  expect(await sees(ann, id)).toBe(false);
  expect(await withdraw(id, [ann])).toMatchObject({ withdrawnCount: 0 });
  expect(await invite(id, [ann])).toMatchObject({ invitedCount: 1 });
  expect(await sees(ann, id)).toBe(true);
  await world.subgraph.drain();
  expect(facts.map(({ version, userId, invited }) => [version, userId === ann.id, invited])).toEqual([
    [1, true, true],
    [2, true, false],
    [3, true, true],
  ]);
});

test('people who do not exist, are suspended or blocked are left out, and told apart from nobody (events F10, bug-reports-domain F20, O4)', async () => {
  const [ann, ida, ben, gone] = (await people(4)) as [Viewer, Viewer, Viewer, Viewer];
  await world.befriend(ida, world.organiser, { status: 'BLOCKED' });
  await world.befriend(world.organiser, ben, { status: 'BLOCKED' });
  await world.know([gone], { version: 2, active: false });
  const { id } = await world.anEvent({ visibility: 'PRIVATE' });
  for (const nobody of [ida, ben, gone, aViewer()]) expect(await invite(id, [nobody])).toMatchObject({ __typename: 'NotFound' });
  expect(await invite(id, [ann, ida, ben, gone, aViewer()])).toMatchObject({ invitedCount: 1, leftOutCount: 4 });
  for (const person of [ida, ben, gone]) expect(await sees(person, id)).toBe(false);
});

test('who never published anything invites fifty people within an hour, to events and teams together', async () => {
  const newcomer = aViewer();
  const { id } = await world.anEvent({ by: newcomer, status: 'DRAFT' });
  const guests = await people(52);
  expect(await invite(id, guests.slice(0, 49), newcomer)).toMatchObject({ invitedCount: 49 });
  const ask = async (guest: Viewer): Promise<Data> =>
    (await world.run(newcomer, InviteToEventTeamDocument, { input: { eventId: id, userId: guest.id, role: 'DOOR' } })).inviteToEventTeam;
  expect(await ask(guests[49]!)).toMatchObject({ __typename: 'InviteToEventTeamSuccess' });
  const refusal = { __typename: 'TooManyRequests', code: 'RATE_LIMITED', nextStep: 'WAIT', retryable: true };
  expect(await ask(guests[50]!)).toMatchObject(refusal);
  expect(await invite(id, [guests[50]!], newcomer)).toMatchObject(refusal);
  // Those who are invited already are no new ones.
  expect(await invite(id, guests.slice(0, 3), newcomer)).toMatchObject({ invitedCount: 0 });
  world.clock.advance(HOUR + 1);
  expect(await invite(id, [guests[50]!], newcomer)).toMatchObject({ invitedCount: 1 });
});
