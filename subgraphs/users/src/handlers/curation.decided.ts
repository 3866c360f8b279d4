import type { FactHandler } from '@marquee/platform';
import type { CurationDecided } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { post } from '../modules/notification/notification.post';
import { curationDecided as verdict } from '../modules/notification/notification.text';
import { recount } from '../modules/standing/standing.recount';

/** Tells the organiser of a verdict, and counts a flag that was upheld against their standing. */
export const curationDecided =
  ({ bus, clock }: SubgraphRuntime): FactHandler<CurationDecided, Tx> =>
  async ({ payload, headers }, { tx, after }) => {
    const { workflowId, eventId, creatorId, status, curatorId } = payload;
    const before = await tx.curationCopy.findUnique({ where: { workflowId }, select: { status: true } });
    if (!(await keep(tx, payload))) return;
    const event = await tx.eventCopy.findUnique({ where: { eventId } });
    // Imported events start approved: that a machine agrees, a thousand times for one import, is no news.
    const routine = curatorId === null && status === 'APPROVED' && event?.imported !== false;
    if (before?.status !== status && curatorId !== creatorId && !routine) {
      const message = verdict(eventId, event?.title ?? null, status, payload.notes);
      await post({ tx, after, bus, now: clock.now() }, [creatorId], message);
    }
    if ((before?.status === 'FLAGGED') !== (status === 'FLAGGED')) {
      await recount(tx, [creatorId], { now: clock.now(), correlationId: headers['correlationId'] ?? 'none' });
    }
  };

/** False when a newer version is kept already. */
async function keep(tx: Tx, { workflowId, version, eventId, creatorId, status }: CurationDecided): Promise<boolean> {
  const kept = await tx.$executeRaw`
    INSERT INTO curation_copies AS c (workflow_id, version, event_id, creator_id, status)
    VALUES (${workflowId}::uuid, ${version}, ${eventId}::uuid, ${creatorId}::uuid, ${status})
    ON CONFLICT (workflow_id) DO UPDATE SET version = excluded.version, status = excluded.status
    WHERE c.version < excluded.version`;
  return kept > 0;
}
