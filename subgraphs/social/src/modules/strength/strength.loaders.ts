import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

export const strengthLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** A row for each of them who is a friend of the viewer. */
  strengthWithViewer: byId(
    (ids: readonly string[]) =>
      viewer
        ? db.query<{ id: string; strength: number }>({
            name: 'social.strengths-with',
            text: `SELECT high_id AS id, strength FROM connection_strengths WHERE low_id = $1 AND high_id = ANY ($2::uuid[])
                   UNION ALL SELECT low_id, strength FROM connection_strengths WHERE high_id = $1 AND low_id = ANY ($2::uuid[])`,
            values: [viewer.id, ids],
          })
        : Promise.resolve([]),
    (row) => row.id,
  ),
});
