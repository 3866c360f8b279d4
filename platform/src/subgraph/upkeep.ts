import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { id, idempotencyKey } from '../input';
import { type Changing, DEAD_LETTER, republish, wantReplay, type DeadLetter, type WhichDeadLetters } from '../outbox';
import { Keyset, type Connection, type PageArguments } from '../pagination';
import { hasRole, type Permissions } from '../rules';
import { mutations } from './mutation';
import type { RequestContext } from './request-context';
import type { ResolverMap } from './schema';
import type { AnyKept, Step } from './step';

/*
 * What every subgraph offers administrators for its dead letters and its facts, the same in all; an operator at the machine has
 * `npm run facts`. What they do is logged with who did it.
 */

type Context = RequestContext<AnyKept, object, unknown>;

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);

/** The fields of one subgraph: schema/upkeep.graphql, with its name in theirs. */
export const upkeepSdl = (name: string): string =>
  readFileSync(require.resolve('@marquee/schema/upkeep.graphql'), 'utf8')
    .replaceAll('Subgraph', capital(name))
    .replaceAll(/\bsubgraph(?=[A-Z])/g, name);

export const upkeepPermissions = (name: string): Permissions => {
  const admin = hasRole('admin');
  return {
    Query: { [`${name}DeadLetters`]: admin },
    Mutation: { [`replay${capital(name)}DeadLetters`]: admin, [`republish${capital(name)}Facts`]: admin },
    DeadLetter: admin,
  };
};

export function upkeepResolvers(name: string): ResolverMap {
  const [replay, republishing] = [`replay${capital(name)}DeadLetters`, `republish${capital(name)}Facts`];
  const mutation = mutations<Context>();
  return {
    Query: {
      [`${name}DeadLetters`]: (_: unknown, args: PageArguments & { topic?: string | null }, { kept }: Context) => deadLettersOf(kept, args),
    },
    Mutation: {
      [replay]: mutation(`${capital(replay)}Success`, replayInput, async ({ idempotencyKey: key, ...which }, ctx) => ({
        wantedCount: await ctx.change(replay, { ...which, idempotencyKey: key }, async (step) => {
          const count = await wantReplay(changing(step), chosen(which));
          note(ctx, step, `${count} dead letters are replayed`, which);
          return count;
        }),
      })),
      [republishing]: mutation(
        `${capital(republishing)}Success`,
        ({ kept }) => republishInput(kept.clock.now()),
        async (input, ctx) => ({
          factCount: await ctx.change(republishing, input, async (step) => {
            const { topic, since } = input;
            const count = await republish(changing(step), { topic, since });
            note(ctx, step, `${count} facts are published again`, { topic, since });
            return count;
          }),
        }),
      ),
    },
  };
}

const topic = () =>
  z
    .string()
    .regex(/^[a-z_]+(\.[a-z_]+)*$/, 'must be the name of a topic, such as event.changed')
    .max(100);

const replayInput = z
  .object({
    ids: z.array(id()).min(1, 'must name at least one').max(100, 'must name at most 100').nullish(),
    topic: topic().nullish(),
    all: z.boolean().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ ids, topic, all }) => [ids, topic, all || null].filter((one) => one != null).length === 1, {
    path: ['ids'],
    error: 'pass one of ids, topic and all',
  });

const republishInput = (now: Date) =>
  z.object({
    topic: topic(),
    since: z.date().max(now, 'must not be in the future'),
    idempotencyKey: idempotencyKey(),
  });

const chosen = ({ ids, topic }: { ids?: string[] | null | undefined; topic?: string | null | undefined }): WhichDeadLetters =>
  ids ? { ids } : topic != null ? { topic } : 'all';

const oldestFirst = new Keyset('deadLetters', { failedAt: 'time', id: 'id' }, 'least first');

async function deadLettersOf(
  { db }: AnyKept,
  { topic = null, ...args }: PageArguments & { topic?: string | null },
): Promise<Connection<DeadLetter>> {
  const page = oldestFirst.page(args, { of: topic ?? 'all' });
  const { condition, order, values } = oldestFirst.sql(page, { failedAt: 'failed_at', id: 'id' }, 3);
  const list = 'replayed_at IS NULL AND ($1::text IS NULL OR topic = $1)';
  const { rows } = await db.pool.query<DeadLetter>(
    `SELECT ${DEAD_LETTER} FROM dead_letters WHERE ${list} AND ${condition} ORDER BY ${order} LIMIT $2`,
    [topic, page.limit + 1, ...values],
  );
  const totalCount = async () =>
    (await db.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM dead_letters WHERE ${list}`, [topic])).rows[0]!.count;
  return oldestFirst.connection(rows, page, { totalCount });
}

/** What changes rows in this step's transaction. */
const changing = ({ tx }: Step<AnyKept, unknown>): Changing => ({
  query: async (text, values = []) => ({
    rowCount: await (tx as unknown as { $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number> }).$executeRawUnsafe(
      text,
      ...values,
    ),
  }),
});

function note(ctx: Context, { logger, after }: Step<AnyKept, unknown>, what: string, which: object): void {
  after(() => logger.info({ userId: ctx.viewer.id, ...which }, what));
}
