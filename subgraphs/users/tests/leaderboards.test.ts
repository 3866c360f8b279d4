import { countStatements } from '@marquee/platform/testing';
import { LeaderboardDocument, SuspendUserDocument, type LeaderboardPeriod, type LeaderboardScope } from './generated/documents';
import { anEvent, connect, signUp, signUpAs, startWorld, tellEvent, updateProfile, type Person, type World } from './world';

const DAY = 86_400_000;

describe('a leaderboard (U73)', () => {
  let world: World;
  let viewer: Person;
  const board = async (scope: LeaderboardScope, period: LeaderboardPeriod, by = viewer, page: Record<string, unknown> = {}) =>
    (await world.run(by.viewer, LeaderboardDocument, { scope, period, ...page })).leaderboard;
  const names = async (...args: Parameters<typeof board>) =>
    (await board(...args)).nodes.map(({ rank, user }) => `${rank} ${user.username}`);
  /** Somebody who has published so many events. */
  const host = async (name: string, events: number) => {
    const person = await signUp(world, name);
    for (let n = 0; n < events; n++) await tellEvent(world, anEvent({ creatorId: person.id }));
    return person;
  };

  beforeEach(async () => {
    world = await startWorld();
    viewer = await signUp(world, 'viewer');
  });

  it('begins with who has earned most; as many points are the same rank; who has none is not on it', async () => {
    await host('ada', 3);
    await host('ben', 2);
    await host('cem', 2);
    await host('dan', 1);
    expect(await names('ALL', 'ALL_TIME')).toEqual([
      '1 ada',
      expect.stringMatching(/^2 (ben|cem)$/),
      expect.stringMatching(/^2 (ben|cem)$/),
      '4 dan',
    ]);
    expect((await board('ALL', 'ALL_TIME')).viewerEntry).toBeNull();
    await tellEvent(world, anEvent({ creatorId: viewer.id }));
    expect((await board('ALL', 'WEEK', viewer, { first: 1 })).viewerEntry).toEqual({ rank: 4, points: 20, user: { id: viewer.id } });
  });

  it('is read page by page, both ways, with the ranks of the whole', async () => {
    for (const [name, events] of [['a', 3], ['b', 2], ['c', 2], ['d', 2], ['e', 1]] as const) await host(`${name}${name}${name}`, events); // prettier-ignore
    for (const period of ['ALL_TIME', 'MONTH'] as const) {
      const all = await board('ALL', period);
      const first = await board('ALL', period, viewer, { first: 2 });
      const second = await board('ALL', period, viewer, { first: 2, after: first.pageInfo.endCursor });
      const third = await board('ALL', period, viewer, { first: 2, after: second.pageInfo.endCursor });
      expect([...first.nodes, ...second.nodes, ...third.nodes]).toEqual(all.nodes);
      expect(all.nodes.map(({ rank }) => rank)).toEqual([1, 2, 2, 2, 5]);
      const back = await board('ALL', period, viewer, { last: 2, before: third.pageInfo.startCursor });
      expect(back.nodes).toEqual(second.nodes);
    }
    const { endCursor } = (await board('ALL', 'WEEK', viewer, { first: 1 })).pageInfo;
    await expect(board('ALL', 'MONTH', viewer, { first: 1, after: endCursor })).rejects.toThrow('cursor');
  });

  it('counts the points of the past week, the past month, or all of them', async () => {
    const ada = await host('ada', 2);
    world.clock.advance(8 * DAY);
    await host('ben', 1);
    expect(await names('ALL', 'WEEK')).toEqual(['1 ben']);
    expect(await names('ALL', 'MONTH')).toEqual(['1 ada', '2 ben']);
    world.clock.advance(30 * DAY);
    expect(await names('ALL', 'MONTH')).toEqual([]);
    expect(await names('ALL', 'ALL_TIME')).toEqual(['1 ada', '2 ben']);
    // What is called off is taken out of the week in which it had counted, and out of no other.
    const event = anEvent({ creatorId: ada.id });
    await tellEvent(world, event);
    world.clock.advance(8 * DAY);
    await tellEvent(world, { ...event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    expect(await names('ALL', 'WEEK')).toEqual([]);
    expect(await names('ALL', 'MONTH')).toEqual([]);
  });

  it('is among friends, and among those of one city who show it', async () => {
    const friend = await host('friend', 1);
    const hidden = await host('hidden', 2);
    const shown = await host('shown', 3);
    const elsewhere = await host('elsewhere', 4);
    await connect(world, viewer, friend);
    expect(await names('FRIENDS', 'ALL_TIME')).toEqual(['1 friend']);
    expect(await names('FRIENDS', 'WEEK')).toEqual(['1 friend']);
    expect(await names('CITY', 'ALL_TIME')).toEqual([]);
    for (const person of [viewer, friend, hidden, shown]) await updateProfile(world, person, { city: 'Montréal' });
    await updateProfile(world, elsewhere, { city: 'Toronto', privacy: { location: 'PUBLIC' } });
    await updateProfile(world, shown, { city: 'MONTREAL', privacy: { location: 'PUBLIC' } });
    await updateProfile(world, friend, { privacy: { location: 'FRIENDS' } });
    for (const period of ['ALL_TIME', 'WEEK'] as const) expect(await names('CITY', period)).toEqual(['1 shown', '2 friend']);
    expect(await names('CITY', 'ALL_TIME', shown)).toEqual(['1 shown']);
  });

  it('shows nobody who does not want to be on it, who is suspended or erased, and nobody across a block', async () => {
    const [open, out, shy, bad, gone, blocked] = await Promise.all(
      ['open', 'outt', 'shyy', 'badd', 'gone', 'bloc'].map((name) => host(name, 1)),
    );
    await updateProfile(world, out!, { privacy: { ranked: false } });
    await updateProfile(world, shy!, { privacy: { suggestible: false } });
    const admin = await signUpAs(world, 'admin');
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: bad!.id, reason: 'Spam.' } });
    await world.db.prisma.user.delete({ where: { id: gone!.id } });
    await connect(world, blocked!, viewer, { status: 'BLOCKED' });
    for (const period of ['ALL_TIME', 'WEEK'] as const) expect(await names('ALL', period)).toEqual(['1 open']);
    // Who is not suggested to strangers is to friends, and sees themselves; who is on no leaderboard has no rank.
    await connect(world, viewer, shy!);
    expect((await board('ALL', 'WEEK')).nodes.map(({ user }) => user.id).sort()).toEqual([open!.id, shy!.id].sort());
    expect((await board('ALL', 'WEEK', shy!)).viewerEntry).toMatchObject({ rank: 1 });
    expect((await board('ALL', 'WEEK', out!)).viewerEntry).toBeNull();
  });

  it('is for people who are signed in', async () => {
    const { errors } = await world.execute(null, '{ leaderboard(first: 1) { nodes { rank } } }');
    expect(errors![0]!.extensions!['code']).toBe('UNAUTHENTICATED');
  });

  it('costs 4 statements with the people and the viewer, and 1 more with their achievements', async () => {
    for (let n = 0; n < 5; n++) await host(`host${n}`, 1);
    const ask = (first: number, fields: string) =>
      countStatements(world.subgraph, () =>
        world.run(viewer.viewer, `{ leaderboard(first: ${first}) { nodes { rank user { username ${fields} } } viewerEntry { rank } } }`),
      );
    expect([(await ask(1, '')).statements, (await ask(5, '')).statements]).toEqual([4, 4]);
    expect((await ask(5, 'gamification { achievements { earnedAt } }')).statements).toBe(5);
  });
});
