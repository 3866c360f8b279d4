import type { Statement } from '@marquee/platform';
import type { NameKey } from './notification-text';

const idsOf = (keys: readonly NameKey[], kind: string) =>
  keys.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));

/**
 * Names as they are now. Nobody is named who is suspended; an event is called by what everybody may read of it, and otherwise as the reader was
 * told: a new title of one that is not public may not be for them.
 */
export const namesStatement = (keys: readonly NameKey[]): Statement => ({
  name: 'notification_names',
  text: `SELECT 'person:' || id AS key, display_name AS name FROM users WHERE id = ANY($1::uuid[]) AND suspended_at IS NULL AND deactivated_at IS NULL
         UNION ALL
         SELECT 'event:' || event_id, title FROM event_copies
         WHERE event_id = ANY($2::uuid[]) AND visibility = 'PUBLIC' AND status IN ('PUBLISHED', 'COMPLETED', 'CANCELLED')
         UNION ALL
         SELECT 'organization:' || id, name FROM organizations WHERE id = ANY($3::uuid[])
         UNION ALL
         SELECT 'announcement:' || id, texts::text FROM announcements WHERE id = ANY($4::uuid[])`,
  values: [idsOf(keys, 'person'), idsOf(keys, 'event'), idsOf(keys, 'organization'), idsOf(keys, 'announcement')],
});
