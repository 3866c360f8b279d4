import { byId, rowsOf } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { EventRow } from './event.types';

const eventsById = rowsOf<EventRow>('Event', 'id = ANY($1::uuid[])', {
  lists: { tags: true, accessibility: true, languages: true, galleryIds: true },
});

export const eventLoaders = ({ db }: Kept) => ({
  /** Says nothing of rights: the caller asks `EventService` whether the viewer may see it. */
  eventById: byId(
    (ids: readonly string[]) => eventsById(db, [ids]),
    (event) => event.id,
  ),
});
