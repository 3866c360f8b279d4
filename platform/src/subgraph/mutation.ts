import type { z } from '../env';
import { settle } from '../errors';
import { parseInput } from '../input';
import type { SubgraphMeter } from '../watching';

/** A context whose subgraph counts what became of its mutations. */
interface Counting {
  readonly kept?: { readonly meter?: Pick<SubgraphMeter, 'mutations'> };
}

/**
 * How a subgraph declares the resolver of a mutation: the success type, the schema of its input, and the work. The input is parsed here,
 * at the border, and nowhere else; a refusal thrown below becomes a value of the result union. A missing input is an empty one. A schema
 * that depends on the clock or a setting is a function of the context.
 *
 * @example swipe: mutation('SwipeSuccess', swipeInput, async (input, { services }) => ({ event: await services.swipes.swipe(input) }))
 */
export const mutations =
  <Context extends Counting>() =>
  <Name extends string, Schema extends z.ZodType, Fields extends object>(
    success: Name,
    schema: Schema | ((context: Context) => Schema),
    work: (input: z.output<Schema>, context: Context) => Promise<Fields>,
  ) =>
  async (_source: unknown, args: { input?: unknown }, context: Context): Promise<Fields & { __typename: Name }> => {
    let outcome = 'error';
    try {
      const result = await settle(async () => {
        const input = parseInput(typeof schema === 'function' ? schema(context) : schema, args.input ?? {});
        return { __typename: success, ...(await work(input, context)) };
      });
      outcome = result.__typename === success ? 'success' : result.__typename;
      return result;
    } finally {
      context.kept?.meter?.mutations.with(success.replace(/Success$/, ''), outcome).add();
    }
  };
