import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { isCurator } from '../event/event-visibility';
import { blockedWith } from './person.sql';

export const personLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** A row for each of them who is in a block with the viewer. Those who judge what others write are not kept from it by a block. */
  blockWithViewer: byId(
    (ids: readonly string[]) =>
      viewer && !isCurator(viewer) ? db.query<{ id: string }>(blockedWith(viewer.id, ids)) : Promise.resolve([]),
    (row) => row.id,
  ),
});
