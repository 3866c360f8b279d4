import { parse } from 'graphql';
import { silentLogger } from '../logger';
import { allow } from '../rules';
import { callerFor } from '../testing/viewers';
import type { Caller } from '../viewer';
import { SubgraphExecutor } from './executor';
import { buildSchema } from './schema';

interface Context {
  caller: Caller;
  number: number;
}

describe('the context of a request to a subgraph', () => {
  let made = 0;
  const typeDefs = parse('type Query { context: Int! viewer: String } type Mutation { context: Int! }');
  const context = (_: unknown, __: unknown, { number }: Context) => number;
  const schema = buildSchema({
    typeDefs,
    resolvers: {
      Query: { context, viewer: (_: unknown, __: unknown, { caller }: Context) => caller.viewer?.id ?? null },
      Mutation: { context },
    },
    permissions: { Query: { context: allow, viewer: allow }, Mutation: { context: allow } },
  });
  const executor = () => new SubgraphExecutor<Context>(schema, (caller) => ({ caller, number: ++made }), silentLogger);
  const visitor = callerFor(null);
  const person = callerFor({ id: 'p', username: 'p', role: 'user', permissions: [], sessionId: 's' });
  beforeEach(() => (made = 0));

  test("is one for all parts of a client's query, and another for the next", async () => {
    const subgraph = executor();
    for (const expected of [1, 2]) {
      const contexts = new Map<object, unknown>();
      const parts = await Promise.all([1, 2].map(() => subgraph.execute({ query: '{ context }', caller: visitor, contexts })));
      const later = await subgraph.execute({ query: '{ context }', caller: visitor, contexts });
      expect([...parts, later].map(({ data }) => data)).toEqual([1, 2, 3].map(() => ({ context: expected })));
    }
  });

  test("is each subgraph's own", async () => {
    const contexts = new Map<object, unknown>();
    const answers = await Promise.all(
      [executor(), executor()].map((one) => one.execute({ query: '{ context }', caller: visitor, contexts })),
    );
    expect(answers.map(({ data }) => data)).toEqual([{ context: 1 }, { context: 2 }]);
  });

  test('is new for each request that comes alone', async () => {
    const subgraph = executor();
    const ask = () => subgraph.execute({ query: '{ context }', caller: visitor });
    expect([(await ask()).data, (await ask()).data]).toEqual([{ context: 1 }, { context: 2 }]);
  });

  test('is new for each mutation, whatever came with it', async () => {
    const subgraph = executor();
    const contexts = new Map<object, unknown>();
    const ask = (query: string) => subgraph.execute({ query, caller: visitor, contexts });
    expect([(await ask('{ context }')).data, (await ask('mutation { context }')).data]).toEqual([{ context: 1 }, { context: 2 }]);
  });

  test("is never another caller's", async () => {
    const subgraph = executor();
    const contexts = new Map<object, unknown>();
    const ask = (caller: Caller) => subgraph.execute({ query: '{ viewer }', caller, contexts });
    const answers = [await ask(person), await ask(visitor), await ask(person)];
    expect(answers.map(({ data }) => data)).toEqual([{ viewer: 'p' }, { viewer: null }, { viewer: 'p' }]);
  });
});
