import type { GraphQLSchema } from 'graphql';
import type { Database, TransactionClient } from '../db';
import type { HeavyThread } from '../heavy';
import { startJobs, type Job } from '../jobs';
import type { LateReads, Replica } from '../replica';
import { OpenStreams } from '../live';
import { prune, registerFacts, replayWanted, startConsumers, startRelay, type FactHandlers, type RawSql } from '../outbox';
import { registerDatabase, registerNumbers, type BusinessNumber, type SubgraphMeter } from '../watching';
import { pruneWork, registerWork, type Workers } from '../work';
import { SubgraphExecutor, type BaseContext, type CreateContext } from './executor';
import { healthOf } from './health';
import { OperationWatch } from './operation-watch';
import type { Runtime, Subgraph } from './subgraph';

const HOURLY = 3_600_000;
const REPLAY_EVERY_MS = 5_000;

export interface Parts<Client, Context extends BaseContext, Topics> {
  name: string;
  runtime: Runtime;
  db: Database<Client>;
  heavy: HeavyThread;
  schema: GraphQLSchema;
  createContext: CreateContext<Context>;
  /** Where there is a replica of the database. */
  replica?: Replica<Client> | undefined;
  late?: LateReads<Context> | undefined;
  /** Incoming facts by topic; each runs in one transaction with its inbox row. */
  handlers?: FactHandlers<Topics, TransactionClient<Client> & RawSql>;
  /** How long the transaction of a topic's handler may take, where that is longer than others may. */
  handlingMs?: (topic: string) => number | undefined;
  jobs?: readonly Job[];
  /** Who does its long work, and the kinds of it. */
  works?: { names: readonly string[]; workers: Pick<Workers<never>, 'start' | 'stop'> };
  resources?: Subgraph['resources'];
  publicHandlers?: Subgraph['publicHandlers'];
  meter: SubgraphMeter;
  /** How its business stands. */
  numbers?: readonly BusinessNumber[];
}

/** Puts a subgraph's parts together and starts what runs beside requests: consumers, outbox relay, jobs. */
export async function assemble<Client extends RawSql, Context extends BaseContext, Topics>(
  parts: Parts<Client, Context, Topics>,
): Promise<Subgraph> {
  const {
    name,
    runtime,
    db,
    heavy,
    schema,
    createContext,
    replica,
    late,
    handlers = {},
    handlingMs,
    jobs = [],
    works,
    resources,
    publicHandlers,
    meter,
    numbers = [],
  } = parts;
  const { bus, logger } = runtime;
  const executor = new SubgraphExecutor(
    schema,
    createContext,
    logger,
    new OpenStreams(bus),
    new OperationWatch(meter, logger, runtime.tracer),
    late,
  );
  const consumers = await startConsumers({ name, db, bus, logger, handlers, handlingMs, meter, tracer: runtime.tracer });
  const relay = startRelay({ pool: db.pool, bus, logger, meter });
  const forgetOldMessages: Job = {
    name: 'forget-old-messages',
    everyMs: HOURLY,
    run: async () => {
      await prune(db.pool);
      if (works) await pruneWork(db.pool);
    },
  };
  const replayDeadLetters: Job = {
    name: 'replay-dead-letters',
    everyMs: REPLAY_EVERY_MS,
    run: async () => void (await replayWanted(db.pool, (id) => consumers.replayDeadLetter(id))),
  };
  const scheduler = startJobs({
    ...{ pool: db.pool, logger, byThemselves: runtime.jobsByThemselves, meter, tracer: runtime.tracer },
    jobs: [...jobs, forgetOldMessages, replayDeadLetters],
  });
  await works?.workers.start();
  registerDatabase(meter, db);
  replica?.register(meter);
  registerFacts(meter, db.pool);
  registerNumbers(meter, db.pool, numbers);
  if (works) registerWork(meter, db.pool, works.names);
  return {
    name,
    schema,
    execute: (request) => executor.execute(request),
    subscribe: (request) => executor.subscribe(request),
    async readiness() {
      const database = db.pool.query('SELECT 1').then(
        () => true,
        () => false,
      );
      return { database: await database, bus: await bus.healthy() };
    },
    health: healthOf({ pool: db.pool, bus, replica }),
    drain: () => relay.drain(),
    jobs: [...jobs, forgetOldMessages, replayDeadLetters].map((job) => job.name),
    runJob: (job) => scheduler.runNow(job),
    meter,
    metrics: async () => (await import('../watching/prometheus')).metricsText(meter),
    statements: db.statements,
    async stop() {
      // At once: the subgraphs that take its facts may be stopping, too.
      const relayed = relay.stop();
      const left = works?.workers.stop();
      // Jobs that wait for it end with it.
      await heavy.stop();
      await left;
      await scheduler.stop();
      await consumers.stop();
      await relayed;
      await replica?.stop();
      await db.close();
    },
    ...(resources ? { resources } : {}),
    ...(publicHandlers ? { publicHandlers } : {}),
  };
}
