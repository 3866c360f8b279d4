import type { Job } from '../context';
import { remindedUntil, remindOfTrial, renewPlan } from '../modules/plan/plan.store';

const PAGE = 100;

/** Goes on with plans whose period is over, each in a step of its own, and tells of trials that are about to end. */
export const renewPlans: Job = {
  name: 'renew-plans',
  everyMs: 30_000,
  async run({ kept: { db, clock, logger, sellsPaid }, change }) {
    if (!sellsPaid) return;
    const now = clock.now();
    const due = await db.prisma.$queryRaw<{ id: string; userId: string }[]>`
      SELECT s.id, s.user_id AS "userId" FROM billing_subscriptions s WHERE s.status IN ('TRIALING', 'ACTIVE') AND s.period_end <= ${now}
        AND NOT EXISTS (SELECT FROM plan_invoices i WHERE i.user_id = s.user_id AND i.status = 'OPEN')
      ORDER BY s.period_end LIMIT ${PAGE}`;
    const ending = await db.prisma.$queryRaw<{ id: string; userId: string }[]>`
      SELECT id, user_id AS "userId" FROM billing_subscriptions
      WHERE status = 'TRIALING' AND reminded_at IS NULL AND period_end <= ${remindedUntil(now)} ORDER BY period_end LIMIT ${PAGE}`;
    for (const [subs, work] of [
      [ending, remindOfTrial],
      [due, renewPlan],
    ] as const)
      for (const sub of subs)
        await change((step) => work(step, sub)).catch((error: unknown) =>
          logger.warn({ err: error, subscriptionId: sub.id }, 'a plan could not be gone on with, and will be tried again'),
        );
  },
};
