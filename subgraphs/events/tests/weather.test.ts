import type { IncomingMessage } from 'node:http';
import { startPublishing, type Publisher } from './publishing';
import { sqlOn } from './sql';
import { HOUR, startWorld, type World } from './world';

const PATH = '/v1/forecast';
let web: Publisher;
let world: World;
beforeAll(async () => {
  web = await startPublishing();
  world = await startWorld({ settings: { WEATHER_API: web.at('').replace(/\/$/, '') } });
});
beforeEach(() => sqlOn(world)('DELETE FROM events'));

const QUERY =
  'query ($id: ID!) { event(id: $id) { forecast { condition temperatureCelsius precipitationProbability windSpeedKmh fetchedAt } } }';
const forecastOf = async (id: string) => (await world.run(null, QUERY, { id })).event.forecast as Record<string, unknown> | null;
const place = (latitude = 43.65) => ({ venue: { name: `Park ${latitude}`, latitude, longitude: -79.38 } });
const outdoors = async (parts: object = {}): Promise<string> => {
  const startsAt = new Date(world.clock.now().getTime() + 48 * HOUR);
  const endsAt = new Date(startsAt.getTime() + HOUR).toISOString();
  const { id } = await world.anEvent({ startsAt: startsAt.toISOString(), endsAt, ...place(), ...parts } as never);
  await sqlOn(world)(`UPDATE events SET outdoors = true WHERE id = '${id}'`);
  return id;
};
const telling =
  (code: number, temperature: number | null = 4.5) =>
  (request: IncomingMessage) => {
    const query = new URL(request.url!, 'http://x').searchParams;
    const hourly = {
      time: [query.get('start_hour')],
      temperature_2m: [temperature],
      precipitation_probability: [70],
      wind_speed_10m: [18.2],
      weather_code: [code],
    };
    return { body: JSON.stringify({ hourly }) };
  };
const asked = () => web.asked(PATH).length;
const fetchAll = () => world.subgraph.runJob('fetch-forecasts');

test('an outdoor event that is near has a forecast, with when it was fetched; a query asks nobody (E22)', async () => {
  web.publish(PATH, telling(61));
  const [one, other, far] = [await outdoors(), await outdoors(), await outdoors(place(45))];
  const { id: indoors } = await world.anEvent({ ...place() } as never);
  expect(await forecastOf(one)).toBeNull();
  const before = asked();
  await fetchAll();
  // Two at one place and hour share a question.
  expect(asked() - before).toBe(2);
  const query = new URL(web.asked(PATH).at(-1)!.url!, 'http://x').searchParams;
  expect([query.get('timezone'), query.get('longitude')]).toEqual(['UTC', '-79.4']);
  expect(await forecastOf(one)).toEqual({
    condition: 'RAIN',
    temperatureCelsius: 4.5,
    precipitationProbability: 70,
    windSpeedKmh: 18.2,
    fetchedAt: world.clock.now().toISOString(),
  });
  expect([await forecastOf(other), await forecastOf(far), await forecastOf(indoors)]).toEqual([expect.anything(), expect.anything(), null]);
  expect(asked() - before).toBe(2);
  await fetchAll();
  expect(asked() - before).toBe(2);
  world.clock.advance(4 * HOUR);
  web.publish(PATH, telling(0, 9));
  await fetchAll();
  expect(await forecastOf(one)).toMatchObject({ condition: 'CLEAR', temperatureCelsius: 9 });
});

test('one that was put off has none before it is asked for anew; an old one is not shown', async () => {
  web.publish(PATH, telling(3));
  const id = await outdoors();
  await fetchAll();
  await sqlOn(world)(
    `UPDATE events SET starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' WHERE id = '${id}'`,
  );
  expect(await forecastOf(id)).toBeNull();
  await fetchAll();
  expect(await forecastOf(id)).toMatchObject({ condition: 'CLOUDY' });
  web.publish(PATH, { status: 500 });
  world.clock.advance(25 * HOUR);
  await fetchAll();
  expect(await forecastOf(id)).toBeNull();
});

test.each([
  [{ status: 429 }, 1],
  [{ status: 503 }, 1],
  [{ status: 400 }, 2],
  [{ body: 'no JSON' }, 2],
  [{ body: '{"hourly":{"time":[]}}' }, 2],
])('%j harms nobody: what was known stays, and who is busy is left alone', async (answer, questions) => {
  web.publish(PATH, telling(95));
  const [id] = [await outdoors(), await outdoors(place(45))];
  await fetchAll();
  world.clock.advance(4 * HOUR);
  web.publish(PATH, answer);
  const before = asked();
  await fetchAll();
  expect(asked() - before).toBe(questions);
  expect(await forecastOf(id)).toMatchObject({ condition: 'THUNDERSTORM' });
});

test('without somebody to ask there is none', async () => {
  const other = await startWorld();
  await other.subgraph.runJob('fetch-forecasts');
  const { id } = await other.anEvent({ outdoors: true } as never);
  expect((await other.run(null, QUERY, { id })).event.forecast).toBeNull();
});
