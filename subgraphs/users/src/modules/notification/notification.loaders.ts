import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { NameKey } from './notification-text';
import { namesStatement } from './notification.sql';

export const notificationLoaders = ({ db }: Kept) => ({
  /** How somebody or something that notifications speak of is called now; null when that is not known, or not for everybody. */
  nameByKey: byId(
    (keys: readonly string[]) => db.query<{ key: string; name: string }>(namesStatement(keys as NameKey[])),
    ({ key }) => key,
  ),
});
