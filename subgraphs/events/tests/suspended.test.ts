import { aViewer, type Data } from '@marquee/platform/testing';
import { CreateEventDocument, ImportEventsDocument, SwipeDocument } from './generated/documents';
import { record } from './importing';
import { DAY, startWorld, type World, userOf } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

test('an account that is suspended changes nothing, until it is active again', async () => {
  const ann = aViewer();
  const { id } = await world.anEvent();
  const told = (version: number, active: boolean) => world.tell('user.updated', ann.id, { ...userOf(ann), version, active });
  const changes = async (): Promise<string[]> => {
    const later = (days: number) => new Date(world.clock.now().getTime() + days * DAY).toISOString();
    const draft = { title: 'Jazz', description: '', startsAt: later(1), endsAt: later(2), timezone: 'UTC', categorySlug: 'music' };
    const answers: Data[] = [
      await world.rsvp(ann, id, 'INTERESTED'),
      (await world.run(ann, SwipeDocument, { input: { eventId: id, direction: 'UP' } })).swipe,
      (await world.run(ann, CreateEventDocument, { input: draft })).createEvent,
      (await world.run(ann, ImportEventsDocument, { input: { jsonLd: JSON.stringify(record()) } })).importEvents,
    ];
    return answers.map(({ __typename }) => __typename as string);
  };
  await told(1, false);
  expect(await changes()).toEqual(['NotAllowed', 'NotAllowed', 'NotAllowed', 'NotAllowed']);
  expect(await world.counts(id)).toMatchObject({ version: 1, interested: 0 });
  await told(2, true);
  expect(await changes()).toEqual(['RsvpSuccess', 'SwipeSuccess', 'CreateEventSuccess', 'ImportEventsSuccess']);
});
