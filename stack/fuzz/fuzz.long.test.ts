import type { Tally } from '../../gateway/tests/random/campaign';
import { runningStack } from '../journeys/running-stack';
import { mutations, queries, spoiltRequests } from './campaigns';
import type { Client, Received } from './client';
import { PausableClock } from './clock';
import { oddInputs, placesOf } from './inputs';
import { fuzzedGateway, worldOf, type World } from './world';

/** A short form of `npm run fuzz:gateway`, always the same operations. */
describe('random operations over the real product', () => {
  let world: World;

  beforeAll(async () => {
    const clock = new PausableClock();
    const settings = { DEMO: 'true', DEMO_PEOPLE: '30', DEMO_EVENTS: '40', LOG_LEVEL: 'fatal' };
    const { stack } = await runningStack(settings, { clock, gateway: fuzzedGateway });
    world = await worldOf(stack, clock);
  }, 180_000);

  afterAll(() => world?.stop());

  const found = ({ findings }: Tally) => findings.map(({ fault, shown }) => `${fault.kind}: ${fault.detail}\n${shown}`);

  test('queries are answered as stock does, or as the oracle does where stock is wrong', async () => {
    const tally = await queries(world, { seed: 7, from: 0, operations: 1_000 });
    expect(found(tally)).toEqual([]);
    // The comparison is worth something: most are compared with stock, over several subgraphs, with values in them.
    expect(tally.kinds.get('as stock')).toBeGreaterThan(160);
    expect(tally.acrossSubgraphs).toBeGreaterThan(70);
    expect(tally.values).toBeGreaterThan(1_500);
  }, 240_000);

  test('requests that are spoilt break nothing and learn nothing', async () => {
    expect(found(await spoiltRequests(world, { seed: 7, from: 0, operations: 100 }))).toEqual([]);
  }, 60_000);

  test('an answer that is wrong in one value is found, and shown with little around it', async () => {
    const wrong = Object.create(world.client) as Client;
    wrong.send = async (...sent) => spoilt(await world.client.send(...sent));
    const { findings } = await queries({ ...world, client: wrong }, { seed: 7, from: 0, operations: 12 });
    expect(findings.map(({ fault }) => fault.kind)).toContain('different');
    expect(findings[0]!.shown.split('\n').length).toBeLessThan(12);
  }, 60_000);

  test('no input is a fault of ours, whatever stands where', async () => {
    const { findings, tried } = await oddInputs(world, { seed: 7, from: 0, operations: placesOf(world.schema).length });
    expect(tried).toBeGreaterThan(300);
    expect(findings).toEqual([]);
  }, 180_000);

  test('control: a fault of ours, at one place of hundreds, is found, and shown with its request', async () => {
    const wrong = Object.create(world.client) as Client;
    const fault = { errors: [{ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
    wrong.sendBody = async (body, headers) => {
      const received = await world.client.sendBody(body, headers);
      return body.includes('createVenue') ? { ...received, text: JSON.stringify(fault), answer: fault } : received;
    };
    const { findings } = await oddInputs({ ...world, client: wrong }, { seed: 7, from: 0, operations: placesOf(world.schema).length });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every(({ shown }) => shown.includes('createVenue'))).toBe(true);
  }, 180_000);

  // The last, because mutations change the world.
  test('mutations are answered with what was asked for and nothing else', async () => {
    expect(found(await mutations(world, { seed: 7, from: 0, operations: 60 }))).toEqual([]);
  }, 60_000);
});

/** The answer with a number or a text changed, if it has one. */
function spoilt({ status, text }: Received): Received {
  const changed = text.replace(/:(?:\d+|true|false)|(?<=:"[^"]*)[a-z0-9](?=")/, (value) =>
    value === ':true' ? ':false' : value === ':false' ? ':true' : value.startsWith(':') ? `:1${value.slice(1)}` : '~',
  );
  return { status, text: changed, answer: JSON.parse(changed) as Received['answer'] };
}
