import { createBus, DEEDS, silentLogger, type DeedsPush } from '@marquee/platform';
import { afterTests, eventually } from '@marquee/platform/testing';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type SubgraphPlan } from './kit';

const plan: SubgraphPlan = {
  name: 'keeper',
  sdl: `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
      @link(url: "https://specs.marquee.dev/limits/v1.0", import: ["@signsOut", "@unprompted"])
      @composeDirective(name: "@signsOut")
      @composeDirective(name: "@unprompted")
    directive @signsOut on FIELD_DEFINITION
    directive @unprompted on FIELD_DEFINITION
    type Query { here: Boolean }
    type Mutation { write: Boolean beat: Boolean @unprompted leave: Boolean @signsOut }
  `,
  resolvers: { Query: { here: () => true }, Mutation: { write: () => true, beat: () => true, leave: () => true } },
};

test('queries and mutations tell once that their person does something; signs of life, signing out, visitors and what is refused do not', async () => {
  const issuer = await anIssuer();
  const bus = await createBus({ logger: silentLogger });
  const world = await aWorld([plan], { tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE }, bus });
  afterTests(async () => {
    await world.stop();
    await bus.close();
  });
  const told: string[] = [];
  await bus.listen(DEEDS, ({ deeds }: DeedsPush) => void told.push(...deeds.map(({ sessionId }) => sessionId)));
  const ask = async (sessionId: string, query: string) => world.ask(query, { token: await issuer.token({ sessionId }) });
  await world.ask('{ here }');
  for (const [sessionId, query] of [
    ['beats', 'mutation { beat again: beat }'],
    ['leaves', 'mutation { leave }'],
    ['is wrong', '{ there }'],
    ['reads', '{ here }'],
    ['reads', '{ here }'],
    ['writes', 'mutation { beat write }'],
  ] as const)
    await ask(sessionId, query);
  await eventually(() => expect(told).toContain('writes'));
  expect(told).toEqual(['reads', 'writes']);
});
