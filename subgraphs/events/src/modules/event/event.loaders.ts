import { byId, type Clock, type Viewer } from '@marquee/platform';
import type { Database } from '../../db';
import { eventPages } from './event.pages';

export const eventLoaders = (db: Database, clock: Clock, viewer: Viewer | null) => {
  /** Whoever asks decides whether the viewer may see it: `VisibleEvents`. */
  const eventById = byId(
    (ids: readonly string[]) => db.prisma.event.findMany({ where: { id: { in: [...ids] } } }),
    (event) => event.id,
  );
  return { eventById, ...eventPages(db, clock, viewer, eventById) };
};
