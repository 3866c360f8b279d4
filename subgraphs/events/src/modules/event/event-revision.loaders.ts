import { byId, rowsOf } from '@marquee/platform';
import type { EventRevision } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const revisionsById = rowsOf<EventRevision>('EventRevision', 'id = ANY($1::uuid[])');
const pendingOfEvents = rowsOf<EventRevision>('EventRevision', "event_id = ANY($1::uuid[]) AND status = 'PENDING'");
/** One that was replaced is never the last. */
const latestOfEvents = rowsOf<EventRevision>(
  'EventRevision',
  `id IN (SELECT DISTINCT ON (event_id) id FROM event_revisions WHERE event_id = ANY($1::uuid[]) AND status <> 'REPLACED'
    ORDER BY event_id, created_at DESC, (status = 'PENDING') DESC)`,
);

/** They say nothing of rights: the caller asks whether the viewer may edit the event. */
export const revisionLoaders = ({ db }: Kept) => ({
  revisionById: byId(
    (ids: readonly string[]) => revisionsById(db, [ids]),
    (revision) => revision.id,
  ),
  pendingRevisionByEventId: byId(
    (ids: readonly string[]) => pendingOfEvents(db, [ids]),
    (revision) => revision.eventId,
  ),
  latestRevisionByEventId: byId(
    (ids: readonly string[]) => latestOfEvents(db, [ids]),
    (revision) => revision.eventId,
  ),
});
