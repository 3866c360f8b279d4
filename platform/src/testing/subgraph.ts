import { randomUUID } from 'node:crypto';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print, type FormattedExecutionResult } from 'graphql';
import { createMemoryBus, type Bus } from '../bus';
import { createMemoryCache } from '../cache';
import { FixedClock } from '../clock';
import { parseEnv, type z } from '../env';
import type { DiskFiles } from '../files';
import { silentLogger } from '../logger';
import type { Subgraph, SubgraphModule } from '../subgraph';
import type { Viewer } from '../viewer';
import { fieldsForTest } from './fields';
import { filesForTest } from './files';
import { afterTests, freshDatabase } from './fresh-database';
import { callerFor } from './viewers';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads the answer's shape from its own query
export type Data = Record<string, any>;
export type Answer = FormattedExecutionResult<Data>;

export interface TestSubgraph {
  subgraph: Subgraph;
  bus: Bus;
  clock: FixedClock;
  files: DiskFiles;
  databaseUrl: string;
  /** Executes as this person, or as a visitor (null). */
  execute(viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** As execute, and fails on any error: for the steps a test takes for granted. Returns `data`, typed where the document is (tests/*.graphql). */
  run<Result, Variables extends Record<string, unknown>>(
    viewer: Viewer | null,
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result>;
  run(viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** A live stream as this person; `next()` waits for the next result. Closed after the test file by itself. */
  subscribe(viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<TestStream>;
  /** Resolves an entity reference as a gateway would. `selection` is what to ask of it: `{ title status }`. */
  entity(viewer: Viewer | null, reference: { __typename: string; id: string }, selection: string): Promise<Answer>;
  /** Delivers a domain event of another subgraph; resolves when it has taken effect. */
  tell(topic: string, key: string, payload: unknown, id?: string): Promise<void>;
}

export interface TestStream {
  next(): Promise<Answer>;
  close(): Promise<void>;
}

export interface StartOptions {
  settings?: Record<string, string>;
  now?: Date;
  /** Jobs, and the look for long work, run on their intervals, too; otherwise when a test asks for them. */
  jobsByThemselves?: boolean;
}

/** A subgraph on a fresh database of its own, with an in-process bus and a clock that stands still until moved. */
export async function startForTest<Shape extends z.ZodRawShape>(
  module: SubgraphModule<Shape>,
  { settings = {}, now = new Date('2026-11-21T12:00:00.000Z'), jobsByThemselves = false }: StartOptions = {},
): Promise<TestSubgraph> {
  const { url } = await freshDatabase(module.name);
  const bus = createMemoryBus({ logger: silentLogger });
  const cache = createMemoryCache();
  const clock = new FixedClock(now);
  const files = filesForTest(clock);
  const subgraph = await module.start({
    databaseUrl: url,
    bus,
    cache,
    clock,
    logger: silentLogger,
    jobsByThemselves,
    fields: fieldsForTest,
    files,
    settings: parseEnv(module.settings, settings),
  });
  afterTests(async () => {
    await subgraph.stop();
    await cache.close();
    await bus.close();
  });

  const execute: TestSubgraph['execute'] = async (viewer, query, variables) =>
    // Through JSON, because that is what a client sees.
    JSON.parse(JSON.stringify(await subgraph.execute({ query, variables, caller: callerFor(viewer) }))) as Answer;

  return {
    subgraph,
    bus,
    clock,
    files,
    databaseUrl: url,
    execute,
    async run(viewer: Viewer | null, query: string | TypedDocumentNode, variables?: Record<string, unknown>): Promise<Data> {
      const answer = await execute(viewer, typeof query === 'string' ? query : print(query), variables);
      if (answer.errors) throw new Error(`The operation failed: ${JSON.stringify(answer.errors)}`);
      return answer.data!;
    },
    async subscribe(viewer, query, variables) {
      const stream = await subgraph.subscribe({ query, variables, caller: callerFor(viewer) });
      if (!(Symbol.asyncIterator in stream)) throw new Error(`The subscription was refused: ${JSON.stringify(stream)}`);
      const close = async () => void (await stream.return?.());
      afterTests(close);
      return {
        async next() {
          const step = await stream.next();
          if (step.done) throw new Error('The stream has ended.');
          return JSON.parse(JSON.stringify(step.value)) as Answer;
        },
        close,
      };
    },
    entity: (viewer, reference, selection) =>
      execute(viewer, `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${reference.__typename} ${selection} } }`, {
        r: [reference],
      }),
    async tell(topic, key, payload, id = randomUUID()) {
      await bus.publish([{ id, topic, key, occurredAt: clock.now().toISOString(), payload, headers: {} }]);
    },
  };
}
