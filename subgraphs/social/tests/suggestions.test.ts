import type { Viewer } from '@marquee/platform';
import { RequestConnectionDocument, RespondToConnectionDocument, SuggestionsDocument, type SuggestionsQuery } from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const suggestions = async (viewer: Viewer, first = 20) =>
  (await world.run(viewer, SuggestionsDocument, { first })).connectionSuggestions.nodes;
const idsFor = async (viewer: Viewer) => (await suggestions(viewer)).map((one) => one.user!.id);
const compatibility = async (viewer: Viewer | null, person: Viewer) =>
  (
    await world.run(
      viewer,
      'query($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { compatibility { score interests traits proximity activity } } } }',
      {
        id: person.id,
      },
    )
  )._entities[0].compatibility;

test('friends of friends and people of the same interests are suggested, the best match first (S7, S14, S57)', async () => {
  const viewer = await world.person({ interests: ['jazz', 'film'] });
  const [friend, second] = [await world.person(), await world.person()];
  const [near, far, alike, stranger] = [
    await world.person(),
    await world.person(),
    await world.person({ interests: ['jazz', 'film'] }),
    await world.person(),
  ];
  for (const one of [friend, second]) await world.befriend(viewer, one);
  for (const one of [friend, second]) await world.befriend(one, near);
  await world.befriend(friend, far);
  const found = await suggestions(viewer);
  expect(found.map((one) => one.user!.id)).toEqual([alike.id, near.id, far.id]);
  expect(found.map((one) => one.mutualFriendCount)).toEqual([0, 2, 1]);
  expect(found[0]!.compatibility.interests).toBe(1);
  expect(found.map((one) => one.user!.id)).not.toContain(stranger.id);
});

test('a person who does not want to be suggested, is gone, blocked, asked already or a friend is not suggested (S14)', async () => {
  const viewer = await world.person();
  const friend = await world.person();
  await world.befriend(viewer, friend);
  const [shy, gone, blocked, blocker, asked, refused] = [
    await world.person({ privacy: { suggestible: false } }),
    await world.person(),
    await world.person(),
    await world.person(),
    await world.person(),
    await world.person(),
  ];
  for (const one of [shy, gone, blocked, blocker, asked, refused]) await world.befriend(friend, one);
  expect(new Set(await idsFor(viewer))).toEqual(new Set([gone, blocked, blocker, asked, refused].map((one) => one.id)));
  await world.tellPerson(gone.id, { active: false });
  await world.block(viewer, blocked);
  await world.block(blocker, viewer);
  await world.run(viewer, RequestConnectionDocument, { input: { userId: asked.id } });
  const { requestConnection } = await world.run(viewer, RequestConnectionDocument, { input: { userId: refused.id } });
  const connectionId = as(requestConnection, 'RequestConnectionSuccess').connection.id;
  await world.run(refused, RespondToConnectionDocument, { input: { connectionId, response: 'DECLINE' } });
  expect(await idsFor(viewer)).toEqual([]);
});

test('nothing a person hides can be read off the compatibility', async () => {
  const here = { latitude: 43.65, longitude: -79.38 };
  const viewer = await world.person({ interests: ['jazz'], traits: ['calm'], location: here });
  const hidden = { interests: 'PRIVATE', location: 'PRIVATE' } as const;
  const other = await world.person({ interests: ['jazz'], traits: ['calm'], location: here, privacy: hidden });
  expect(await compatibility(viewer, other)).toMatchObject({ interests: 0, traits: 0, proximity: 0, activity: 1 });
  await world.tellPerson(other.id, {
    interests: ['jazz'],
    traits: ['calm'],
    location: here,
    privacy: { interests: 'FRIENDS', location: 'FRIENDS' },
  });
  expect(await compatibility(viewer, other)).toMatchObject({ interests: 0, proximity: 0 });
  await world.befriend(viewer, other);
  expect(await compatibility(viewer, other)).toMatchObject({ interests: 1, traits: 1, proximity: 1, score: expect.closeTo(0.9) });
  expect(await compatibility(viewer, viewer)).toBeNull();
  expect(await compatibility(null, other)).toBeNull();
});

test('suggestions come in pages', async () => {
  const viewer = await world.person({ interests: ['jazz'] });
  for (let n = 0; n < 5; n++) await world.person({ interests: ['jazz', `other ${n}`, ...(n > 2 ? ['more'] : [])] });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { connectionSuggestions: page }: SuggestionsQuery = await world.run(viewer, SuggestionsDocument, { first: 2, after });
    seen.push(...page.nodes.map((one) => one.user!.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toEqual(await idsFor(viewer));
  expect(new Set(seen).size).toBe(5);
});
