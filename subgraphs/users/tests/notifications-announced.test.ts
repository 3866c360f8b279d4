import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { NotificationsDocument } from './generated/documents';
import { signUp, startWorld, type Person, type World } from './world';

describe('what the team of an event tells its guests', () => {
  let world: World;
  const list = async (person: Person) => (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes;
  beforeAll(async () => {
    world = await startWorld();
  });

  it('is a notification for each whom a part names, once, with its words on one line', async () => {
    const [ada, bea, cleo] = [await signUp(world), await signUp(world), await signUp(world)];
    const eventId = randomUUID();
    const fact: Topics['event.announced'] = {
      ...{ announcementId: randomUUID(), part: 0, version: 1, eventId, eventTitle: 'Lantern walk', authorId: cleo.id },
      ...{ text: 'Bring a coat.\nAnd a light.', userIds: [ada.id] },
    };
    for (let n = 0; n < 2; n++) await world.tell('event.announced', eventId, fact);
    await world.tell('event.announced', eventId, { ...fact, part: 1, userIds: [bea.id, randomUUID()] });
    const expected = {
      type: 'EVENT_ANNOUNCED',
      title: 'News of Lantern walk',
      body: 'Bring a coat. And a light.',
      target: expect.objectContaining({ __typename: 'Event', id: eventId }) as object,
    };
    for (const guest of [ada, bea]) expect(await list(guest)).toEqual([expect.objectContaining(expected)]);
    expect(await list(cleo)).toEqual([]);
  });

  it('is another notification each time', async () => {
    const ada = await signUp(world);
    const eventId = randomUUID();
    const fact = { part: 0, version: 1, eventId, eventTitle: 'Lantern walk', authorId: randomUUID(), userIds: [ada.id] };
    for (const text of ['One', 'Two']) await world.tell('event.announced', eventId, { ...fact, announcementId: randomUUID(), text });
    expect((await list(ada)).map(({ body }) => body).sort()).toEqual(['One', 'Two']);
  });
});
