import { createMemoryBus, createMemoryCache, parseEnv, silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, callerFor, fieldsForTest, watched, withoutLocks, type Answer, type Hooks } from '@marquee/platform/testing';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { events } from '../src';
import { keep } from '../src/kept';
import type { World } from './world';

export interface Replica {
  execute<Variables>(viewer: Viewer, document: TypedDocumentNode<unknown, Variables>, variables: Variables): Promise<Answer>;
  /** What went wrong inside, which clients are not told. */
  faults: string[];
}

/** The subgraph with transactions that take no locks: what a race does then. */
export const lockless = events.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(basics.db) }) });

/** The same, and who reads waits where `after` says so: those who race meet between what they read and what they write. */
export const locklessAfter = (after: Hooks['after']) =>
  events.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });

/** Another replica of the subgraph, with connections of its own to the world's database. */
export async function aReplica({ databaseUrl, clock }: Pick<World, 'databaseUrl' | 'clock'>, module = events): Promise<Replica> {
  const bus = createMemoryBus({ logger: silentLogger });
  const cache = createMemoryCache();
  const faults: string[] = [];
  const note = ({ err }: { err?: unknown }) => void faults.push(String(err) + JSON.stringify(err));
  const logger = Object.create(silentLogger, { error: { value: note } }) as typeof silentLogger;
  const subgraph = await module.start({
    databaseUrl,
    bus,
    cache,
    clock,
    logger,
    fields: fieldsForTest,
    settings: parseEnv(module.settings, {}),
  });
  afterTests(async () => {
    await subgraph.stop();
    await bus.close();
    await cache.close();
  });
  return {
    faults,
    execute: async (viewer, document, variables) =>
      (await subgraph.execute({
        query: print(document),
        variables: variables as Record<string, unknown>,
        caller: callerFor(viewer),
      })) as Answer,
  };
}

/** Takes the lock on the counts of an event; jobs read their table without it. */
export const takesCounts = (statement: string): boolean => statement.includes('AS "noShowsToldAt"');
