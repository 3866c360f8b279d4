import type { Job } from '../context';

/** What somebody did is kept for so many days, in whole months. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** Makes the partitions of this month and the next one ahead of time, and drops those of months that are over for long. */
export const keepInteractionMonths: Job = {
  name: 'keep-interaction-months',
  everyMs: 6 * 3_600_000,
  async run({ change }) {
    await change(async ({ tx, now }) => {
      await tx.$executeRaw`SELECT ensure_interaction_month(${now}::timestamptz)`;
      await tx.$executeRaw`SELECT ensure_interaction_month(${now}::timestamptz + interval '1 month')`;
      await tx.$executeRaw`SELECT drop_interaction_months(${new Date(now.getTime() - KEPT_DAYS * DAY_MS)}::timestamptz)`;
    });
  },
};
