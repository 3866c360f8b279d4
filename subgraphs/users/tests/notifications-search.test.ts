import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { NotificationsDocument } from './generated/documents';
import { signUp, startWorld, type Person, type World } from './world';

describe('the notification of what a saved search has found', () => {
  let world: World;
  let ada: Person;
  const list = async (person: Person) => (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes;
  const events = [
    { eventId: randomUUID(), title: 'Jazz by the lake' },
    { eventId: randomUUID(), title: 'Jazz at noon' },
  ];
  const matched = (lookId: string, version: number, found: Topics['search.matched']['events'], count = found.length) =>
    world.tell('search.matched', lookId, { lookId, version, searchId: randomUUID(), userId: ada.id, name: 'Jazz', count, events: found });

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
  });

  it('names the event where it is one, and the next one of many; to its person alone', async () => {
    const other = await signUp(world);
    await matched(randomUUID(), 1, events, 12);
    await matched(randomUUID(), 1, events.slice(1));
    const told = await list(ada);
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'SEARCH_MATCHED',
          title: '12 new events in “Jazz”',
          body: 'The next one is Jazz by the lake.',
          target: null,
        }),
        expect.objectContaining({
          title: 'Jazz at noon is new in “Jazz”',
          body: 'It has just come on show.',
          target: expect.objectContaining({ id: events[1]!.eventId }),
        }),
      ]),
    );
    expect(await list(other)).toEqual([]);
  });

  it('is told once, corrected where something is gone, and withdrawn when nothing is left', async () => {
    const lookId = randomUUID();
    for (let n = 0; n < 2; n++) await matched(lookId, 1, events);
    const [told, ...more] = await list(ada);
    expect([told!.title, more]).toEqual(['2 new events in “Jazz”', []]);
    await matched(lookId, 2, events.slice(1));
    expect(await list(ada)).toEqual([expect.objectContaining({ id: told!.id, title: 'Jazz at noon is new in “Jazz”' })]);
    await matched(lookId, 3, []);
    expect(await list(ada)).toEqual([]);
  });

  it('is not told anew by a correction of what was withdrawn or read', async () => {
    await matched(randomUUID(), 2, events);
    expect(await list(ada)).toEqual([]);
  });
});
