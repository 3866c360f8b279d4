import type { Job } from '../context';

/** Processors send a notice again for days at most. */
const KEPT_MS = 90 * 86_400_000;
const PAGE = 1_000;

/** Forgets which notices of processors were taken in, but for those that a person has to look at. */
export const forgetOldNotices: Job = {
  name: 'forget-old-notices',
  everyMs: 3_600_000,
  async run({ kept: { db, clock } }) {
    const before = new Date(clock.now().getTime() - KEPT_MS);
    let count: number;
    do {
      count = await db.prisma.$executeRaw`
        DELETE FROM processor_notices WHERE ctid IN (
          SELECT ctid FROM processor_notices WHERE received_at < ${before} AND matched ORDER BY received_at LIMIT ${PAGE})`;
    } while (count === PAGE);
  },
};
