import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Envelope } from '../bus';
import { CopyComparison, MAY_TAKE_MS, type CopiesOf } from '../copies';
import type { Database, TransactionOptions } from '../db';
import type { z } from '../env';
import { HeavyThread } from '../heavy';
import type { Job as ScheduledJob } from '../jobs';
import type { LiveStart } from '../live';
import type { Logger } from '../logger';
import { BULK, type FactHandlers, type RawSql } from '../outbox';
import { LateOperations, LateReads, Replica } from '../replica';
import { byField, type Permissions } from '../rules';
import { untraced } from '../tracing';
import type { Caller } from '../viewer';
import { atMostEvery, countedCache, SubgraphMeter, type BusinessNumber } from '../watching';
import { Workers, type LongWork } from '../work';
import { assemble } from './assemble';
import type { PublicHandlers } from './public-route';
import { RequestContext, type RequestParts } from './request-context';
import { buildSchema, mergeResolvers, type ResolverMap } from './schema';
import { readTypeDefs } from './sdl';
import { stepIn, takeStep, type AnyKept, type Basics, type Step, type TxOf } from './step';
import type { Runtime, Subgraph, SubgraphModule } from './subgraph';
import { upkeepPermissions, upkeepResolvers, upkeepSdl } from './upkeep';

/** Takes in one fact of another subgraph, in the transaction of its inbox row. What it throws rolls back all it did, and the fact comes again. */
export type HandlerOf<Payload, S> = (fact: Envelope<Payload>, step: S) => Promise<void>;

/** The handlers of a subgraph by topic. */
export type HandlersOf<Topics, S> = { [Topic in keyof Topics]?: HandlerOf<Topics[Topic], S> };

/** Work that is due again and again. It must be safe to run twice, and goes on where a crash left it. */
export interface RecurringJob<K, S> {
  readonly name: string;
  readonly everyMs: number | ((kept: K) => number);
  run(turn: JobTurn<K, S>): Promise<unknown>;
}

/** One run of a job. */
export interface JobTurn<K, S> {
  readonly kept: K;
  /** Opens a transaction and does one step in it; its cause is `job:<name>`. */
  change<T>(work: (step: S) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Another job of this subgraph has something to do now. It does not wait for its interval; where jobs run when a test asks for them, nothing happens. */
  wake(job: string): void;
}

/** What a subgraph is made of; index.ts of each names these parts and nothing else. */
export interface SubgraphDefinition<
  Shape extends z.ZodRawShape,
  Client extends RawSql,
  K extends Basics<Client, z.infer<z.ZodObject<Shape>>>,
  Loaders extends object,
  Topics,
  Context,
> extends RequestParts<K, Loaders, Context> {
  readonly name: string;
  /** The package's directory: holds src/modules with the SDL, prisma/schema.prisma and prisma/migrations. */
  readonly directory: string;
  /** Settings of its own, read from the environment by the process that runs it. */
  readonly settings: Shape;
  /** What is wrong with settings that are right each by itself, `NAME: what is wrong` each: told before anything is started. */
  faultsOf?(settings: Partial<z.infer<z.ZodObject<Shape>>>): readonly string[];
  openDatabase(url: string, logger: Logger): Database<Client>;
  /** Makes what lives as long as the process, and what must be there before the first request. */
  keep(basics: Basics<Client, z.infer<z.ZodObject<Shape>>>): K | Promise<K>;
  readonly resolvers: ResolverMap;
  readonly permissions: Permissions;
  readonly handlers: HandlersOf<Topics, Step<K, Topics>>;
  /** What it keeps of others, and others of it: compared every night. */
  readonly copies: CopiesOf<Step<K, Topics>>;
  readonly jobs: readonly RecurringJob<K, Step<K, Topics>>[];
  /** Its kinds of long work; a subgraph with some has the table of platform/sql/long-work.sql. */
  readonly works?: readonly LongWork<K, Step<K, Topics>>[];
  /** How its business stands, for who watches it. */
  readonly numbers?: readonly BusinessNumber[];
  /** Plain HTTP resources beside GraphQL, by path. */
  resources?(kept: K): Record<string, () => Promise<unknown>>;
  /** What it answers at public addresses beside GraphQL. `contextFor`: what its services are had by, for one request. */
  publicHandlers?(kept: K, contextFor: (caller: Caller) => Context): PublicHandlers;
}

/** A subgraph that can be made again with other parts: tests put a slower job, another processor or a database without locks in. */
export interface DefinedSubgraph<Shape extends z.ZodRawShape, Definition> extends SubgraphModule<Shape> {
  with(parts: Partial<Definition>): DefinedSubgraph<Shape, Definition>;
}

/** Makes a subgraph of its parts: schema, database, outbox relay, consumers and jobs are started the same way for all. */
export function defineSubgraph<
  Shape extends z.ZodRawShape,
  Client extends RawSql,
  K extends Basics<Client, z.infer<z.ZodObject<Shape>>>,
  Loaders extends object,
  Topics,
  Context,
>(
  definition: SubgraphDefinition<Shape, Client, K, Loaders, Topics, Context>,
  schema: () => GraphQLSchema = builtOnce(definition),
): DefinedSubgraph<Shape, SubgraphDefinition<Shape, Client, K, Loaders, Topics, Context>> {
  const { name, directory, settings } = definition;
  return {
    name,
    directory,
    settings,
    ...(definition.faultsOf ? { faultsOf: definition.faultsOf } : {}),
    schema,
    start: (runtime) => start(definition, runtime, schema()),
    with: (parts) => defineSubgraph({ ...definition, ...parts }, parts.resolvers || parts.permissions ? undefined : schema),
  };
}

/** The schema holds nothing of a run: it is built once, however often the subgraph is started, and shared by those with other parts. */
function builtOnce({ name, directory, ...own }: { name: string; directory: string; resolvers: ResolverMap; permissions: Permissions }) {
  let built: GraphQLSchema | undefined;
  return () =>
    (built ??= buildSchema({
      typeDefs: readTypeDefs(join(directory, 'src/modules'), upkeepSdl(name)),
      resolvers: mergeResolvers(own.resolvers, upkeepResolvers(name)),
      permissions: withUpkeep(own.permissions, upkeepPermissions(name)),
    }));
}

const withUpkeep = (own: Permissions, upkeep: Permissions): Permissions => ({
  ...own,
  ...Object.fromEntries(Object.entries(upkeep).map(([type, rules]) => [type, { ...byField(own[type]), ...byField(rules) }])),
});

async function start<
  Shape extends z.ZodRawShape,
  Client extends RawSql,
  K extends Basics<Client, z.infer<z.ZodObject<Shape>>>,
  Loaders extends object,
  Topics,
  Context,
>(
  definition: SubgraphDefinition<Shape, Client, K, Loaders, Topics, Context>,
  runtime: Runtime<z.infer<z.ZodObject<Shape>>>,
  schema: GraphQLSchema,
): Promise<Subgraph> {
  const { name, handlers, copies, jobs, works = [], numbers = [], resources, publicHandlers } = definition;
  const db = definition.openDatabase(runtime.databaseUrl, runtime.logger);
  const heavy = new HeavyThread();
  const meter = new SubgraphMeter(name);
  const replica = runtime.replica && openReplica(definition, runtime, runtime.replica, db);
  db.statements.tracer = runtime.tracer === untraced ? undefined : runtime.tracer;
  try {
    const kept = await definition.keep({ ...runtime, cache: countedCache(runtime.cache, meter), db, heavy, meter });
    const comparison = new CopyComparison({ name, copies: copies as never, handlers: handlers as never, logger: runtime.logger });
    comparison.register(meter);
    const parts = definition as unknown as RequestParts<K & AnyKept, Loaders, never>;
    const contextFor = (caller: Caller, live?: LiveStart) =>
      new RequestContext<K & AnyKept, Loaders, Topics>(parts, kept as K & AnyKept, caller, live);
    // What lives as long as the process goes on reading at home; what a request asks by itself is asked there.
    const fromReplica = replica && ({ ...kept, db: replica.db } as K & AnyKept);
    await replica?.start();
    const late =
      replica &&
      new LateReads({
        operations: new LateOperations(schema, readTypeDefs(join(definition.directory, 'src/modules'))),
        replica,
        maxLagMs: runtime.replica!.maxLagMs,
        cache: runtime.cache,
        areTogether: atMostEvery(TOGETHER_EVERY_MS, () => runtime.bus.healthy()),
        contextFor: (caller) => new RequestContext<K & AnyKept, Loaders, Topics>(parts, fromReplica!, caller),
        meter,
      });
    return await assemble({
      name,
      runtime,
      db: kept.db,
      heavy: kept.heavy,
      schema,
      createContext: contextFor,
      replica,
      late,
      handlers: consumerHandlers<K & AnyKept, Topics>(kept as K & AnyKept, { ...handlers, ...comparison.handlers } as never) as never,
      handlingMs: (topic) => (topic in comparison.handlers ? MAY_TAKE_MS : undefined),
      jobs: [...jobs, compareCopies(comparison)].map((job) => scheduled<K & AnyKept, Topics>(kept as K & AnyKept, job as never)),
      meter,
      numbers,
      ...(works.length > 0
        ? {
            works: { names: works.map((work) => work.name), workers: workersFor<K & AnyKept, Topics>(kept as K & AnyKept, works as never) },
          }
        : {}),
      ...(resources ? { resources: resources(kept) } : {}),
      ...(publicHandlers ? { publicHandlers: publicHandlers(kept, (caller) => contextFor(caller) as Context) } : {}),
    });
  } catch (error) {
    await replica?.stop();
    await db.close();
    throw error;
  }
}

/** One process of many is cut off from the others seldom, and for longer. */
const TOGETHER_EVERY_MS = 500;

/** One that is away is no reason not to start: until it is there, all is read at home. */
function openReplica<Client extends RawSql>(
  { name, openDatabase }: { name: string; openDatabase(url: string, logger: Logger): Database<Client> },
  { logger }: Pick<Runtime, 'logger'>,
  { url, maxLagMs }: NonNullable<Runtime['replica']>,
  { pool }: Database<Client>,
): Replica<Client> {
  const own = logger.child({ database: 'replica', subgraph: name });
  return new Replica({ db: openDatabase(url, own), home: pool, maxLagMs, logger: own });
}

const consumerHandlers = <K extends AnyKept, Topics>(
  kept: K,
  handlers: Record<string, HandlerOf<unknown, Step<K, Topics>>>,
): FactHandlers<Record<string, unknown>, TxOf<K> & RawSql> =>
  Object.fromEntries(
    Object.entries(handlers).map(([topic, handle]) => [
      topic,
      (fact, { tx, after }) => handle(fact, stepIn(kept, fact.headers.correlationId ?? fact.id, tx, after, BULK in fact.headers)),
    ]),
  );

/** Every hour, because a night must not be missed; it does it once. */
const compareCopies = (comparison: CopyComparison<never>): RecurringJob<AnyKept, never> => ({
  name: 'compare-copies',
  everyMs: 3_600_000,
  run: ({ kept, change }) => comparison.nightly(kept.clock, (work) => change(work, { timeoutMs: MAY_TAKE_MS })),
});

const scheduled = <K extends AnyKept, Topics>(kept: K, { name, everyMs, run }: RecurringJob<K, Step<K, Topics>>): ScheduledJob => ({
  name,
  everyMs: typeof everyMs === 'number' ? everyMs : everyMs(kept),
  run: async (wake) => void (await run({ kept, wake, change: (work, options) => takeStep(kept, `job:${name}`, work, options) })),
});

/** Longer than any test. */
const NEVER_MS = 86_400_000;

const workersFor = <K extends AnyKept, Topics>(kept: K, kinds: readonly LongWork<K, Step<K, Topics>>[]): Workers<K> =>
  new Workers<K>({
    kept,
    db: kept.db as never,
    kinds: kinds as readonly LongWork<K, never>[],
    pollMs: kept.jobsByThemselves === false ? NEVER_MS : undefined,
    tracer: kept.tracer,
    change: (cause, work) => takeStep<K, Topics, never>(kept, cause, work as never),
  });
