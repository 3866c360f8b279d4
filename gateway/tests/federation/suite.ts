import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { type ErrorCode, type SubgraphRequest } from '@marquee/platform';
import { SubgraphUnavailable } from '../../src/transport';
import { aWorld, compose, type World } from '../kit';
import { codeOf } from '../random/differences';
import { expectAgreement, expectRefusal } from './agreement';
import { answersOf, isSubscription } from './asking';
import { askOracle, nameTypes, plainSchema, type Question } from './oracle';
import { subgraphsOver, type Store } from './subgraphs';
import type { Supergraph } from './supergraph';

interface Circumstances {
  variables?: Record<string, unknown>;
  operationName?: string;
  /** Subgraphs that cannot be reached. */
  down?: readonly string[];
  /** The codes of the errors that the answer must have, each as often as it is told; none, unless said. */
  errors?: readonly ErrorCode[];
  /** The operation is refused as a whole, with this code, and no subgraph is asked. */
  refused?: ErrorCode;
  /** How many requests each subgraph must get, no more and no fewer; those not named must get none. */
  requests?: Readonly<Record<string, number>>;
  /** What a subgraph answers instead of what it should. */
  instead?: Readonly<Record<string, (request: SubgraphRequest) => unknown>>;
  /** The right answer, where one schema cannot tell it because it knows no borders between subgraphs. */
  answer?: FormattedExecutionResult | FormattedExecutionResult[];
}

/** What happens, what is asked, and under which circumstances. */
export type Case = readonly [title: string, query: string, circumstances?: Circumstances];

type Way = 'process' | 'http';

/**
 * One small supergraph and what is asked of it. Each answer of the gateway is held against the plain execution of the same operation on
 * one schema with the same data.
 */
export function federation(title: string, supergraph: Supergraph, cases: readonly Case[], ways: readonly Way[] = ['process']): void {
  describe.each(ways)(`${title}, with the subgraphs reached over %s`, (over) => {
    const store: Store = { data: {} };
    let world: World;
    let schema: GraphQLSchema;
    beforeAll(async () => {
      const plans = subgraphsOver(supergraph, store);
      schema = plainSchema(compose(plans));
      world = await aWorld(plans, { over });
    });
    afterAll(() => world?.stop());

    test.each(cases.map(([what, query, circumstances = {}]) => ({ what, query, circumstances })))(
      '$what',
      async ({ query, circumstances }) => {
        const { errors = [], refused, requests, instead = {}, answer, ...rest } = circumstances;
        const question: Question = { query, ...rest };
        const expected = answer ? [answer].flat() : await askOracle(supergraph, schema, question);
        store.data = supergraph.data();
        nameTypes(store.data);
        const restore = disturb(world, rest.down ?? [], instead);
        for (const subgraph of Object.values(world.subgraphs)) subgraph.received.length = 0;
        const answers = await answersOf(world, question).finally(restore);
        expect(answers).toHaveLength(expected.length);
        if (refused) {
          expectRefusal(answers[0]!, expected[0]!, refused);
          expect(requestsTo(world)).toEqual({});
          return;
        }
        // A mistake in the case itself would make both answers refusals, and so equal.
        if (!isSubscription(query)) expect(expected[0]).toHaveProperty('data');
        answers.forEach((given, index) => expectAgreement(given, expected[index]!));
        const codes = expected.flatMap((one) => (one.errors ?? []).map(codeOf));
        expect(codes.sort()).toEqual([...errors].sort());
        if (requests) expect(requestsTo(world)).toEqual(requests);
      },
    );
  });
}

/** Makes subgraphs fail until the function that it answers is called. */
function disturb(
  { subgraphs }: World,
  down: readonly string[],
  instead: Readonly<Record<string, (request: SubgraphRequest) => unknown>>,
): () => void {
  const undo = Object.entries(subgraphs).map(([name, subgraph]) => {
    const { execute } = subgraph;
    if (down.includes(name)) subgraph.execute = () => Promise.reject(new SubgraphUnavailable(name, 'it is down'));
    else if (instead[name]) subgraph.execute = (request) => Promise.resolve(instead[name]!(request) as never);
    return () => (subgraph.execute = execute);
  });
  return () => undo.forEach((one) => one());
}

function requestsTo({ subgraphs }: World): Record<string, number> {
  const asked = Object.entries(subgraphs).map(([name, { received }]) => [name, received.length] as const);
  return Object.fromEntries(asked.filter(([, count]) => count > 0));
}
