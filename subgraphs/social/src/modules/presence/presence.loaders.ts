import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { presenceOf } from './presence.sql';
import type { PresenceView } from './presence.types';

export const presenceLoaders = ({ db, clock }: Kept, { viewer }: Caller) => ({
  presenceByUserId: byId<string, PresenceView>(
    (ids) => (viewer ? db.query(presenceOf(viewer.id, ids, clock.now())) : Promise.resolve([])),
    (presence) => presence.userId,
  ),
});
