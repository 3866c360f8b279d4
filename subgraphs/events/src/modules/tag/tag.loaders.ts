import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const tagLoaders = ({ db, clock }: Kept) => ({
  tagById: byId(
    (ids: readonly string[]) => db.prisma.tag.findMany({ where: { id: { in: [...ids] } } }),
    (tag) => tag.id,
  ),
  eventCountByTag: byId(
    (names: readonly string[]) =>
      db.prisma.$queryRaw<{ name: string; count: number }[]>`
        SELECT used.name, count(*)::int AS count FROM unnest(${[...names]}::text[]) AS used(name)
        JOIN events e ON e.tags @> ARRAY[used.name] AND e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC' AND NOT e.hidden AND e.ends_at > ${clock.now()}
        GROUP BY used.name`,
    (row) => row.name,
  ),
});
