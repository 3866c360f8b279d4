import { scalars } from '@marquee/platform';
import { aWorld, type World } from './kit';

/** A wrong value is a mistake of the client, in the document as in a variable (security F9, F20). */
describe('custom scalars whose rules the host knows', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(
      [
        {
          name: 'clock',
          sdl: `
            scalar DateTime scalar Long scalar Free
            type Query { at(time: DateTime, number: Long, free: Free, plan: Plan): String }
            input Plan { times: [DateTime!] = ["2027-01-01T00:00:00Z"] }
          `,
          resolvers: { Query: { at: () => 'then' } },
        },
      ],
      { scalars },
    );
  });
  afterAll(() => world.stop());
  beforeEach(() => void (world.subgraphs.clock!.received.length = 0));

  test.each([
    ['{ at(time: "tomorrow") }', 'DateTime must be an ISO 8601 time'],
    ['{ at(number: "5") }', 'Long must be a whole number'],
    ['{ at(number: 9007199254740993) }', 'Long must be a whole number'],
    ['{ at(plan: { times: ["2027-01-01T00:00:00Z", "never"] }) }', 'DateTime must be'],
    ['query ($time: DateTime = "tomorrow") { at(time: $time) }', 'DateTime must be'],
  ])('%s is refused before a subgraph is asked', async (query, message) => {
    const { status, errors, ...rest } = await world.ask(query);
    expect([status, 'data' in rest]).toEqual([400, false]);
    expect(errors).toEqual([
      {
        message: expect.stringContaining(message) as string,
        locations: expect.any(Array) as unknown,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(world.subgraphs.clock!.received).toEqual([]);
  });

  test('a wrong variable is an error of the request, under the name that the schema has', async () => {
    const query = 'query ($number: Long, $time: DateTime) { at(number: $number, time: $time) }';
    const { errors, ...rest } = await world.ask(query, { variables: { number: '5', time: '2027-02-30T00:00:00Z' } });
    expect('data' in rest).toBe(false);
    expect(errors!.map(({ message, extensions }) => [message.split('; ')[1]!.split(' must')[0], extensions!.code])).toEqual([
      ['Long', 'BAD_USER_INPUT'],
      ['DateTime', 'BAD_USER_INPUT'],
    ]);
    expect(world.subgraphs.clock!.received).toEqual([]);
  });

  test('right values arrive as they were written, and a scalar without a rule takes any', async () => {
    const query = 'query ($time: DateTime) { at(time: $time, number: -5, free: { a: [1] }, plan: { times: "2027-01-01T01:00:00+01:00" }) }';
    const variables = { time: '2027-01-01T01:00:00+01:00' };
    expect((await world.ask(query, { variables })).data).toEqual({ at: 'then' });
    expect(world.subgraphs.clock!.received[0]!.variables).toEqual(variables);
  });
});
