import { randomUUID } from 'node:crypto';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { AchievementsDocument, NotificationsDocument, ReputationHistoryDocument } from './generated/documents';
import { anAttendance, anEvent, signUp, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

const HOUR = 3_600_000;
const completed = (event: ReturnType<typeof anEvent>) =>
  ({ ...event, version: event.version + 1, change: 'COMPLETED', status: 'COMPLETED' }) as const;

/** A review of a public event that took place. */
async function review(world: World, author: Person, parts: Record<string, unknown> = {}) {
  const eventId = (parts['eventId'] as string | undefined) ?? randomUUID();
  if (!parts['eventId']) await tellEvent(world, anEvent({ eventId, status: 'COMPLETED' }));
  const fact = {
    reviewId: randomUUID(),
    version: 1,
    eventId,
    authorId: author.id,
    rating: 5,
    eventRating: 5,
    eventReviewCount: 1,
    ...parts,
  };
  await world.tell('review.changed', fact.eventId, fact);
  return fact;
}

describe('standing', () => {
  let world: World;
  let ada: Person;
  const history = async (person: Person, page: Record<string, unknown> = {}) =>
    (await world.run(person.viewer, ReputationHistoryDocument, page)).reputationHistory;
  const reliability = async (person: Person) => (await world.run(person.viewer, ReputationHistoryDocument, {})).me!.reliability;
  const earned = async (person: Person) => (await world.run(null, AchievementsDocument, { id: person.id })).user!.gamification;
  const told = async (person: Person) =>
    (await world.run(person.viewer, NotificationsDocument, { first: 20 })).notifications.nodes
      .filter(({ type }) => type === 'BADGE_EARNED')
      .map(({ title, body }) => ({ title, body }));
  const now = () => world.clock.now().getTime();
  /** An event that begins in so many hours, with somebody who is checked in, so that who is missing is known. */
  const anEveningIn = async (hours: number) => {
    const event = anEvent({
      startsAt: new Date(now() + hours * HOUR).toISOString(),
      endsAt: new Date(now() + (hours + 2) * HOUR).toISOString(),
    });
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: randomUUID(), checkedInAt: event.startsAt }));
    return event;
  };
  const answer = (event: ReturnType<typeof anEvent>, person: Person) => {
    const attendance = anAttendance({ eventId: event.eventId, userId: person.id });
    let last: { version: number; status: string | null } = { version: 0, status: null };
    return (status: 'GOING' | 'NOT_GOING' | 'CANCELLED' | 'INTERESTED') => {
      const fact = { ...attendance, version: last.version + 1, status, previousStatus: last.status as 'GOING' | null };
      last = fact;
      return tellAttendance(world, fact);
    };
  };

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
  });

  it('has each badge with how far one is, and since when one has it (U16, U72, C31)', async () => {
    for (let n = 0; n < 4; n++) await review(world, ada);
    const critic = async () => (await earned(ada)).achievements.find(({ badge }) => badge === 'CRITIC');
    expect(await critic()).toEqual({ badge: 'CRITIC', earnedAt: null, progress: 4, target: 5 });
    const last = await review(world, ada);
    expect(await critic()).toEqual({ badge: 'CRITIC', earnedAt: world.clock.now().toISOString(), progress: 5, target: 5 });
    expect((await earned(ada)).achievements).toHaveLength(6);
    await world.tell('review.changed', last.eventId, { ...last, version: 2, rating: null });
    expect(await critic()).toEqual({ badge: 'CRITIC', earnedAt: null, progress: 4, target: 5 });
  });

  it('is told once of a badge that was earned, and not of one that is lost before it was read', async () => {
    await tellEvent(world, anEvent({ creatorId: ada.id }));
    expect(await told(ada)).toEqual([{ title: 'You have earned the badge “Host”', body: 'You published a first event.' }]);
    const second = anEvent({ creatorId: ada.id });
    await tellEvent(world, second);
    expect(await told(ada)).toHaveLength(1);
    const ben = await signUp(world);
    const event = anEvent({ creatorId: ben.id });
    await tellEvent(world, event);
    await tellEvent(world, { ...event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    expect(await told(ben)).toEqual([]);
    expect((await earned(ben)).badges).toEqual([]);
  });

  it('tells its owner why it is what it is: each deed, and what does not count any more (U70)', async () => {
    const event = await anEveningIn(-3);
    const attendance = anAttendance({ eventId: event.eventId, userId: ada.id, checkedInAt: event.startsAt });
    await tellAttendance(world, attendance);
    await tellEvent(world, completed(event));
    world.clock.advance(1000);
    const fact = await review(world, ada);
    world.clock.advance(1000);
    await world.tell('review.changed', fact.eventId, { ...fact, version: 2, rating: null });
    const { nodes, totalCount } = await history(ada);
    expect(totalCount).toBe(3);
    expect(nodes.map(({ deed, counted, points, score, event }) => ({ deed, counted, points, score, event: event?.id }))).toEqual([
      { deed: 'REVIEWED', counted: false, points: -5, score: 4.9, event: fact.eventId },
      { deed: 'REVIEWED', counted: true, points: 5, score: 8, event: fact.eventId },
      { deed: 'ATTENDED', counted: true, points: 10, score: 4.9, event: event.eventId },
    ]);
    // What is taken back belongs to the time of what it takes back: the sums of a week are right whenever they are made.
    expect(nodes[0]!.at).toBe(nodes[1]!.at);
    expect(nodes[2]!.at).toBe(event.startsAt);
  });

  it('is a list page by page, both ways', async () => {
    for (let n = 0; n < 5; n++) await review(world, ada);
    const all = (await history(ada)).nodes.map(({ id }) => id);
    const first = await history(ada, { first: 2 });
    const second = await history(ada, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(all.slice(0, 4));
    const back = await history(ada, { last: 2, before: second.pageInfo.startCursor });
    expect(back.nodes.map(({ id }) => id)).toEqual(all.slice(0, 2));
    const ben = await signUp(world);
    expect((await history(ben)).nodes).toEqual([]);
    expect((await world.execute(null, '{ reputationHistory(first: 1) { nodes { id } } }')).errors![0]!.extensions!['code']).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('counts points as the sum of the list, whatever comes twice or late', async () => {
    const fact = await review(world, ada);
    for (const rating of [null, 4, null, 3] as const) {
      const version = [null, 4, null, 3].indexOf(rating) + 2;
      await world.tell('review.changed', fact.eventId, { ...fact, version, rating });
      await world.tell('review.changed', fact.eventId, { ...fact, version, rating });
    }
    const { rows } = await world.db.pool.query('SELECT sum(points)::int AS points FROM deed_changes WHERE user_id = $1', [ada.id]);
    expect((await earned(ada)).points).toBe(rows[0].points);
  });

  describe('reliability (A24)', () => {
    it('falls by who has a place and does not come, and is for its owner alone', async () => {
      const event = await anEveningIn(-3);
      await answer(event, ada)('GOING');
      expect(await reliability(ada)).toBe(1);
      await tellEvent(world, completed(event));
      expect(await reliability(ada)).toBe(0.75);
      const fact = (await world.facts('user.updated')).filter(({ userId }) => userId === ada.id).at(-1)!;
      expect(fact.reliability).toBe(0.75);
      expect((await history(ada)).nodes[0]).toMatchObject({ deed: 'NO_SHOW', counted: true, points: 0 });
    });

    it('falls half as much by who gives a place up late, once the event took place', async () => {
      const event = await anEveningIn(10);
      const ada1 = answer(event, ada);
      await ada1('GOING');
      world.clock.advance(2 * HOUR);
      await ada1('NOT_GOING');
      await ada1('INTERESTED');
      expect(await reliability(ada)).toBe(1);
      await tellEvent(world, completed(event));
      expect(await reliability(ada)).toBe(0.86);
      expect((await history(ada)).nodes.map(({ deed }) => deed)).toEqual(['LATE_CANCELLATION']);
    });

    it.each([
      ['in time', 60, 2, 'NOT_GOING'],
      ['within an hour', 10, 0.2, 'NOT_GOING'],
      ['because the team, or the ticket, took it', 10, 2, 'CANCELLED'],
    ] as const)('does not fall by who gives a place up %s', async (_why, hours, later, status) => {
      const event = await anEveningIn(hours);
      const said = answer(event, ada);
      await said('GOING');
      world.clock.advance(later * HOUR);
      await said(status);
      await tellEvent(world, completed(event));
      expect(await reliability(ada)).toBe(1);
    });

    it('does not fall by who gives up a place at what was put at another time', async () => {
      const event = await anEveningIn(30);
      const said = answer(event, ada);
      await said('GOING');
      world.clock.advance(2 * HOUR);
      const moved = { ...event, version: 2, change: 'UPDATED', startsAt: new Date(now() + 5 * HOUR).toISOString() } as const;
      await tellEvent(world, moved);
      await said('NOT_GOING');
      await tellEvent(world, completed(moved));
      expect(await reliability(ada)).toBe(1);
    });

    it('counts nobody of the team, and nothing that is for few or called off', async () => {
      const own = { ...(await anEveningIn(-3)), version: 2, creatorId: ada.id };
      const few = { ...(await anEveningIn(-3)), version: 2, visibility: 'PRIVATE' as const };
      const off = { ...(await anEveningIn(-3)), version: 2 };
      for (const event of [own, few, off]) {
        await tellEvent(world, event);
        await answer(event, ada)('GOING');
      }
      await tellEvent(world, completed(own));
      await tellEvent(world, completed(few));
      await tellEvent(world, { ...off, version: 3, change: 'CANCELLED', status: 'CANCELLED' });
      expect(await reliability(ada)).toBe(1);
    });
  });

  it('goes with a person who is erased', async () => {
    await tellEvent(world, anEvent({ creatorId: ada.id }));
    await world.tell('user.erased', ada.id, { userId: ada.id });
    for (const table of ['deed_changes', 'earned_badges'])
      expect((await world.db.pool.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [ada.id])).rowCount).toBe(0);
  });
});

describe('two facts about one person at the same moment', () => {
  /** Reviews that are taken in at once: what the list says of them afterwards. */
  async function twoReviews(world: World): Promise<number> {
    const ada = await signUp(world);
    const event = anEvent({ status: 'COMPLETED' });
    await tellEvent(world, event);
    const one = {
      reviewId: randomUUID(),
      version: 1,
      eventId: event.eventId,
      authorId: ada.id,
      rating: 5,
      eventRating: 5,
      eventReviewCount: 1,
    };
    const other = { ...one, reviewId: randomUUID() };
    await Promise.all([one, other].map((fact) => world.tell('review.changed', randomUUID(), fact)));
    const { rows } = await world.db.pool.query<{ reviews: number }>('SELECT reviews_given AS reviews FROM users WHERE id = $1', [ada.id]);
    return rows[0]!.reviews;
  }

  test('are both counted', async () => {
    expect(await twoReviews(await startWorld())).toBe(2);
  });

  test('control: without the lock on the person one is lost', async () => {
    const meet = meetingOf(2);
    const after = (statement: string) => (statement.includes('WITH people AS (SELECT id FROM unnest') ? meet() : undefined);
    const world = await startWorld({ db: (db) => watched(withoutLocks(db), { after }) });
    expect(await twoReviews(world)).toBe(1);
  });
});
