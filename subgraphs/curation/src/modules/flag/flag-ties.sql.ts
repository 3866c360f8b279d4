import { Prisma } from '../../generated/prisma/client';

/** The newest of each kind: enough to tell people apart by. */
const MOST = 30;

/**
 * What somebody's standing stands on, hashed, because it stays with the flag: organisers who let them in (not their own), and what was flagged
 * or reported by them and upheld. Whoever makes accounts must give each its own of these, or they count as one.
 */
export const tiesOf = (userId: string, eventId: string): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT left(md5(tie), 16) AS tie FROM (
    (SELECT 'flag ' || event_id AS tie FROM flags
      WHERE flagger_id = ${userId}::uuid AND status = 'UPHELD' AND event_id <> ${eventId}::uuid ORDER BY created_at DESC LIMIT ${MOST})
    UNION ALL (SELECT 'report ' || subject_id FROM reports
      WHERE reporter_id = ${userId}::uuid AND status = 'UPHELD' ORDER BY created_at DESC LIMIT ${MOST})
    UNION ALL (SELECT 'evening ' || e.creator_id FROM attendance_copies a JOIN event_copies e USING (event_id)
      WHERE a.user_id = ${userId}::uuid AND a.checked_in_at IS NOT NULL AND NOT e.deleted AND e.status IN ('PUBLISHED', 'COMPLETED')
        AND e.creator_id <> a.user_id ORDER BY a.checked_in_at DESC LIMIT ${MOST})
  ) AS made`;
