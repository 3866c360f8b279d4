import type { Pool } from 'pg';
import type { Bus } from '../bus';
import { factsHealth } from '../outbox';
import type { Replica, ReplicaHealth } from '../replica';
import { atMostEvery } from '../watching';

/** How a subgraph is, for people and for a gateway that tells it of all. */
export interface SubgraphHealth {
  /** degraded: it works, and something it needs for the whole truth does not. unavailable: it cannot answer. */
  status: 'healthy' | 'degraded' | 'unavailable';
  checks: {
    database: { ok: boolean; ms: number };
    bus: { ok: boolean };
    /** Null when the database could not be asked. */
    facts: { ok: boolean; waiting: number; oldestSeconds: number; deadLetters: number } | null;
    /** Only where there is one: whether it is read from, and how old what it shows may be. */
    replica?: ReplicaHealth;
  };
}

/** Facts that others have not heard of for so long are late. */
const LATE_SECONDS = 60;
/** Everybody may ask: the database is asked once for all. */
const ASKED_AT_MOST_EVERY_MS = 1_000;

/** Dead letters wait for an operator and change nothing for anybody else: they are told, and are no fault of its health. */
export const healthOf = ({
  pool,
  bus,
  replica,
}: {
  pool: Pool;
  bus: Bus;
  replica?: Pick<Replica<unknown>, 'health'> | undefined;
}): (() => Promise<SubgraphHealth>) =>
  atMostEvery(ASKED_AT_MOST_EVERY_MS, async () => {
    const startedAt = performance.now();
    const [told, busOk] = await Promise.all([factsHealth(pool).catch(() => null), bus.healthy()]);
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    const oldestSeconds = Math.round(told?.oldestSeconds ?? 0);
    const facts = told && {
      ok: oldestSeconds < LATE_SECONDS,
      waiting: told.waiting + told.bulkWaiting,
      oldestSeconds,
      deadLetters: told.deadLetters,
    };
    const { health } = replica ?? {};
    const status = !facts ? 'unavailable' : busOk && facts.ok && health?.ok !== false ? 'healthy' : 'degraded';
    const checks = { database: { ok: told !== null, ms }, bus: { ok: busOk }, facts, ...(health ? { replica: health } : {}) };
    return { status, checks };
  });
