import type { Job } from '../context';
import type { Relationship } from '../generated/prisma/client';
import { connectionChanged } from '../modules/relationship/relationship.facts';

/** Few enough that the outbox rows of one transaction stay a small statement; the rest waits for the next turn. */
const AT_ONCE = 500;

/** Writes down which requests have expired and tells the other subgraphs. Until then, reading a request shows it as expired already. */
export const expireRequests: Job = {
  name: 'expire-requests',
  everyMs: 60_000,
  run: ({ change }) =>
    change(async ({ tx, now, tell }) => {
      const expired = await tx.$queryRaw<Relationship[]>`
        UPDATE connections SET status = 'EXPIRED', version = version + 1, updated_at = ${now}
        WHERE id IN (SELECT id FROM connections WHERE status = 'PENDING' AND expires_at <= ${now} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
        RETURNING id, version, type, status, requester_id AS "requesterId", addressee_id AS "addresseeId"`;
      await tell(...expired.map(connectionChanged));
    }),
};
