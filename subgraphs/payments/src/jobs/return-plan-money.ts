import type { Job } from '../context';

const PAGE = 50;
const CAUSE = 'job:return-plan-money';

/** Has what was promised back of plans given back, follows what banks call back of them, and has the processor forget who was erased. */
export const returnPlanMoney: Job = {
  name: 'return-plan-money',
  everyMs: 60_000,
  async run({ kept: { db, clock, logger, plans } }) {
    const now = clock.now();
    const refunds = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM plan_refunds WHERE next_attempt_at <= ${now} ORDER BY next_attempt_at LIMIT ${PAGE}`;
    const disputes = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM plan_disputes WHERE next_check_at <= ${now} ORDER BY next_check_at LIMIT ${PAGE}`;
    const erased = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT user_id AS id FROM billing_accounts a WHERE erased AND customer_ref IS NOT NULL
        AND NOT EXISTS (SELECT FROM plan_invoices i WHERE i.user_id = a.user_id AND i.status = 'OPEN') ORDER BY updated_at LIMIT ${PAGE}`;
    const works: [{ id: string }[], (id: string) => Promise<void>][] = [
      [refunds, (id) => plans.makeRefund(id, CAUSE)],
      [disputes, (id) => plans.lookAtDispute(id, CAUSE)],
      [erased, (id) => plans.forget(id)],
    ];
    for (const [rows, work] of works)
      for (const { id } of rows)
        await work(id).catch((error: unknown) =>
          logger.warn({ err: error, id }, 'money of a plan could not be looked after, and will be again'),
        );
  },
};
