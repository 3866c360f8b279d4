import { countStatements } from '@marquee/platform/testing';
import { CreateOrganizationDocument, MarkAllNotificationsReadDocument } from './generated/documents';
import { connect, signUp, startWorld, type Person, type World } from './world';

const PROFILE =
  '{ id username displayName avatarUrl verified bio interests location { latitude } reputation { score } gamification { points level badges } }';

/** What a gateway asks here for the people on one page of events. */
const ASK = `query($r: [_Any!]!) { _entities(representations: $r) { ... on User ${PROFILE} } }`;

describe('the people of a page', () => {
  let world: World;
  const people: Person[] = [];
  const statements = async (count: number, viewer: Person | null) => {
    const r = people.slice(0, count).map(({ id }) => ({ __typename: 'User', id }));
    const counted = await countStatements(world.subgraph, () => world.run(viewer?.viewer ?? null, ASK, { r }));
    expect(counted.result._entities).toHaveLength(count);
    return counted.statements;
  };

  beforeAll(async () => {
    world = await startWorld();
    for (let n = 0; n < 21; n++) people.push(await signUp(world));
    await connect(world, people[20]!, people[0]!);
  });

  it('cost 2 statements for a signed-in viewer, whether there is 1 or there are 20', async () => {
    expect(await statements(1, people[20]!)).toBe(2);
    expect(await statements(20, people[20]!)).toBe(2);
  });

  it('cost 1 statement for a visitor', async () => {
    expect(await statements(1, null)).toBe(1);
    expect(await statements(20, null)).toBe(1);
  });

  it('cost 4 statements with their organisations', async () => {
    const r = people.slice(0, 20).map(({ id }) => ({ __typename: 'User', id }));
    const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on User { bio organizations { name members { role } } } } }';
    await world.run(people[0]!.viewer, CreateOrganizationDocument, { input: { name: 'House' } });
    expect((await countStatements(world.subgraph, () => world.run(people[20]!.viewer, query, { r: r.slice(5) }))).statements).toBe(4);
    // And one more for all their members together.
    expect((await countStatements(world.subgraph, () => world.run(people[20]!.viewer, query, { r }))).statements).toBe(5);
  });

  it('found by a search cost 3 statements', async () => {
    const ask = (first: number) =>
      countStatements(world.subgraph, () =>
        world.run(people[20]!.viewer, `{ users(query: "people", first: ${first}) { nodes ${PROFILE} } }`),
      );
    await world.db.prisma.user.updateMany({ data: { displayName: 'Some People' } });
    const [one, twenty] = [await ask(1), await ask(20)];
    expect([one.result.users.nodes.length, twenty.result.users.nodes.length]).toEqual([1, 20]);
    expect([one.statements, twenty.statements]).toEqual([3, 3]);
  });
});

describe('the list of notifications', () => {
  it('costs 3 statements with its texts and people, and 1 more with the total', async () => {
    const world = await startWorld();
    const reader = await signUp(world);
    for (let n = 0; n < 20; n++) await connect(world, await signUp(world), reader, { status: 'PENDING', version: 1 });
    const ask = (fields: string) =>
      countStatements(world.subgraph, () => world.run(reader.viewer, `{ notifications(first: 20) { ${fields} } }`));
    const page = await ask('nodes { id title target { __typename ... on User { displayName } } } pageInfo { hasNextPage }');
    expect(page.result.notifications.nodes).toHaveLength(20);
    expect(page.statements).toBe(3);
    expect((await ask('nodes { title target { ... on User { displayName } } } totalCount')).statements).toBe(4);
  });
});

describe('a change', () => {
  it('costs one statement more than what it does: is the account active?', async () => {
    const world = await startWorld();
    const { viewer } = await signUp(world);
    const markAll = () => world.run(viewer, MarkAllNotificationsReadDocument, { input: {} });
    // The account, the marks, and how many are unread then.
    expect((await countStatements(world.subgraph, markAll)).statements).toBe(3);
  });
});
