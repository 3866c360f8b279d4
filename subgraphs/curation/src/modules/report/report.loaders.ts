import { byId, manyBy } from '@marquee/platform';
import type { Report } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

/** Reports shown of one case. */
const MOST_SHOWN = 50;

export const reportLoaders = ({ db }: Kept) => ({
  reportById: byId(
    (ids: readonly string[]) => db.prisma.report.findMany({ where: { id: { in: [...ids] } } }),
    (report) => report.id,
  ),
  /** Those of each case that weigh most, so that no crowd of new accounts pushes them out. */
  reportsByCaseId: manyBy(
    (ids: readonly string[]) =>
      db.query<Report & { caseId: string }>({
        name: 'reports_by_case',
        text: `SELECT r.* FROM unnest($1::uuid[]) AS c(id) CROSS JOIN LATERAL (
            SELECT id, version, kind, subject_id AS "subjectId", case_id AS "caseId", reporter_id AS "reporterId", by_staff AS "byStaff",
              reason, details, weight, status, evidence, evidence_hash AS "evidenceHash", created_at AS "createdAt", resolved_at AS "resolvedAt"
            FROM reports WHERE case_id = c.id ORDER BY weight DESC, created_at DESC, id DESC LIMIT ${MOST_SHOWN}) r`,
        values: [[...ids]],
      }),
    (report) => report.caseId,
  ),
});
