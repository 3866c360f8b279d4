import { start, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await start();
});

test('an event is created, submitted and approved', async () => {
  const event = await world.anEvent({ title: 'Jazz' });
  const { event: seen } = await world.run(null, 'query ($id: ID!) { event(id: $id) { title status version } }', { id: event.id });
  expect(seen).toEqual({ title: 'Jazz', status: 'PUBLISHED', version: 3 });
});
