import { Prisma } from '../../generated/prisma/client';

const MOST = 100;

/**
 * Pictures that nothing has had since then are deleted; of those, what has a holder all the same is in use, and a picture from elsewhere is
 * asked after again in a day as long as an event names its address.
 */
export const forgetUnused = (now: Date, since: Date): Prisma.Sql => Prisma.sql`
  WITH due AS (
    SELECT i.id, i.source_url IS NOT NULL AS remote,
      EXISTS (SELECT 1 FROM image_uses u WHERE u.image_id = i.id) AS held,
      i.source_url IS NOT NULL AND EXISTS (SELECT 1 FROM events e WHERE e.image_url = i.source_url) AS named
    FROM images i WHERE i.unused_since <= ${since} AND i.state IN ('READY', 'REFUSED')
    ORDER BY i.unused_since, i.id LIMIT ${MOST} FOR NO KEY UPDATE OF i SKIP LOCKED
  ), gone AS (
    UPDATE stored_files f SET delete_at = ${now} FROM image_files p, due d
    WHERE p.key = f.key AND p.image_id = d.id AND NOT d.held AND NOT d.named
  )
  UPDATE images i SET
    unused_since = CASE WHEN d.held THEN NULL WHEN d.named THEN ${now} ELSE i.unused_since END,
    state = CASE WHEN d.held OR d.named THEN i.state ELSE 'GONE' END,
    run_at = CASE WHEN d.held OR d.named THEN i.run_at ELSE ${now} END,
    version = i.version + CASE WHEN d.held OR d.named THEN 0 ELSE 1 END
  FROM due d WHERE i.id = d.id`;
