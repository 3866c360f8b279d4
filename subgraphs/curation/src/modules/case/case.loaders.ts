import { byId, manyBy, type Caller } from '@marquee/platform';
import type { CaseAct } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

/** Changes shown of one case. */
const MOST_SHOWN = 100;

export const caseLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** Where the viewer works. */
  viewerRoleByOrganizationId: byId(
    (ids: readonly string[]) =>
      viewer
        ? db.prisma.organizationMemberCopy.findMany({ where: { organizationId: { in: [...ids] }, userId: viewer.id, role: { not: null } } })
        : Promise.resolve([]),
    (member) => member.organizationId,
  ),
  caseById: byId(
    (ids: readonly string[]) => db.prisma.case.findMany({ where: { id: { in: [...ids] } } }),
    (one) => one.id,
  ),
  /** The newest of each case, oldest first. */
  actsByCaseId: manyBy(
    (ids: readonly string[]) =>
      db.query<CaseAct>({
        name: 'acts_by_case',
        text: `SELECT a.* FROM unnest($1::uuid[]) AS c(id) CROSS JOIN LATERAL (
            SELECT case_id AS "caseId", version, kind, actor_id AS "actorId", text, note_texts AS "noteTexts",
              canned_reason_id AS "cannedReasonId", checklist, until, created_at AS "createdAt"
            FROM case_acts WHERE case_id = c.id ORDER BY version DESC LIMIT ${MOST_SHOWN}) a
          ORDER BY a.version`,
        values: [[...ids]],
      }),
    (act) => act.caseId,
  ),
});
