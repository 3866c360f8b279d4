import { randomUUID } from 'node:crypto';
import type { RawSql } from '../outbox';
import { WORK_WAITS, workChannel } from './long-work';

/** What of a step is needed here. */
interface WorkStep {
  readonly tx: RawSql;
  readonly now: Date;
  push(channel: string, payload?: unknown): void;
}

export interface NewWork {
  /** The `name` of its kind. */
  kind: string;
  /** Whose it is: workers are fair among owners. */
  owner: string;
  /** A JSON value of some kilobytes; what is larger has a table of its own. */
  input: unknown;
  total?: number;
  /** Its input comes in parts: nobody begins before `collectWork` says that it is complete. */
  collecting?: boolean;
}

/** Puts work into the queue, in the transaction of the mutation that asks for it; returns its id. */
export async function startWork(step: WorkStep, { kind, owner, input, total, collecting = false }: NewWork): Promise<string> {
  const id = randomUUID();
  await step.tx.$executeRaw`
    INSERT INTO long_work (id, kind, owner, input, state, total, created_at)
    VALUES (${id}::uuid, ${kind}, ${owner}, ${JSON.stringify(input)}::jsonb, ${collecting ? 'COLLECTING' : 'QUEUED'}, ${total ?? null}, ${step.now})`;
  if (!collecting) step.push(WORK_WAITS);
  return id;
}

/**
 * More input has come for work that waits for it; complete, it may begin. Returns how much it has to do now, or null when it does not wait
 * for input (any more). Its row is kept until the transaction ends: parts that come at once come one after the other. `input`: where it is
 * another one now.
 */
export async function collectWork(step: WorkStep, id: string, more: number, isComplete: boolean, input?: unknown): Promise<number | null> {
  const [row] = await step.tx.$queryRaw<{ total: number; version: number }[]>`
    UPDATE long_work SET total = coalesce(total, 0) + ${more}, version = version + 1,
      input = coalesce(${input === undefined ? null : JSON.stringify(input)}::jsonb, input),
      state = CASE WHEN ${isComplete} THEN 'QUEUED' ELSE state END
    WHERE id = ${id}::uuid AND state = 'COLLECTING' RETURNING total, version`;
  if (!row) return null;
  step.push(workChannel(id), { version: row.version });
  if (isComplete) step.push(WORK_WAITS);
  return row.total;
}

/** Ends work that has not ended, wherever it is: once this has committed, no chunk of it does. Returns whether there was any to end. */
export async function cancelWork(step: WorkStep, id: string): Promise<boolean> {
  const [row] = await step.tx.$queryRaw<{ version: number }[]>`
    UPDATE long_work SET state = 'CANCELLED', ended_at = ${step.now}, run_at = NULL, lease_token = NULL, lease_until = NULL, version = version + 1
    WHERE id = ${id}::uuid AND state IN ('COLLECTING', 'QUEUED', 'RUNNING') RETURNING version`;
  if (row) step.push(workChannel(id), { version: row.version });
  return row !== undefined;
}

/** Takes away all work of an owner, for one who is erased; no chunk of it commits after this has. */
export async function forgetWorkOf({ tx }: Pick<WorkStep, 'tx'>, owner: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM long_work WHERE owner = ${owner}`;
}

/** A piece of work that one worker has, as it stood when it got it. */
export interface ClaimedWork {
  id: string;
  kind: string;
  owner: string;
  input: unknown;
  checkpoint: unknown;
  /** Failures in a row, ends of processes among them. */
  tries: number;
  version: number;
  token: string;
}

/**
 * Takes the next piece of work that waits, or whose worker gave no sign of life for too long; null when there is none. The owner who has
 * least under way, and whose turn was longest ago, comes first. `leases`: milliseconds by kind.
 */
export async function claimWork(tx: RawSql, leases: Readonly<Record<string, number>>, now: Date): Promise<ClaimedWork | null> {
  const kinds = JSON.stringify(leases);
  const [row] = await tx.$queryRaw<ClaimedWork[]>`
    UPDATE long_work w SET
      tries = w.tries + CASE WHEN w.state = 'RUNNING' THEN 1 ELSE 0 END,
      state = 'RUNNING', lease_token = ${randomUUID()}::uuid, lease_until = clock_timestamp() + (${kinds}::jsonb ->> w.kind)::int * interval '1 millisecond',
      run_at = NULL, claimed_at = clock_timestamp(), started_at = coalesce(w.started_at, ${now}), version = w.version + 1
    FROM (
      SELECT q.id FROM long_work q
      WHERE ${kinds}::jsonb ? q.kind
        AND (q.state = 'QUEUED' AND (q.run_at IS NULL OR q.run_at <= ${now}) OR q.state = 'RUNNING' AND q.lease_until < clock_timestamp())
      ORDER BY
        (SELECT count(*) FROM long_work o WHERE o.owner = q.owner AND o.state = 'RUNNING' AND o.lease_until >= clock_timestamp()),
        (SELECT max(o.claimed_at) FROM long_work o WHERE o.owner = q.owner) NULLS FIRST,
        q.created_at, q.id
      LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    ) due
    WHERE w.id = due.id
    RETURNING w.id, w.kind, w.owner, w.input, w.checkpoint, w.tries, w.version, w.lease_token AS token`;
  return row ?? null;
}

/** Does anybody else's work wait? Then who has had a long turn lets it pass. */
export async function othersWait(tx: RawSql, owner: string, kinds: readonly string[], now: Date): Promise<boolean> {
  const waiting = await tx.$queryRaw<object[]>`
    SELECT 1 FROM long_work WHERE state = 'QUEUED' AND owner <> ${owner} AND kind = ANY (${[...kinds]}::text[])
      AND (run_at IS NULL OR run_at <= ${now}) LIMIT 1`;
  return waiting.length > 0;
}

/** A sign of life; false when the work is not this worker's any more. */
export async function renewLease(tx: RawSql, { id, token }: ClaimedWork, leaseMs: number): Promise<boolean> {
  const renewed = await tx.$executeRaw`
    UPDATE long_work SET lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
    WHERE id = ${id}::uuid AND lease_token = ${token}::uuid`;
  return renewed > 0;
}

/**
 * Writes how far a chunk has brought the work, at the end of the chunk's transaction, and only while it is this worker's; null when it is
 * not, and then the transaction must not commit. At its end, so that nobody who cancels waits for a chunk.
 */
export async function advanceWork(
  tx: RawSql,
  { id, token }: ClaimedWork,
  { checkpoint, done, total }: { checkpoint: unknown; done: number; total?: number },
  leaseMs: number,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE long_work SET checkpoint = ${JSON.stringify(checkpoint)}::jsonb, done = ${done}, total = coalesce(${total ?? null}::int, total), tries = 0,
      lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond', version = version + 1
    WHERE id = ${id}::uuid AND lease_token = ${token}::uuid RETURNING version`;
  return row?.version ?? null;
}

/** How a worker leaves its work. */
export type Leaving =
  /** It goes on later, not before `runAt`. */
  | { state: 'QUEUED'; tries: number; runAt: Date | null }
  | { state: 'SUCCEEDED'; result: unknown; now: Date }
  | { state: 'FAILED'; failure: string; now: Date };

/** Gives the lease back; null when it is not this worker's any more. */
export async function leaveWork(tx: RawSql, { id, token, tries }: ClaimedWork, leaving: Leaving): Promise<number | null> {
  const queued = leaving.state === 'QUEUED' ? leaving : null;
  const result = leaving.state === 'SUCCEEDED' ? JSON.stringify(leaving.result ?? null) : null;
  const failure = leaving.state === 'FAILED' ? leaving.failure : null;
  const [row] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE long_work SET state = ${leaving.state}, lease_token = NULL, lease_until = NULL, version = version + 1,
      tries = ${queued?.tries ?? tries}, run_at = ${queued?.runAt ?? null}, result = ${result}::jsonb, failure = ${failure},
      ended_at = ${'now' in leaving ? leaving.now : null}
    WHERE id = ${id}::uuid AND lease_token = ${token}::uuid RETURNING version`;
  return row?.version ?? null;
}
