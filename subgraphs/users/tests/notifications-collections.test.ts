import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { NotificationsDocument } from './generated/documents';
import { signUp, startWorld, type Person, type World } from './world';

describe('what is told of collections and of appeals', () => {
  let world: World;
  let ada: Person;
  let other: Person;
  const list = async (person: Person) => (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes;
  const base = () => ({ collectionId: randomUUID(), version: 3, slug: 'quiet-nights', title: 'Quiet nights' });
  const events = [
    { eventId: randomUUID(), title: 'Jazz by the lake' },
    { eventId: randomUUID(), title: 'Jazz at noon' },
  ];

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
    other = await signUp(world);
  });

  it('somebody who is asked to look after a collection hears by whom, and of which share (A11)', async () => {
    const payload = { ...base(), userId: ada.id, inviterId: other.id, sharePercent: 30 };
    for (let n = 0; n < 2; n++) await world.tell('collection.invited', payload.collectionId, payload);
    const told = await list(ada);
    expect(told).toMatchObject([{ type: 'COLLECTION_INVITED', target: null }]);
    expect(told[0]!.title).toContain('“Quiet nights”');
    expect(told[0]!.body).toContain('30 %');
    expect(await list(other)).toEqual([]);
  });

  it.each([
    ['APPROVED', '“Quiet nights” is published'],
    ['CHANGES_REQUESTED', '“Quiet nights” needs changes'],
    ['REJECTED', '“Quiet nights” was refused'],
  ] as const)('those who look after one that is %s hear of it, with what was written to them', async (outcome, title) => {
    const decided = {
      outcome,
      published: false,
      curatorIds: [ada.id, other.id],
      decidedById: randomUUID(),
      decidedAt: '2026-11-21T12:00:00.000Z',
    };
    const payload = { ...base(), ...decided, notes: 'Say more.' };
    await world.tell('collection.decided', payload.collectionId, payload);
    for (const person of [ada, other])
      expect(await list(person)).toMatchObject([{ type: 'COLLECTION_DECIDED', title, body: 'The curator writes: Say more.' }]);
  });

  it('those who follow one hear what is new, and what is unread is replaced by the next', async () => {
    const { version: _, ...one } = base();
    const grew = (found: Topics['collection.grew']['events'], userIds: string[]) =>
      world.tell('collection.grew', one.collectionId, {
        ...{ ...one, tellingId: randomUUID(), part: 0, version: 1, count: found.length, events: found, userIds },
      });
    await grew(events, [ada.id]);
    expect(await list(ada)).toMatchObject([{ type: 'COLLECTION_GREW', title: '2 new events in “Quiet nights”', target: null }]);
    await grew(events.slice(1), [ada.id]);
    expect(await list(ada)).toMatchObject([{ title: 'Jazz at noon is new in “Quiet nights”', target: { id: events[1]!.eventId } }]);
    expect(await list(other)).toEqual([]);
  });

  it('an author hears that a decision stands; of what is back they hear by the decision that puts it back (C32)', async () => {
    const appealed = (outcome: 'UPHELD' | 'REVERSED') => {
      const subjectId = randomUUID();
      return world.tell('case.appeal_decided', subjectId, {
        ...{ caseId: randomUUID(), version: 5, kind: 'MESSAGE' as const, subjectId, authorId: ada.id, outcome },
        ...{ curatorId: other.id, notes: 'It was unkind.', decidedAt: '2026-11-21T12:00:00.000Z' },
      });
    };
    await appealed('REVERSED');
    expect(await list(ada)).toEqual([]);
    await appealed('UPHELD');
    expect(await list(ada)).toMatchObject([{ type: 'CONTENT_APPEAL_UPHELD', title: 'Your appeal was not granted', target: null }]);
    expect((await list(ada))[0]!.body).toContain('your message');
  });
});
