import { byId, rowsOf, type Clock, type Viewer } from '@marquee/platform';
import type { Database } from '../../db';
import { eventPages } from './event.pages';
import type { EventRow } from './event.row';

const eventsById = rowsOf<EventRow>('Event', 'id = ANY($1::uuid[])', { lists: { tags: true } });

export const eventLoaders = (db: Database, clock: Clock, viewer: Viewer | null) => {
  /** Whoever asks decides whether the viewer may see it: `VisibleEvents`. */
  const eventById = byId(
    (ids: readonly string[]) => eventsById(db, [ids]),
    (event) => event.id,
  );
  return { eventById, ...eventPages(db, clock, viewer, eventById) };
};
