import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  CompanionsForDocument,
  DismissSuggestionDocument,
  LookForCompanionsDocument,
  StopLookingForCompanionsDocument,
  UnblockUserDocument,
} from './generated/documents';
import { after, as, DAY, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const looks = async (person: Viewer, eventId: string, idempotencyKey?: string) =>
  (await world.run(person, LookForCompanionsDocument, { input: { eventId, idempotencyKey } })).lookForCompanions.__typename;
const stops = async (person: Viewer, eventId: string) =>
  (await world.run(person, StopLookingForCompanionsDocument, { input: { eventId } })).stopLookingForCompanions;
const found = async (person: Viewer, eventId: string) =>
  (await world.run(person, CompanionsForDocument, { eventId })).companionsFor.nodes.map(({ user }) => user!.id);

test('those who would like company at an event find each other, the most alike first, and nobody else finds them (S57)', async () => {
  const ada = await world.person({ interests: ['jazz', 'chess'] });
  const alike = await world.person({ interests: ['jazz', 'chess'] });
  const other = await world.person({ interests: ['rowing'] });
  const hidden = await world.person({ interests: ['jazz', 'chess'], privacy: { interests: 'PRIVATE' } });
  const [curious, eventId] = [await world.person(), await world.event(ada)];
  const { lookForCompanions } = await world.run(ada, LookForCompanionsDocument, { input: { eventId } });
  expect(as(lookForCompanions, 'LookForCompanionsSuccess').event).toEqual({ id: eventId, viewerLooksForCompanions: true });
  expect(await looks(ada, eventId)).toBe('LookForCompanionsSuccess');
  for (const person of [other, alike, hidden]) await looks(person, eventId);
  const [first, ...rest] = await found(ada, eventId);
  expect([first, rest.sort()]).toEqual([alike.id, [other.id, hidden.id].sort()]);
  expect(await found(other, eventId)).toContain(ada.id);
  expect(await found(curious, eventId)).toEqual([]);
  const asked = await world.run(ada, CompanionsForDocument, { eventId, first: 1 });
  expect(asked.companionsFor.nodes[0]).toMatchObject({ reasons: ['SHARED_INTERESTS'] });
  const { endCursor } = asked.companionsFor.pageInfo;
  expect((await world.run(ada, CompanionsForDocument, { eventId, first: 5, after: endCursor })).companionsFor.nodes).toHaveLength(2);
  expect(as(await stops(alike, eventId), 'StopLookingForCompanionsSuccess').deletedId).toBe(eventId);
  expect([await found(ada, eventId), await found(alike, eventId)]).toEqual([expect.not.arrayContaining([alike.id]), []]);
});

test('left out are people in a block, dismissed, suspended or erased ones, who does not go, and who does not see the event any more', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const eventId = await world.event(ada, { visibility: 'PRIVATE' });
  await world.tell('event.invitation_changed', eventId, { eventId, userId: bo.id, version: 1, invited: true } as never);
  for (const person of [ada, bo]) expect(await looks(person, eventId)).toBe('LookForCompanionsSuccess');
  expect([await found(ada, eventId), await found(bo, eventId)]).toEqual([[bo.id], [ada.id]]);
  await world.block(bo, ada);
  expect([await found(ada, eventId), await found(bo, eventId)]).toEqual([[], []]);
  await world.run(bo, UnblockUserDocument, { input: { userId: ada.id } });
  await world.attends(eventId, bo, 'NOT_GOING');
  expect(await found(ada, eventId)).toEqual([]);
  await world.attends(eventId, bo, 'GOING');
  await world.tellPerson(bo.id, { active: false });
  expect(await found(ada, eventId)).toEqual([]);
  await world.tellPerson(bo.id, {});
  expect(await found(ada, eventId)).toEqual([bo.id]);
  await world.attends(eventId, bo, 'CANCELLED');
  await world.tell('event.invitation_changed', eventId, { eventId, userId: bo.id, version: 2, invited: false } as never);
  expect(await found(ada, eventId)).toEqual([]);
  const cy = await world.person();
  const open = await world.event(ada);
  for (const person of [ada, cy]) await looks(person, open);
  await world.run(ada, DismissSuggestionDocument, { input: { userId: cy.id } });
  expect([await found(ada, open), await found(cy, open)]).toEqual([[], [ada.id]]);
  await world.tell('user.erased', ada.id, { userId: ada.id });
  expect(await found(cy, open)).toEqual([]);
  expect(await world.sql('SELECT 1 FROM companion_seekers WHERE user_id = $1', [ada.id])).toEqual([]);
});

test('an event that is over, called off or unseen brings nobody together, and one person looks at 50 at most', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const eventId = await world.event(ada);
  for (const person of [ada, bo]) await looks(person, eventId);
  await world.tellEvent(eventId, { creatorId: ada.id, status: 'CANCELLED', change: 'CANCELLED' });
  expect(await world.sql('SELECT 1 FROM companion_seekers WHERE event_id = $1', [eventId])).toEqual([]);
  expect(await found(ada, eventId)).toEqual([]);
  expect(await looks(ada, eventId)).toBe('NotAllowed');
  const over = await world.event(ada, { startsAt: after(-2 * DAY).toISOString(), endsAt: after(-DAY).toISOString() });
  expect(await looks(ada, over)).toBe('NotAllowed');
  expect(await looks(bo, await world.event(ada, { visibility: 'PRIVATE' }))).toBe('NotFound');
  expect((await world.run(bo, LookForCompanionsDocument, { input: { eventId: 'x' } })).lookForCompanions.__typename).toBe('InvalidInput');
  for (const document of [LookForCompanionsDocument, StopLookingForCompanionsDocument])
    expect((await world.execute(null, print(document), { input: { eventId } })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  await world.sql(
    'INSERT INTO companion_seekers (event_id, user_id, since) SELECT gen_random_uuid(), $1, now() FROM generate_series(1, 50)',
    [bo.id],
  );
  expect(await looks(bo, await world.event(ada))).toBe('NotAllowed');
});

test('a reused key is refused, and a list costs a fixed number of statements', async () => {
  const ada = await world.person();
  const [eventId, other] = [await world.event(ada), await world.event(ada)];
  await looks(ada, eventId, 'once');
  expect([await looks(ada, eventId, 'once'), await looks(ada, other, 'once')]).toEqual(['LookForCompanionsSuccess', 'KeyReused']);
  const cost = async () => (await countStatements(world.subgraph, () => found(ada, eventId))).statements;
  const alone = await cost();
  for (let n = 0; n < 3; n++) await looks(await world.person(), eventId);
  expect(await cost()).toBe(alone);
});
