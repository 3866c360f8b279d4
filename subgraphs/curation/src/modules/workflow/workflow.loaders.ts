import { byId, manyBy } from '@marquee/platform';
import type { Database } from '../../db';
import type { Flag } from '../../generated/prisma/client';

/** Flags shown of one workflow. */
const MOST_FLAGS = 50;

export const workflowLoaders = (db: Database) => ({
  workflowById: byId(
    (ids: readonly string[]) => db.prisma.workflow.findMany({ where: { id: { in: [...ids] } } }),
    (workflow) => workflow.id,
  ),
  /** The workflow of the latest submission. An event has few, so they are told apart here and not in the database. */
  currentWorkflowByEventId: byId(
    (eventIds: readonly string[]) =>
      db.prisma.workflow.findMany({ where: { eventId: { in: [...eventIds] } }, orderBy: { submission: 'asc' } }),
    (workflow) => workflow.eventId,
  ),
  decisionsByWorkflowId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.decision.findMany({ where: { workflowId: { in: [...ids] } }, orderBy: { workflowVersion: 'asc' } }),
    (decision) => decision.workflowId,
  ),
  /** The newest flags of each workflow. */
  flagsByWorkflowId: manyBy(
    (ids: readonly string[]) =>
      db.query<Flag>({
        name: 'flags_by_workflow',
        text: `SELECT f.* FROM unnest($1::uuid[]) AS w(id) CROSS JOIN LATERAL (
            SELECT id, event_id AS "eventId", workflow_id AS "workflowId", flagger_id AS "flaggerId", reason, details, weight, status,
              created_at AS "createdAt", resolved_at AS "resolvedAt"
            FROM flags WHERE workflow_id = w.id ORDER BY created_at DESC, id DESC LIMIT ${MOST_FLAGS}) f`,
        values: [[...ids]],
      }),
    (flag) => flag.workflowId,
  ),
});
