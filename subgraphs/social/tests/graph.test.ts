import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import {
  DismissSuggestionDocument,
  FollowDocument,
  RemoveFollowerDocument,
  SuggestionsDocument,
  UnfollowDocument,
} from './generated/documents';
import { DAY, startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const strength = async (viewer: Viewer | null, person: Viewer): Promise<number | null> =>
  (await world.entity(viewer, { __typename: 'User', id: person.id }, '{ connectionStrength }')).data!._entities[0].connectionStrength;
const renew = () => world.subgraph.runJob('renew-strengths');

describe('the tie of two friends', () => {
  test('grows with answered messages, events both went to and groups in common, and fades (S11, S12)', async () => {
    const [ada, bo] = [await world.person(), await world.person()];
    await world.befriend(ada, bo);
    await renew();
    expect(await strength(ada, bo)).toBe(0);

    const room = await world.directRoom(ada, bo);
    for (let n = 0; n < 20; n++) await world.say(n % 2 ? ada : bo, room, `message ${n}`);
    await world.group(ada, [bo]);
    await world.group(bo, [ada]);
    const events = [await world.event(ada), await world.event(ada), await world.event(ada)];
    for (const eventId of events) for (const one of [ada, bo]) await world.attends(eventId, one, 'GOING');
    world.clock.advance(DAY);
    await renew();
    // 20 messages of yesterday, two groups, and no event that has been yet.
    const messages = 20 * 0.5 ** (1 / 90);
    expect(await strength(ada, bo)).toBeCloseTo(0.45 * (messages / (messages + 20)) + 0.1, 6);
    expect(await strength(bo, ada)).toBe(await strength(ada, bo));

    world.clock.advance(7 * DAY);
    await renew();
    const later = 20 * 0.5 ** (8 / 90);
    const been = 3 * 0.5 ** (20 / 24 / 365);
    expect(await strength(ada, bo)).toBeCloseTo(0.45 * (later / (later + 20)) + 0.35 * (been / (been + 3)) + 0.1, 6);

    world.clock.advance(3_650 * DAY);
    await renew();
    expect(await strength(ada, bo)).toBeLessThan(0.105);
  });

  test('is nothing to strangers, and is not made by one who writes alone', async () => {
    const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
    const relationshipOf = await world.befriend(ada, bo);
    expect(relationshipOf).toBeDefined();
    const room = await world.directRoom(ada, bo);
    for (let n = 0; n < 30; n++) await world.say(ada, room, `answer me ${n}`);
    await renew();
    expect(await strength(ada, bo)).toBe(0);
    expect([await strength(cy, bo), await strength(null, bo), await strength(ada, ada)]).toEqual([null, null, null]);
    await world.block(bo, ada);
    expect(await strength(ada, bo)).toBeNull();
    expect(await world.sql('SELECT 1 FROM connection_strengths')).toEqual([]);
  });

  test('is reckoned once a day', async () => {
    const [ada, bo] = [await world.person(), await world.person()];
    await world.befriend(ada, bo);
    await renew();
    await world.group(ada, [bo]);
    world.clock.advance(DAY - 1);
    await renew();
    expect(await strength(ada, bo)).toBe(0);
    world.clock.advance(1);
    await renew();
    expect(await strength(ada, bo)).toBeCloseTo(0.2 / 3, 6);
  });
});

test('a follower is removed without being told, and who follows is told once for each beginning', async () => {
  const [ada, fan] = [await world.person(), await world.person()];
  const input = { userId: ada.id };
  await world.run(fan, FollowDocument, { input });
  await world.run(fan, FollowDocument, { input });
  const told = () => world.sql(`SELECT payload FROM outbox WHERE topic = 'person.followed' AND key = $1`, [ada.id]);
  expect((await told()).map(({ payload }) => payload)).toEqual([
    { followerId: fan.id, followeeId: ada.id, followedAt: world.clock.now().toISOString() },
  ]);
  const remove = () => world.run(ada, RemoveFollowerDocument, { input: { userId: fan.id } });
  expect((await remove()).removeFollower).toMatchObject({ __typename: 'RemoveFollowerSuccess', deletedId: fan.id });
  expect((await remove()).removeFollower.__typename).toBe('RemoveFollowerSuccess');
  expect(await world.sql('SELECT 1 FROM follows')).toEqual([]);
  await world.run(fan, FollowDocument, { input });
  await world.run(fan, UnfollowDocument, { input });
  expect(await told()).toHaveLength(2);
  expect((await world.execute(null, print(RemoveFollowerDocument), { input })).errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
});

test('a suggestion says why, and does not come back once it is dismissed', async () => {
  const viewer = await world.person({ interests: ['jazz'] });
  const friend = await world.person();
  await world.befriend(viewer, friend);
  const [alike, near] = [await world.person({ interests: ['jazz'] }), await world.person()];
  await world.befriend(friend, near);
  const suggested = async () =>
    (await world.run(viewer, SuggestionsDocument, { first: 9 })).connectionSuggestions.nodes.map(({ user, reasons }) => [
      user!.id,
      reasons,
    ]);
  expect(await suggested()).toEqual([
    [alike.id, ['SHARED_INTERESTS']],
    [near.id, ['MUTUAL_FRIENDS']],
  ]);
  const dismiss = (userId: string) => world.run(viewer, DismissSuggestionDocument, { input: { userId } });
  expect((await dismiss(alike.id)).dismissSuggestion).toMatchObject({ deletedId: alike.id });
  expect((await dismiss(alike.id)).dismissSuggestion.__typename).toBe('DismissSuggestionSuccess');
  expect(await suggested()).toEqual([[near.id, ['MUTUAL_FRIENDS']]]);
  expect((await dismiss(viewer.id)).dismissSuggestion.__typename).toBe('InvalidInput');
  await world.tell('user.erased', near.id, { userId: near.id });
  expect((await dismiss(near.id)).dismissSuggestion.__typename).toBe('NotFound');
});
