import type { Step } from '../../context';
import { forgetInteractionsOf } from './interaction.store';

/** Keeps what a person chose. Their row is locked: who writes something down of them at the same time is done before, or sees it. */
export async function choosePersonalization(step: Step, userId: string, enabled: boolean): Promise<void> {
  const { tx, now } = step;
  await tx.$queryRaw`SELECT 1 FROM people WHERE id = ${userId}::uuid FOR UPDATE`;
  await tx.$executeRaw`
    INSERT INTO personalization_choices AS c (user_id, enabled, changed_at) VALUES (${userId}::uuid, ${enabled}, ${now})
    ON CONFLICT (user_id) DO UPDATE SET enabled = excluded.enabled, changed_at = excluded.changed_at WHERE c.enabled <> excluded.enabled`;
  if (!enabled) await forgetInteractionsOf(step, userId);
}
