import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { forgetInWarehouse } from '../warehouse/warehouse.store';
import type { Actor, Deed, InteractionRow } from './interaction.types';

/** A deed that is told twice is looked for among those of this long. */
const REPEATED_MS = 2 * 86_400_000;

/**
 * Writes deeds down in one statement, each once; null when the person has switched it off. What the same actor told by the same client id is
 * not written again, by whichever of two requests comes second: they meet on the key, or the later one finds the row.
 */
export async function keepInteractions(step: Step, actor: Actor, rows: readonly InteractionRow[]): Promise<number | null> {
  const { tx, now } = step;
  for (const month of new Set(rows.map(({ at }) => at.toISOString().slice(0, 7)))) await ensureMonth(step, month);
  const actorId = actor.userId ?? actor.sessionId;
  const earliest = new Date(now.getTime() - REPEATED_MS);
  const [done] = await tx.$queryRaw<{ recorded: number; allowed: boolean }[]>`
    WITH may AS (
      SELECT NOT EXISTS (SELECT 1 FROM personalization_choices WHERE user_id = ${actor.userId}::uuid AND NOT enabled) AS allowed
    ), written AS (
      INSERT INTO interactions (actor_id, client_id, at, type, user_id, session_id, event_id, source, reference_id, dwell_ms, query, results, platform, received_at)
      SELECT ${actorId}::uuid, r."clientId", r.at, r.type, ${actor.userId}::uuid, ${actor.sessionId}::uuid, r."eventId", r.source, r."referenceId",
        r."dwellMs", r.query, r.results, ${actor.platform}, ${now}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("clientId" text, at timestamptz, type text, "eventId" uuid, source text,
        "referenceId" text, "dwellMs" int, query text, results int)
      CROSS JOIN may
      WHERE may.allowed AND NOT EXISTS (
        SELECT 1 FROM interactions k WHERE k.actor_id = ${actorId}::uuid AND k.client_id = r."clientId" AND k.at > ${earliest})
      ORDER BY r."clientId"
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM written) AS recorded, allowed FROM may`;
  return done!.allowed ? done!.recorded : null;
}

/** Writes down what somebody did here, by a mutation that is not there for it. `SWIPE`: by swiping, of which sessions are counted. */
export const noteDeed = (
  step: Step,
  userId: string,
  eventId: string,
  type: Deed,
  source: 'SWIPE' | 'OTHER' = 'OTHER',
): Promise<number | null> =>
  keepInteractions(step, { userId, sessionId: null, platform: null }, [
    { clientId: randomUUID(), at: step.now, type, eventId, source, referenceId: null, dwellMs: null, query: null, results: null },
  ]);

/** All that was written down of a person, and when they were active; the numbers, which are of nobody, stay. */
export async function forgetInteractionsOf(step: Step, userId: string): Promise<void> {
  const { tx } = step;
  await tx.$executeRaw`DELETE FROM interactions WHERE user_id = ${userId}::uuid`;
  await forgetInWarehouse(step, userId);
  await tx.$executeRaw`DELETE FROM person_periods WHERE user_id = ${userId}::uuid`;
}

/** Months ahead of time, by a job; this is for a clock that jumps. */
async function ensureMonth({ tx, kept, after }: Step, month: string): Promise<void> {
  if (kept.interactionMonths.has(month)) return;
  await tx.$executeRaw`SELECT ensure_interaction_month(${`${month}-01T00:00:00Z`}::timestamptz)`;
  after(() => void kept.interactionMonths.add(month));
}
