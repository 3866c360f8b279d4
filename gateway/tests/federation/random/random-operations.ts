import fc, { type Arbitrary } from 'fast-check';
import { isCompositeType, OperationTypeNode, type GraphQLSchema } from 'graphql';
import { campaign, type CampaignOptions, type Tally } from '../../random/campaign';
import { writeOperation } from '../../random/document';
import { Generator } from '../../random/generator';
import { smaller } from '../../random/smaller';
import type { Wish } from '../../random/wishes';
import type { Supergraph } from '../supergraph';
import { Arena } from './arena';
import { ValuesOf } from './argument-values';
import { mishaps, type Mishap } from './mishaps';

interface Made {
  readonly kind: OperationTypeNode;
  readonly wish: Wish;
  readonly mishaps: readonly Mishap[];
}

const MUTATIONS = 4;

/** Random operations on one small supergraph: each answer as one plain schema gives it, whatever goes wrong in the resolvers. */
export async function randomOperations(supergraph: Supergraph, options: CampaignOptions): Promise<Tally> {
  const arena = await Arena.open(supergraph);
  const { schema } = arena;
  try {
    return await campaign(
      anything(schema, supergraph),
      async ({ kind, wish, mishaps: wrong }) => {
        const operation = writeOperation(schema, wish, kind);
        return { verdict: await arena.judge(operation, wrong), shown: arena.show(operation, wrong) };
      },
      smallerFor,
      options,
    );
  } finally {
    await arena.close();
  }
}

function anything(schema: GraphQLSchema, supergraph: Supergraph): Arbitrary<Made> {
  const roots = Object.values(OperationTypeNode).map((kind) => schema.getRootType(kind));
  const composite = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith('__'));
  const popular = composite.filter((type) => !roots.slice(1).includes(type as never)).map(({ name }) => name);
  // Aliases that are names of fields are what confuses plans.
  const fields = composite.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : []));
  const generator = new Generator(schema, new ValuesOf(supergraph.data()), {
    popular,
    aliases: [...new Set(fields)],
    plainNames: 3,
    unconditional: 6,
  });
  const [, mutation, subscription] = roots;
  const kinds: { weight: number; arbitrary: Arbitrary<[OperationTypeNode, Wish]> }[] = [
    { weight: 6, arbitrary: fc.tuple(fc.constant(OperationTypeNode.QUERY), generator.queries()) },
  ];
  if (mutation) {
    const wishes = generator.mutations(Object.keys(mutation.getFields()), MUTATIONS);
    kinds.push({ weight: 4, arbitrary: fc.tuple(fc.constant(OperationTypeNode.MUTATION), wishes) });
  }
  if (subscription) kinds.push({ weight: 4, arbitrary: fc.tuple(fc.constant(OperationTypeNode.SUBSCRIPTION), generator.subscriptions()) });
  return fc.tuple(fc.oneof(...kinds), mishaps).map(([[kind, wish], wrong]) => ({ kind, wish, mishaps: wrong }));
}

function* smallerFor(made: Made): Iterable<Made> {
  for (const index of made.mishaps.keys()) yield { ...made, mishaps: made.mishaps.toSpliced(index, 1) };
  for (const wish of smaller(made.wish)) yield { ...made, wish };
}
