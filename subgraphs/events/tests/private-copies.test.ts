import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import { SwipeDocument } from './generated/documents';
import { decision, startWorld, type World } from './world';

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const standing = (eventId: string) => db.prisma.eventStanding.findUnique({ where: { eventId } });
const tellAt = (occurredAt: string, payload: object, key: string) =>
  world.bus.publish([{ id: crypto.randomUUID(), topic: 'review.changed', key, occurredAt, payload, headers: {} }]);

describe('how an event stands', () => {
  test('is what curation and guests said last, whatever comes late', async () => {
    const { id } = await world.anEvent();
    const review = (rating: number, count: number) => ({
      reviewId: crypto.randomUUID(),
      version: 1,
      eventId: id,
      authorId: crypto.randomUUID(),
      rating: 5,
      eventRating: rating,
      eventReviewCount: count,
    });
    await tellAt('2026-11-21T12:00:02.000Z', review(4.5, 2), id);
    await tellAt('2026-11-21T12:00:01.000Z', review(5, 1), id);
    await world.tell(
      'curation.decided',
      id,
      decision({ eventId: id, eventVersion: 3, qualityScore: 0.9, badges: ['CURATORS_PICK'], decidedAt: '2026-11-21T15:00:00Z' }),
    );
    await world.tell(
      'curation.decided',
      id,
      decision({ eventId: id, eventVersion: 3, qualityScore: 0.1, decidedAt: '2026-11-21T14:00:00Z' }),
    );
    expect(await standing(id)).toMatchObject({
      rating: 4.5,
      reviewCount: 2,
      qualityScore: 0.9,
      badges: ['CURATORS_PICK'],
      curationStatus: 'APPROVED',
    });
  });

  test('is not kept for events that are not here', async () => {
    const id = crypto.randomUUID();
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: 1 }));
    await tellAt(
      '2026-11-21T12:00:00.000Z',
      { reviewId: id, version: 1, eventId: id, authorId: id, rating: 5, eventRating: 5, eventReviewCount: 1 },
      id,
    );
    expect(await standing(id)).toBeNull();
  });

  test('a flag does not unpublish by itself', async () => {
    const { id } = await world.anEvent();
    await world.tell(
      'curation.decided',
      id,
      decision({ eventId: id, eventVersion: 3, status: 'FLAGGED', decidedAt: '2026-11-21T15:00:00Z' }),
    );
    expect((await standing(id))?.curationStatus).toBe('FLAGGED');
    expect((await world.run(world.organiser, 'query ($id: ID!) { event(id: $id) { status } }', { id })).event.status).toBe('PUBLISHED');
  });
});

describe('a person', () => {
  const aPerson = (userId: string, version: number, displayName: string) => ({
    userId,
    version,
    username: 'ann',
    displayName,
    avatarUrl: null,
    role: 'user',
    verified: false,
    interests: ['music'],
    traits: [],
    location: { latitude: 43.6, longitude: -79.4 },
    activityLevel: 1,
    reputation: 0,
    privacy: { bio: 'PRIVATE', location: 'PRIVATE', interests: 'FRIENDS', friends: 'PRIVATE', attendance: 'PUBLIC', suggestible: true },
    active: true,
  });

  test('is known as last told, with what they keep to themselves (X36)', async () => {
    const { id } = aViewer();
    await world.tell('user.updated', id, aPerson(id, 2, 'Ann'));
    await world.tell('user.updated', id, aPerson(id, 1, 'Anne'));
    await world.tell('user.updated', id, aPerson(id, 2, 'Anna'));
    expect(await db.prisma.personCopy.findUnique({ where: { id } })).toMatchObject({
      version: 2,
      displayName: 'Ann',
      interests: ['music'],
      interestsVisibility: 'FRIENDS',
      latitude: 43.6,
      attendanceVisibility: 'PUBLIC',
    });
  });

  test('who is erased stays erased, with drafts, swipes and tickets', async () => {
    const ann = aViewer();
    await world.tell('user.updated', ann.id, aPerson(ann.id, 1, 'Ann'));
    const draft = await world.anEvent({ by: ann, status: 'DRAFT' });
    const published = await world.anEvent({ by: ann });
    await world.run(ann, SwipeDocument, {
      input: { eventId: published.id, direction: 'UP' },
    });
    await world.tell('user.erased', ann.id, { userId: ann.id });
    await world.tell('user.updated', ann.id, aPerson(ann.id, 9, 'Ann again'));
    expect(await db.prisma.personCopy.findUnique({ where: { id: ann.id } })).toMatchObject({
      erased: true,
      displayName: '',
      interests: [],
      latitude: null,
    });
    expect(await db.prisma.event.findUnique({ where: { id: draft.id } })).toBeNull();
    expect(await db.prisma.event.findUnique({ where: { id: published.id } })).not.toBeNull();
    expect(await db.prisma.swipe.count({ where: { userId: ann.id } })).toBe(0);
  });
});

test('a fact that is delivered twice takes effect once', async () => {
  const ann = aViewer();
  const { id, version } = await world.anEvent({ status: 'PENDING_REVIEW' });
  const fact = decision({ eventId: id, eventVersion: version });
  const factId = crypto.randomUUID();
  for (let n = 0; n < 3; n++) await world.tell('curation.decided', id, fact, factId);
  const { event } = await world.run(ann, 'query ($id: ID!) { event(id: $id) { status version } }', { id });
  expect(event).toEqual({ status: 'PUBLISHED', version: version + 1 });
});
