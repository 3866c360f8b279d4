import type { Viewer } from '@marquee/platform';
import { isLimited } from '@marquee/schema/rules/standing';
import type { Step } from '../../context';
import { isCurator } from '../event/event-visibility';
import type { FlaggerStanding, FlagRecord } from './flag-weight';

/** What became of a person's earlier flags and reports. */
export async function recordOf({ tx }: Step, userId: string): Promise<FlagRecord> {
  const [record] = await tx.$queryRaw<FlagRecord[]>`
    SELECT count(*) FILTER (WHERE status = 'UPHELD')::int AS upheld, count(*) FILTER (WHERE status = 'DISMISSED')::int AS dismissed
    FROM (SELECT status::text FROM flags WHERE flagger_id = ${userId}::uuid
      UNION ALL SELECT status::text FROM reports WHERE reporter_id = ${userId}::uuid) AS made`;
  return record!;
}

/** Being at one's own event, or at one that did not take place, is no standing. */
export async function standingOf({ tx, now }: Step, viewer: Viewer): Promise<FlaggerStanding> {
  const person = await tx.personCopy.findUnique({ where: { userId: viewer.id } });
  const [{ attended } = { attended: 0 }] = await tx.$queryRaw<{ attended: number }[]>`
    SELECT count(*)::int AS attended FROM attendance_copies a JOIN event_copies e USING (event_id)
    WHERE a.user_id = ${viewer.id}::uuid AND a.checked_in_at IS NOT NULL AND e.ends_at <= ${now} AND NOT e.deleted
      AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.creator_id <> a.user_id
      AND NOT e.team @> jsonb_build_array(jsonb_build_object('userId', a.user_id::text))
      AND NOT EXISTS (SELECT 1 FROM organization_members m
        WHERE m.organization_id = e.organization_id AND m.user_id = a.user_id AND m.role IS NOT NULL)`;
  return {
    registeredAt: person?.registeredAt ?? null,
    addressVerified: person?.addressVerified ?? false,
    attended,
    isLimited: person !== null && isLimited(person, now),
    isStaff: isCurator(viewer),
  };
}
