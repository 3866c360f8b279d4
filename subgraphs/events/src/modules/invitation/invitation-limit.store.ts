import type { Step } from '../../context';
import { invitationsAnHour } from './invitation-limit';
import { tooManyInvitations } from './invitation.refusals';

const HOUR_MS = 3_600_000;

/**
 * Refuses what a person has invited in this step when it is too much for an hour. Asked after it is written: under the lock each step sees
 * what those before it have committed, and its own. Withdrawn invitations count, too.
 */
export async function requireFewInvitations({ tx, now }: Step, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`invitations of ${userId}`}, 0))::text`;
  const since = new Date(now.getTime() - HOUR_MS);
  const [made] = await tx.$queryRaw<{ count: number; first: Date | null; hasPublished: boolean }[]>`
    SELECT count(*)::int AS count, min(at) AS first,
      EXISTS (SELECT 1 FROM events WHERE creator_id = ${userId}::uuid AND published_at IS NOT NULL) AS "hasPublished"
    FROM (
      SELECT created_at AS at FROM event_invitations WHERE invited_by = ${userId}::uuid AND created_at > ${since}
      UNION ALL SELECT invited_at FROM event_team WHERE invited_by = ${userId}::uuid AND invited_at > ${since}
    ) made`;
  const most = invitationsAnHour(made!.hasPublished);
  if (made!.count > most) throw tooManyInvitations(most, new Date((made!.first ?? now).getTime() + HOUR_MS));
}
