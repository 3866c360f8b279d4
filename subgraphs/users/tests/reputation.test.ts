import { randomUUID } from 'node:crypto';
import { PersonDocument } from './generated/documents';
import { anAttendance, anEvent, signUp, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

const completed = (event: ReturnType<typeof anEvent>) =>
  ({ ...event, version: event.version + 1, change: 'COMPLETED', status: 'COMPLETED' }) as const;

describe('reputation', () => {
  let world: World;
  let ada: Person;
  const earned = async (person: Person) => (await world.run(null, PersonDocument, { id: person.id })).user!;
  /** A review of a public event that took place. */
  const review = async (parts: Record<string, unknown> = {}) => {
    const eventId = (parts['eventId'] as string | undefined) ?? randomUUID();
    if (!parts['eventId']) await tellEvent(world, anEvent({ eventId, status: 'COMPLETED' }));
    const fact = {
      reviewId: randomUUID(),
      version: 1,
      eventId,
      authorId: ada.id,
      rating: 5,
      eventRating: 5,
      eventReviewCount: 1,
      ...parts,
    };
    return world.tell('review.changed', fact.eventId, fact);
  };
  const told = async (person: Person) => (await world.facts('user.updated')).filter((fact) => fact.userId === person.id);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
  });

  it('begins at nothing', async () => {
    expect(await earned(ada)).toMatchObject({
      reputation: { score: 0, eventsAttended: 0, reviewsGiven: 0, communityContributions: 0 },
      gamification: { points: 0, level: 1, badges: [] },
    });
  });

  it('counts an attendance no more that events does not have (X33)', async () => {
    const event = anEvent();
    await tellEvent(world, event);
    const attendance = anAttendance({ eventId: event.eventId, userId: ada.id });
    await tellAttendance(world, { ...attendance, version: 2, checkedInAt: '2026-12-01T00:40:00.000Z' });
    await tellEvent(world, completed(event));
    expect((await earned(ada)).reputation.eventsAttended).toBe(1);
    const key = `${event.eventId} ${ada.id}`;
    await world.tell('copies.retold', key, { collection: 'attendances', consumer: 'users', key, facts: [], ahead: 2 });
    expect(await earned(ada)).toMatchObject({ reputation: { score: 0, eventsAttended: 0 }, gamification: { points: 0 } });
  });

  it('grows by attending, reviewing and organising, and the others are told of the reputation (U71, C31, C35)', async () => {
    const event = anEvent();
    await tellEvent(world, event);
    const attendance = anAttendance({ eventId: event.eventId, userId: ada.id });
    await tellAttendance(world, attendance);
    await tellAttendance(world, { ...attendance, version: 2, checkedInAt: '2026-12-01T00:40:00.000Z' });
    // Being there counts once the event is over (users F6).
    expect(await told(ada)).toHaveLength(1);
    await tellEvent(world, completed(event));
    await review();
    await tellEvent(world, anEvent({ creatorId: ada.id }));
    expect(await earned(ada)).toMatchObject({
      reputation: { score: 13.9, eventsAttended: 1, reviewsGiven: 1, communityContributions: 1 },
      gamification: { points: 35, level: 1, badges: ['FIRST_EVENT', 'HOST'] },
    });
    expect((await told(ada)).map(({ version, reputation }) => [version, reputation])).toEqual([
      [1, 0],
      [2, 4.9],
      [3, 8],
      [4, 13.9],
    ]);
  });

  it('ends the same when the facts come twice and out of order', async () => {
    const event = anEvent();
    const attendance = anAttendance({ eventId: event.eventId, userId: ada.id });
    const checkedIn = { ...attendance, version: 2, checkedInAt: '2026-12-01T00:40:00.000Z' };
    const [first, second, third, fourth] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    for (let round = 0; round < 2; round++) {
      await tellEvent(world, completed(event), fourth);
      await tellAttendance(world, checkedIn, second);
      await tellAttendance(world, attendance, first);
      await tellEvent(world, event, third);
    }
    await tellAttendance(world, attendance, randomUUID());
    expect((await earned(ada)).reputation).toEqual({ score: 4.9, eventsAttended: 1, reviewsGiven: 0, communityContributions: 0 });
  });

  it('counts nobody of the team of an event among those who were there (users F6)', async () => {
    const organizationId = randomUUID();
    const [manager, door] = [await signUp(world), await signUp(world)];
    await world.db.prisma.organization.create({
      data: { id: organizationId, name: 'The Rex', slug: organizationId, createdAt: world.clock.now() },
    });
    const joinedAt = world.clock.now();
    await world.db.prisma.organizationMember.create({ data: { organizationId, userId: manager.id, role: 'MANAGER', joinedAt } });
    const event = anEvent({ creatorId: ada.id, organizationId, team: [{ userId: door.id, role: 'DOOR' }] });
    await tellEvent(world, event);
    for (const person of [ada, manager, door]) {
      const here = anAttendance({ eventId: event.eventId, userId: person.id });
      await tellAttendance(world, { ...here, checkedInAt: '2026-12-01T00:40:00.000Z' });
    }
    await tellEvent(world, completed(event));
    for (const person of [ada, manager, door]) expect((await earned(person)).reputation.eventsAttended).toBe(0);
  });

  it('counts nothing of what is called off: neither attendance, nor reviews, nor the event itself (users F6)', async () => {
    const guest = await signUp(world);
    const event = anEvent({ creatorId: ada.id });
    await tellEvent(world, event);
    const here = anAttendance({ eventId: event.eventId, userId: guest.id });
    await tellAttendance(world, { ...here, checkedInAt: '2026-12-01T00:40:00.000Z' });
    await review({ eventId: event.eventId, authorId: guest.id });
    expect((await earned(guest)).reputation).toMatchObject({ eventsAttended: 0, reviewsGiven: 1 });
    await tellEvent(world, { ...event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    expect((await earned(guest)).reputation).toMatchObject({ score: 0, eventsAttended: 0, reviewsGiven: 0 });
    expect((await earned(ada)).reputation).toMatchObject({ score: 0, communityContributions: 0 });
  });

  it('shows nothing of what is for few (security F20)', async () => {
    const guest = await signUp(world);
    for (const visibility of ['PRIVATE', 'GROUP_ONLY'] as const) {
      const event = anEvent({ creatorId: ada.id, visibility });
      await tellEvent(world, event);
      const here = anAttendance({ eventId: event.eventId, userId: guest.id });
      await tellAttendance(world, { ...here, checkedInAt: '2026-12-01T00:40:00.000Z' });
      await tellEvent(world, completed(event));
    }
    expect(await earned(ada)).toMatchObject({ reputation: { communityContributions: 0 }, gamification: { points: 0, badges: [] } });
    expect(await earned(guest)).toMatchObject({ reputation: { eventsAttended: 0 }, gamification: { points: 0, badges: [] } });
  });

  it('loses a review that was taken back', async () => {
    const [reviewId, event] = [randomUUID(), anEvent()];
    await tellEvent(world, event);
    await review({ reviewId, eventId: event.eventId });
    expect((await earned(ada)).reputation.reviewsGiven).toBe(1);
    await review({ reviewId, eventId: event.eventId, version: 2, rating: null });
    expect((await earned(ada)).reputation).toMatchObject({ score: 0, reviewsGiven: 0 });
  });

  it('counts who had a place and did not come, where others were checked in', async () => {
    const guest = await signUp(world);
    for (let n = 0; n < 2; n++) await review();
    const event = anEvent();
    const over = { ...event, version: 2, change: 'COMPLETED', status: 'COMPLETED' } as const;
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: ada.id }));
    const coming = anAttendance({ eventId: event.eventId, userId: guest.id });
    await tellAttendance(world, { ...coming, checkedInAt: '2026-12-01T00:40:00.000Z' });
    expect((await earned(ada)).reputation.score).toBe(6.4);
    expect((await earned(guest)).reputation.score).toBe(0);
    await tellEvent(world, over);
    expect((await earned(ada)).reputation.score).toBe(3.3);
    expect((await earned(guest)).reputation.score).toBe(4.9);

    // Where nobody checks anybody in, nobody is missing.
    const open = anEvent();
    await tellEvent(world, open);
    await tellAttendance(world, anAttendance({ eventId: open.eventId, userId: ada.id }));
    await tellEvent(world, { ...over, eventId: open.eventId });
    expect((await earned(ada)).reputation.score).toBe(3.3);
  });

  it('falls when a flag of an event of theirs is upheld, and not while it is open (users F5)', async () => {
    const event = anEvent({ creatorId: ada.id });
    await tellEvent(world, event);
    await tellEvent(world, anEvent({ creatorId: ada.id }));
    const decision = {
      workflowId: randomUUID(), version: 1, eventId: event.eventId, eventVersion: 1, status: 'FLAGGED', qualityScore: null, badges: [],
      curatorId: null, notes: null, creatorId: ada.id, decidedAt: world.clock.now().toISOString(),
    }; // prettier-ignore
    await world.tell('curation.decided', event.eventId, decision);
    expect((await earned(ada)).reputation.score).toBe(12.5);
    const settled = (outcome: string, parts: Record<string, unknown> = {}) =>
      world.tell('flag.settled', event.eventId, {
        ...{ flagId: randomUUID(), version: 2, eventId: event.eventId, creatorId: ada.id, organizationId: null, flaggerId: null },
        ...{ reason: 'SPAM', outcome, settledAt: world.clock.now().toISOString() },
        ...parts,
      });
    for (const outcome of ['DISMISSED', 'OUTDATED', 'WITHDRAWN']) await settled(outcome);
    expect((await earned(ada)).reputation.score).toBe(12.5);
    const flagId = randomUUID();
    await settled('UPHELD', { flagId });
    await settled('UPHELD');
    // Of one event it counts once, however many people were right about it.
    expect((await earned(ada)).reputation.score).toBe(3.3);
  });

  it('counts each of many facts that arrive at the same time', async () => {
    await Promise.all(Array.from({ length: 30 }, () => review()));
    expect((await earned(ada)).reputation).toMatchObject({ reviewsGiven: 30 });
    expect((await earned(ada)).gamification.badges).toEqual(['CRITIC']);
    const versions = (await told(ada)).map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect((await told(ada)).at(-1)!.reputation).toBe((await earned(ada)).reputation.score);
  });
});
