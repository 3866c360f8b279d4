import { byId, manyBy, rowsOf } from '@marquee/platform';
import type { Decision, Workflow } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import type { ShownFlag } from './workflow-stages';

/** Flags, and decisions, shown of one workflow. */
const MOST_SHOWN = 50;

const workflowsById = rowsOf<Workflow>('Workflow', 'id = ANY($1::uuid[])');
const workflowsOfEvents = rowsOf<Workflow>('Workflow', 'event_id = ANY($1::uuid[]) AND revision_id IS NULL ORDER BY submission');

export const workflowLoaders = ({ db }: Kept) => ({
  workflowById: byId(
    (ids: readonly string[]) => workflowsById(db, [ids]),
    (workflow) => workflow.id,
  ),
  /** The workflow of the latest submission. An event has few, so they are told apart here and not in the database. */
  currentWorkflowByEventId: byId(
    (eventIds: readonly string[]) => workflowsOfEvents(db, [eventIds]),
    (workflow) => workflow.eventId,
  ),
  /** The newest decisions of each workflow, oldest first. */
  decisionsByWorkflowId: manyBy(
    (ids: readonly string[]) =>
      db.query<Decision>({
        name: 'decisions_by_workflow',
        text: `SELECT d.* FROM unnest($1::uuid[]) AS w(id) CROSS JOIN LATERAL (
            SELECT id, workflow_id AS "workflowId", workflow_version AS "workflowVersion", event_id AS "eventId", creator_id AS "creatorId",
              curator_id AS "curatorId", automatic, decision, reason, notes, note_texts AS "noteTexts", canned_reason_id AS "cannedReasonId",
              checklist, quality_score AS "qualityScore", created_at AS "createdAt"
            FROM decisions WHERE workflow_id = w.id ORDER BY workflow_version DESC LIMIT ${MOST_SHOWN}) d
          ORDER BY d."workflowVersion"`,
        values: [[...ids]],
      }),
    (decision) => decision.workflowId,
  ),
  /** Flags of each workflow: open ones first, then those that weigh most, so that no crowd of new accounts pushes them out. */
  flagsByWorkflowId: manyBy(
    (ids: readonly string[]) =>
      db.query<ShownFlag>({
        name: 'flags_by_workflow',
        text: `SELECT f.* FROM unnest($1::uuid[]) AS w(id) CROSS JOIN LATERAL (
            SELECT id, version, event_id AS "eventId", workflow_id AS "workflowId", event_version AS "eventVersion",
              content_hash AS "contentHash", flagger_id AS "flaggerId", by_staff AS "byStaff", reason, details, weight, status,
              created_at AS "createdAt", resolved_at AS "resolvedAt", count(*) FILTER (WHERE status = 'OPEN') OVER ()::int AS "openFlags",
              coalesce(sum(weight) FILTER (WHERE status = 'OPEN') OVER (), 0) AS "flagWeight"
            FROM flags WHERE workflow_id = w.id ORDER BY status <> 'OPEN', weight DESC, created_at DESC, id DESC LIMIT ${MOST_SHOWN}) f`,
        values: [[...ids]],
      }),
    (flag) => flag.workflowId,
  ),
});
