import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { writableTo } from './chat-settings.sql';

export const chatSettingsLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** A row for each of them to whom the viewer may write. */
  takesMessagesOfViewer: byId(
    (ids: readonly string[]) => (viewer ? db.query<{ id: string }>(writableTo(viewer.id, ids)) : Promise.resolve([])),
    (row) => row.id,
  ),
});
